package dev.zkspring.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import dev.zkspring.annotation.ZkDataWatch;
import dev.zkspring.boot.autoconfigure.ZkWatchAutoConfiguration;
import dev.zkspring.client.ZkClient;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.context.LifecycleAutoConfiguration;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.SmartLifecycle;

class ZkWatchRegistryTest {

    private final FakeZooKeeper zooKeeper = new FakeZooKeeper();

    private final Calls calls = new Calls();

    @AfterEach
    void close() {
        zooKeeper.close();
    }

    private ApplicationContextRunner watching(Object bean) {
        return new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(ZkWatchAutoConfiguration.class))
                .withBean(ZkClient.class, zooKeeper::client)
                .withBean("watching", Object.class, () -> bean);
    }

    private static ZkWatchContainer only(AssertableApplicationContext context) {
        return context.getBean(ZkWatchRegistry.class).containers().get(0);
    }

    @Nested
    class ById {

        @Test
        void stoppedWatchLeavesTheServerAndARestartedOneBeginsWithThePresentValue() {
            watching(new Recording()).run(context -> {
                ZkWatchRegistry registry = context.getBean(ZkWatchRegistry.class);
                assertThat(calls.nextArgument()).isNull();
                registry.stop("recording");
                assertThat(only(context).isRunning()).isFalse();
                await().until(() -> !zooKeeper.isWatched("/node"));
                zooKeeper.set("/node", "meanwhile");
                registry.start("recording");
                assertThat(calls.nextArgument()).isEqualTo("meanwhile");
            });
        }

        @Test
        void unknownIdIsRefusedNamingTheKnownOnes() {
            watching(new Recording())
                    .run(context -> assertThatIllegalArgumentException()
                            .isThrownBy(
                                    () -> context.getBean(ZkWatchRegistry.class).start("other"))
                            .withMessage("no watch has the id 'other'; there are: recording"));
        }
    }

    @Nested
    class WithTheContext {

        @Test
        void stopAndStartOfTheContextRestartTheWatches() {
            watching(new Recording()).run(context -> {
                assertThat(calls.nextArgument()).isNull();
                ConfigurableApplicationContext lifecycle = context.getSourceApplicationContext();
                lifecycle.stop();
                assertThat(only(context).isRunning()).isFalse();
                lifecycle.start();
                assertThat(calls.nextArgument()).isNull();
                assertThat(only(context).isRunning()).isTrue();
            });
        }

        @Test
        void pauseKeepsTheWatches() {
            watching(new Recording()).run(context -> {
                ConfigurableApplicationContext lifecycle = context.getSourceApplicationContext();
                lifecycle.pause();
                assertThat(only(context).isRunning()).isTrue();
                lifecycle.restart();
            });
        }

        @Test
        void closeWaitsForACallThatRuns() {
            CountDownLatch entered = new CountDownLatch(1);
            CountDownLatch goOn = new CountDownLatch(1);
            AtomicReference<String> order = new AtomicReference<>("");
            class Slow {
                @ZkDataWatch("/node")
                void changed() throws InterruptedException {
                    entered.countDown();
                    goOn.await(10, TimeUnit.SECONDS);
                    order.accumulateAndGet("call ended, ", String::concat);
                }
            }
            watching(new Slow()).run(context -> {
                assertThat(entered.await(10, TimeUnit.SECONDS)).isTrue();
                ZkWatchContainer container = only(context);
                ConfigurableApplicationContext closing = context.getSourceApplicationContext();
                CompletableFuture<Void> closed = CompletableFuture.runAsync(() -> {
                    closing.close();
                    order.accumulateAndGet("context closed", String::concat);
                });
                await().until(() -> !container.isRunning());
                assertThat(closed).isNotDone();
                goOn.countDown();
                closed.get(10, TimeUnit.SECONDS);
                assertThat(order).hasValue("call ended, context closed");
            });
        }

        @Test
        void closeWaitsNoLongerThanThePhaseMayTake() {
            CountDownLatch entered = new CountDownLatch(1);
            CountDownLatch goOn = new CountDownLatch(1);
            class Endless {
                @ZkDataWatch("/node")
                void changed() throws InterruptedException {
                    entered.countDown();
                    goOn.await();
                    calls.add("ended");
                }
            }
            watching(new Endless())
                    .withConfiguration(AutoConfigurations.of(LifecycleAutoConfiguration.class))
                    .withPropertyValues("spring.lifecycle.timeout-per-shutdown-phase=20ms")
                    .run(context -> {
                        assertThat(entered.await(10, TimeUnit.SECONDS)).isTrue();
                        context.getSourceApplicationContext().close();
                        assertThat(calls.isEmpty()).isTrue();
                        goOn.countDown();
                        assertThat(calls.nextArgument()).isEqualTo("ended");
                    });
        }

        @Test
        void watchMethodMayCloseTheContext() {
            CompletableFuture<ConfigurableApplicationContext> closing = new CompletableFuture<>();
            class Closing {
                @ZkDataWatch("/node")
                void changed() throws Exception {
                    closing.get(10, TimeUnit.SECONDS).close();
                    calls.add("closed");
                }
            }
            watching(new Closing())
                    .withConfiguration(AutoConfigurations.of(LifecycleAutoConfiguration.class))
                    .withPropertyValues("spring.lifecycle.timeout-per-shutdown-phase=1h")
                    .run(context -> {
                        closing.complete(context.getSourceApplicationContext());
                        assertThat(calls.nextArgument()).isEqualTo("closed");
                    });
        }

        @Test
        void noCallBeginsAfterTheStop() {
            watching(new Recording()).run(context -> {
                assertThat(calls.nextArgument()).isNull();
                context.getBean(ZkWatchRegistry.class).stop();
                zooKeeper.set("/node", "unseen");
                context.getBean(ZkWatchRegistry.class).start();
                assertThat(calls.nextArgument()).isEqualTo("unseen");
                assertThat(calls.isEmpty()).isTrue();
            });
        }
    }

    @Nested
    class Jvm {

        @Test
        void isKeptAliveByARunningWatchOnly() {
            watching(new Recording()).run(context -> {
                await().until(() -> keepAliveThreads() == 1);
                context.getBean(ZkWatchRegistry.class).stop("recording");
                await().until(() -> keepAliveThreads() == 0);
                context.getBean(ZkWatchRegistry.class).start("recording");
                await().until(() -> keepAliveThreads() == 1);
            });
            await().until(() -> keepAliveThreads() == 0);
        }

        @Test
        void isNotKeptAliveWithoutWatches() {
            watching(new Object()).run(context -> await().until(() -> keepAliveThreads() == 0));
        }

        @Test
        void isNotKeptAliveByAWatchThatStoppedItself() {
            class Once {
                @ZkDataWatch("/node")
                boolean changed() {
                    return false;
                }
            }
            watching(new Once()).run(context -> await().until(() -> keepAliveThreads() == 0));
        }

        @Test
        void isNotKeptAliveByAContextThatFailsAfterTheWatchesStarted() {
            SmartLifecycle failing = mock(SmartLifecycle.class);
            when(failing.isAutoStartup()).thenReturn(true);
            when(failing.getPhase()).thenReturn(Integer.MAX_VALUE);
            doAnswer(call -> {
                        calls.next();
                        throw new IllegalStateException("expected");
                    })
                    .when(failing)
                    .start();
            watching(new Recording())
                    .withBean(SmartLifecycle.class, () -> failing)
                    .run(context -> {
                        assertThat(context).getFailure().hasRootCauseMessage("expected");
                        await().until(() -> keepAliveThreads() == 0);
                    });
        }

        private long keepAliveThreads() {
            return Thread.getAllStackTraces().keySet().stream()
                    .filter(thread -> thread.getName().equals(KeepAlive.THREAD_NAME) && !thread.isDaemon())
                    .count();
        }
    }

    class Recording {
        @ZkDataWatch(path = "/node", id = "recording")
        void changed(String text) {
            calls.add(text);
        }
    }
}
