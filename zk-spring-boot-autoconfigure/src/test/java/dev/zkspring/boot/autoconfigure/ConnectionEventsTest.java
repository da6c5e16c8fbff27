package dev.zkspring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.mockito.BDDMockito.willAnswer;

import dev.zkspring.FakeClient;
import dev.zkspring.client.ZkClient;
import dev.zkspring.client.data.LostReason;
import dev.zkspring.event.ZkConnectedEvent;
import dev.zkspring.event.ZkConnectionEvent;
import dev.zkspring.event.ZkLostEvent;
import dev.zkspring.event.ZkReconnectedEvent;
import dev.zkspring.event.ZkSuspendedEvent;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;

/** Who hears what of a client that is connected before anybody listens. */
class ConnectionEventsTest {

    private static final List<String> heard = new CopyOnWriteArrayList<>();

    private final FakeClient fake = new FakeClient();

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(ZkAutoConfiguration.class))
            .withBean("myClient", ZkClient.class, fake::client);

    @BeforeEach
    void connectAtOnce() {
        heard.clear();
        AtomicBoolean started = new AtomicBoolean();
        willAnswer(call -> {
                    if (started.compareAndSet(false, true)) {
                        fake.connect();
                    }
                    return null;
                })
                .given(fake.client())
                .startAsync();
    }

    private static void hear(String who, Object event) {
        heard.add(who + " " + event.getClass().getSimpleName());
    }

    private static void awaitHeard(String... what) {
        await().untilAsserted(() -> assertThat(heard).containsExactlyInAnyOrder(what));
    }

    @Lazy
    @Configuration(proxyBeanMethods = false)
    static class LazyListener {

        @EventListener
        void hear(ZkConnectionEvent event) {
            ConnectionEventsTest.hear("lazy", event);
        }
    }

    @Configuration
    static class ListeningConfiguration {

        @Bean
        ApplicationListener<ZkConnectedEvent> oldStyle() {
            return event -> hear("bean", event);
        }

        @EventListener
        void connected(ZkConnectedEvent event) {
            hear("configuration", event);
        }
    }

    static final class Listener implements DisposableBean {

        private final String name;

        Listener(String name) {
            this.name = name;
        }

        @EventListener({ZkConnectionEvent.class, ContextClosedEvent.class})
        void hear(ApplicationEvent event) {
            ConnectionEventsTest.hear(name, event);
        }

        @Override
        public void destroy() {
            ConnectionEventsTest.hear(name, this);
        }
    }

    @Nested
    class TheFirstConnection {

        @Test
        void isHeardByALazyBean() {
            runner.withUserConfiguration(LazyListener.class).run(context -> awaitHeard("lazy ZkConnectedEvent"));
        }

        @Test
        void isHeardByAConfigurationAndByAListenerBean() {
            runner.withUserConfiguration(ListeningConfiguration.class)
                    .run(context -> awaitHeard("configuration ZkConnectedEvent", "bean ZkConnectedEvent"));
        }

        @Test
        void ofAChildIsHeardThereAndByItsParentOnceEach() {
            new ApplicationContextRunner()
                    .withBean(Listener.class, () -> new Listener("parent"))
                    .run(parent -> runner.withParent(parent)
                            .withBean(Listener.class, () -> new Listener("child"))
                            .run(child -> awaitHeard("parent ZkConnectedEvent", "child ZkConnectedEvent")));
        }

        @Test
        void ofAParentIsHeardThereWhenItStartsAndNotRepeatedForAChild() {
            runner.withBean(Listener.class, () -> new Listener("parent")).run(parent -> {
                awaitHeard("parent ZkConnectedEvent");
                new ApplicationContextRunner()
                        .withParent(parent)
                        .withConfiguration(AutoConfigurations.of(ZkAutoConfiguration.class))
                        .withBean(Listener.class, () -> new Listener("child"))
                        .run(child -> {
                            assertThat(child).hasNotFailed();
                            fake.suspend();
                            await().until(() -> heard.contains("parent ZkSuspendedEvent"));
                            assertThat(heard).noneMatch(line -> line.startsWith("child Zk"));
                        });
            });
        }

        @Test
        void isHeardWhenItComesAfterAStartWithoutOne() {
            FakeClient late = new FakeClient("late");
            new ApplicationContextRunner()
                    .withConfiguration(AutoConfigurations.of(ZkAutoConfiguration.class))
                    .withPropertyValues("zk.fail-fast=false")
                    .withBean("late", ZkClient.class, late::client)
                    .withBean(Listener.class, () -> new Listener("app"))
                    .run(context -> {
                        assertThat(heard).isEmpty();
                        late.connect();
                        awaitHeard("app ZkConnectedEvent");
                    });
        }
    }

    @Nested
    class TheLastEvent {

        @Test
        void comesAfterTheContextBeganToCloseAndBeforeItsListenersEnd() {
            runner.withBean(Listener.class, () -> new Listener("app"))
                    .run(context -> awaitHeard("app ZkConnectedEvent"));

            assertThat(heard)
                    .containsExactly(
                            "app ZkConnectedEvent", "app ContextClosedEvent", "app ZkLostEvent", "app Listener");
        }
    }

    @Nested
    class EachTransition {

        @Test
        void isOneEventInItsOrder() {
            runner.withBean(Listener.class, () -> new Listener("app")).run(context -> {
                fake.suspend();
                fake.reconnect();
                fake.suspend();
                fake.lose(LostReason.EXPIRED_BY_CLOCK);
                fake.connect();
                List<String> expected = List.of(
                                ZkConnectedEvent.class,
                                ZkSuspendedEvent.class,
                                ZkReconnectedEvent.class,
                                ZkSuspendedEvent.class,
                                ZkLostEvent.class,
                                ZkConnectedEvent.class)
                        .stream()
                        .map(type -> "app " + type.getSimpleName())
                        .toList();
                await().untilAsserted(() -> assertThat(heard).isEqualTo(expected));
            });
        }

        @Test
        void toFailedAuthenticationSaysSoAndWhoFoundOut() {
            List<ZkLostEvent> lost = new CopyOnWriteArrayList<>();
            runner.run(context -> {
                context.addApplicationListener(event -> {
                    if (event instanceof ZkLostEvent end) {
                        lost.add(end);
                    }
                });
                fake.lose(LostReason.AUTH_FAILED);
                await().until(() -> !lost.isEmpty());
                assertThat(lost.get(0).reason()).isEqualTo(ZkLostEvent.Reason.AUTH_FAILED);
                assertThat(lost.get(0).byServer()).isTrue();
                assertThat(lost.get(0).detached()).isFalse();
            });
        }

        @Test
        void isOneOfFourThatASwitchCanName() {
            assertThat(ZkConnectionEvent.class.isSealed()).isTrue();
            assertThat(ZkConnectionEvent.class.getPermittedSubclasses())
                    .containsExactlyInAnyOrder(
                            ZkConnectedEvent.class,
                            ZkReconnectedEvent.class,
                            ZkSuspendedEvent.class,
                            ZkLostEvent.class);
        }
    }
}
