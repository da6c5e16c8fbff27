package dev.zkspring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.awaitility.Awaitility.await;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.argThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.willAnswer;
import static org.mockito.BDDMockito.willThrow;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.timeout;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;

import dev.zkspring.FakeClient;
import dev.zkspring.client.ZkClient;
import dev.zkspring.client.data.LostReason;
import dev.zkspring.client.error.AuthFailedException;
import dev.zkspring.client.error.ConnectFailedException;
import dev.zkspring.client.error.ErrorCode;
import dev.zkspring.client.error.ZkException;
import dev.zkspring.event.ConnectionEventPublisher;
import dev.zkspring.event.ZkConnectedEvent;
import dev.zkspring.event.ZkConnectionEvent;
import dev.zkspring.event.ZkLostEvent;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.mockito.ArgumentMatcher;
import org.mockito.InOrder;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.event.EventListener;

class ZkAutoConfigurationTest {

    private final FakeClient fake = new FakeClient();

    private final ZkClient client = fake.client();

    private final ApplicationContextRunner runner =
            new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(ZkAutoConfiguration.class));

    private final ApplicationContextRunner withClient = runner.withBean("myClient", ZkClient.class, () -> client);

    private void startFails(ZkException failure) {
        willThrow(failure).given(client).start(any());
        given(client.connectFailures()).willReturn(Map.of(FakeClient.SERVER, "connection refused"));
    }

    @Nested
    class Beans {

        @Test
        void backsOffWhenTheUserHasAClientAndStartsThatOne() {
            withClient.run(context -> {
                assertThat(context).hasSingleBean(ZkClient.class).hasBean("myClient");
                verify(client).start(any());
            });
        }

        @Test
        void hasNothingWhenDisabled() {
            withClient.withPropertyValues("zk.enabled=false").run(context -> {
                assertThat(context)
                        .doesNotHaveBean(ZkClientLifecycle.class)
                        .doesNotHaveBean(ZkConnectionDetails.class)
                        .doesNotHaveBean(ConnectionEventPublisher.class);
                verify(client, never()).startAsync();
            });
        }

        @Test
        void hasNothingWithoutTheClientsClasses() {
            runner.withClassLoader(new FilteredClassLoader(ZkClient.class))
                    .run(context -> assertThat(context)
                            .hasNotFailed()
                            .doesNotHaveBean("zkClient")
                            .doesNotHaveBean("zkClientLifecycle"));
        }

        @Test
        void namesItsBeans() {
            withClient.run(
                    context -> assertThat(context).hasBean("zkClientLifecycle").hasBean("zkConnectionEvents"));
        }

        @Test
        void backsOffWhenTheUserHasConnectionDetails() {
            withClient
                    .withBean(ZkConnectionDetails.class, () -> () -> List.of("zk1"))
                    .run(context -> assertThat(context)
                            .hasSingleBean(ZkConnectionDetails.class)
                            .doesNotHaveBean(PropertiesZkConnectionDetails.class));
        }
    }

    @Nested
    class Start {

        @Test
        void beginsToConnectWhenTheClientIsMadeAndWaitsBeforeTheOthersStart() {
            SmartLifecycle other = mock(SmartLifecycle.class);
            given(other.isAutoStartup()).willReturn(true);
            withClient.withBean(SmartLifecycle.class, () -> other).run(context -> {
                InOrder order = inOrder(client, other);
                order.verify(client).addListener(any());
                order.verify(client).startAsync();
                order.verify(client).start(any());
                order.verify(other).start();
            });
        }

        @Test
        void waitsNoLongerThanTheStartTimeout() {
            withClient.withPropertyValues("zk.start-timeout=3s").run(context -> {
                verify(client).start(argThat(atMost(Duration.ofSeconds(3))));
            });
        }

        private static ArgumentMatcher<Duration> atMost(Duration most) {
            return actual -> !actual.isNegative() && !actual.isZero() && actual.compareTo(most) <= 0;
        }

        @Test
        void startsEveryClientOfTheContext() {
            FakeClient second = new FakeClient("second");
            withClient.withBean("second", ZkClient.class, second::client).run(context -> {
                verify(client).start(any());
                verify(second.client()).start(any());
            });
        }

        @Test
        void refusesTwoClientsWithOneName() {
            FakeClient second = new FakeClient();
            withClient.withBean("second", ZkClient.class, second::client).run(context -> {
                assertThat(context)
                        .getFailure()
                        .cause()
                        .isInstanceOf(ZkConfigurationException.class)
                        .hasMessage("zk.client-name: the clients of the beans 'myClient' and 'second' are both called "
                                + "'fake'");
                verify(second.client(), never()).start(any());
            });
        }

        @Test
        void takesClientsWithoutANameAsTheyAre() {
            withClient
                    .withBean("mock", ZkClient.class, () -> mock(ZkClient.class))
                    .withBean("otherMock", ZkClient.class, () -> mock(ZkClient.class))
                    .run(context -> assertThat(context).hasNotFailed());
        }

        @Test
        void failsTheContextWhenThereIsNoConnection() {
            startFails(FakeClient.failure(ErrorCode.CONNECT_FAILED, null));

            withClient.run(context -> {
                assertThat(context)
                        .getFailure()
                        .hasRootCauseInstanceOf(ConnectFailedException.class)
                        .cause()
                        .isInstanceOf(ZkStartException.class)
                        .hasMessageContaining("localhost:2181 (connection refused)");
                verify(client).close(any(Duration.class));
            });
        }

        @Test
        void failsTheContextWhenTheRetryPolicyGaveUp() {
            startFails(FakeClient.failure(ErrorCode.CLIENT_CLOSED, null));

            withClient.run(context -> assertThat(context)
                    .getFailure()
                    .cause()
                    .isInstanceOf(ZkStartException.class)
                    .hasMessageContaining("gave up"));
        }

        @Test
        @ExtendWith(OutputCaptureExtension.class)
        void startsAnywayWithOneWarningWhenNotFailFast(CapturedOutput output) {
            startFails(FakeClient.failure(ErrorCode.CONNECT_FAILED, null));

            withClient.withPropertyValues("zk.fail-fast=false").run(context -> {
                assertThat(context).hasNotFailed();
                assertThat(output.getOut().lines().filter(line -> line.contains("WARN")))
                        .singleElement()
                        .asString()
                        .contains("localhost:2181 (connection refused)", "zk.fail-fast=false", "in the background");
                verify(client, never()).stop(any());
            });
        }

        @Test
        void failsOnFailedAuthenticationEvenWhenNotFailFast() {
            startFails(FakeClient.failure(ErrorCode.AUTH_FAILED, null));

            withClient
                    .withPropertyValues("zk.fail-fast=false")
                    .run(context -> assertThat(context).getFailure().hasRootCauseInstanceOf(AuthFailedException.class));
        }

        @Test
        void startsAClientThatWouldBeLazy() {
            withClient
                    .withInitializer(context ->
                            context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
                    .run(context -> verify(client).start(any()));
        }
    }

    @Nested
    class Stop {

        @Test
        void stopsTheClientThenClosesIt() {
            withClient.run(context -> {
                context.close();
                InOrder order = inOrder(client);
                order.verify(client).stop(any());
                order.verify(client).close(any(Duration.class));
            });
        }

        @Test
        void closesTheClientOfAContextThatFailsBeforeItStarts() {
            withClient
                    .withBean("broken", Object.class, () -> {
                        throw new IllegalStateException("bean of the test");
                    })
                    .run(context -> {
                        assertThat(context).hasFailed();
                        verify(client).close(any(Duration.class));
                    });
        }

        @Test
        void givesTheClientNoMoreThanTheShutdownPhase() {
            withClient
                    .withPropertyValues("spring.lifecycle.timeout-per-shutdown-phase=2s")
                    .run(context -> {
                        context.close();
                        verify(client).close(Duration.ofSeconds(2));
                    });
        }

        @Test
        void stopsTheOtherClientsWhenOneCannotBeStopped() {
            FakeClient second = new FakeClient("second");
            willThrow(new IllegalStateException("test")).given(client).stop(any());
            withClient.withBean("second", ZkClient.class, second::client).run(context -> {
                assertThatNoException().isThrownBy(context::close);
                verify(second.client()).stop(any());
            });
        }

        @Test
        void startsAgainAfterAStop() {
            withClient.run(context -> {
                context.stop();
                verify(client).stop(any());
                context.start();
                verify(client, times(2)).start(any());
            });
        }

        @Test
        void keepsTheSessionOfAPausedContext() {
            withClient.run(context -> {
                ConfigurableApplicationContext pausing = context.getSourceApplicationContext();
                pausing.pause();
                verify(client, never()).stop(any());
                assertThat(context.getBean(ZkClientLifecycle.class).isRunning()).isTrue();
            });
        }
    }

    @Nested
    class Events {

        private final List<ZkConnectionEvent> heard = new CopyOnWriteArrayList<>();

        final class Listener {

            @EventListener
            void hear(ZkConnectionEvent event) {
                heard.add(event);
            }
        }

        private final ApplicationContextRunner listening = withClient.withBean(Listener.class, Listener::new);

        @Test
        void hearsTheConnectionThatWasThereBeforeTheListeners() {
            willAnswer(call -> {
                        fake.connect();
                        return null;
                    })
                    .given(client)
                    .startAsync();

            listening.run(context -> await().untilAsserted(
                            () -> assertThat(heard).isNotEmpty().first().isInstanceOf(ZkConnectedEvent.class)));
        }

        @Test
        void hearsTheEndBeforeTheContextIsGone() {
            willAnswer(call -> {
                        fake.connect();
                        return null;
                    })
                    .given(client)
                    .start(any());
            listening.run(context -> {
                await().until(() -> heard.size() == 1);
                context.close();
                assertThat(heard).last().isInstanceOf(ZkLostEvent.class);
            });
        }

        @Test
        void canCloseTheContextFromAListener() {
            listening.run(context -> {
                context.addApplicationListener(event -> {
                    if (event instanceof ZkLostEvent) {
                        context.close();
                    }
                });
                fake.connect();
                fake.lose(LostReason.EXPIRED_BY_CLOCK);
                verify(client, timeout(10_000)).close(any(Duration.class));
            });
        }
    }

    @Nested
    class AheadOfTime {

        @Test
        void connectsNothingWhileTheContextIsProcessed() {
            try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
                context.register(ZkAutoConfiguration.class);
                context.registerBean("myClient", ZkClient.class, () -> client);
                context.refreshForAotProcessing(new RuntimeHints());
            }
            verify(client, never()).startAsync();
            verify(client, never()).start(any());
        }

        @Test
        void connectsNothingWhileAClientIsMadeForProcessing() {
            withClient.withSystemProperties("spring.aot.processing=true").run(context -> {
                assertThat(context).hasNotFailed();
                verify(client, never()).startAsync();
                verify(client, never()).start(any());
            });
        }
    }
}
