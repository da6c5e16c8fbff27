package dev.zkspring.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.zkspring.annotation.ZkDataWatch;
import dev.zkspring.boot.autoconfigure.ZkWatchAutoConfiguration;
import dev.zkspring.client.ZkClient;
import dev.zkspring.client.error.NoAuthException;
import dev.zkspring.client.watch.WatchErrorHandler;
import dev.zkspring.event.ZkWatchFailedEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationListener;

@ExtendWith(OutputCaptureExtension.class)
class WatchFailuresTest {

    private final FakeZooKeeper zooKeeper = new FakeZooKeeper();

    private final Calls calls = new Calls();

    private final Calls events = new Calls();

    @AfterEach
    void close() {
        zooKeeper.close();
    }

    private ApplicationContextRunner watching(Object bean) {
        return new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(ZkWatchAutoConfiguration.class))
                .withBean(ZkClient.class, zooKeeper::client)
                .withBean("events", EventListener.class, () -> event -> events.add(event))
                .withBean("watching", Object.class, () -> bean);
    }

    private ZkWatchFailedEvent nextEvent() throws InterruptedException {
        return (ZkWatchFailedEvent) events.nextArgument();
    }

    @Test
    void methodThatThrowsIsLoggedWithItsStackAndPublishedAndCalledAgain(CapturedOutput output) {
        zooKeeper.set("/node", "bad");
        watching(new Picky()).run(context -> {
            ZkWatchFailedEvent event = nextEvent();
            assertThat(event.watchId()).isEqualTo("picky");
            assertThat(event.path()).isEqualTo("/node");
            assertThat(event.clientName()).isEqualTo("fake");
            assertThat(event.error()).isInstanceOf(IllegalStateException.class).hasMessage("too bad");
            ZkWatchContainer container =
                    context.getBean(ZkWatchRegistry.class).containers("picky").get(0);
            assertThat(event.getSource()).isSameAs(container);
            assertThat(container.lastError()).isSameAs(event.error());
            assertThat(container.deliveries()).isZero();
            assertThat(output)
                    .contains(
                            "Picky.changed(String) of bean 'watching', watch picky of /node, threw",
                            "at " + Picky.class.getName() + ".changed");
            zooKeeper.set("/node", "good");
            assertThat(calls.nextArgument()).isEqualTo("good");
            await().until(() -> container.deliveries() == 1 && container.lastDelivery() != null);
        });
    }

    @Test
    void errorOfTheMachineIsReportedToo(CapturedOutput output) {
        class Endless {
            @ZkDataWatch(path = "/node", id = "endless")
            void changed() {
                throw new StackOverflowError("expected");
            }
        }
        watching(new Endless()).run(context -> {
            ZkWatchFailedEvent event = nextEvent();
            assertThat(event.error()).isInstanceOf(StackOverflowError.class);
            assertThat(context.getBean(ZkWatchRegistry.class).containers("endless"))
                    .first()
                    .extracting(ZkWatchContainer::lastError)
                    .isSameAs(event.error());
            assertThat(output).contains("watch endless of /node, threw", "StackOverflowError: expected");
        });
    }

    @Test
    void errorHandlerIsToldInsteadOfTheLog(CapturedOutput output) {
        class Watching {
            @ZkDataWatch(path = "/node", errorHandler = "handler")
            void changed() {
                throw new IllegalStateException("expected");
            }
        }
        watching(new Watching())
                .withBean("handler", WatchErrorHandler.class, () -> calls::add)
                .run(context -> {
                    ZkWatchFailedEvent event = nextEvent();
                    assertThat(calls.next()).containsExactly("/node", event.error());
                    assertThat(output).doesNotContain("expected");
                });
    }

    @Test
    void onlyErrorHandlerIsTheDefault(CapturedOutput output) {
        watching(new Failing())
                .withBean("handler", WatchErrorHandler.class, () -> calls::add)
                .run(context -> {
                    assertThat(calls.next())
                            .containsExactly("/node", nextEvent().error());
                    assertThat(output).doesNotContain("expected");
                });
    }

    @Test
    void errorHandlersOfWhichNoneIsPrimaryAreForThoseWhoNameThem(CapturedOutput output) {
        watching(new Failing())
                .withBean("one", WatchErrorHandler.class, () -> calls::add)
                .withBean("two", WatchErrorHandler.class, () -> calls::add)
                .run(context -> {
                    assertThat(nextEvent().error()).hasMessage("expected");
                    assertThat(calls.isEmpty()).isTrue();
                    assertThat(output).contains("expected");
                });
    }

    @Test
    void errorHandlerThatThrowsDoesNotKeepTheEventBack(CapturedOutput output) {
        class Watching {
            @ZkDataWatch(path = "/node", errorHandler = "handler")
            void changed() {
                throw new IllegalStateException("expected");
            }
        }
        WatchErrorHandler broken = (path, error) -> {
            throw new StackOverflowError("broken handler");
        };
        watching(new Watching())
                .withBean("handler", WatchErrorHandler.class, () -> broken)
                .run(context -> {
                    assertThat(nextEvent().error()).hasMessage("expected");
                    assertThat(output).contains("broken handler");
                });
    }

    @Test
    void failedConversionNamesPathAndTypeButNotTheData(CapturedOutput output) {
        class Watching {
            @ZkDataWatch("/node")
            void changed(Integer number) {
                calls.add(number);
            }
        }
        zooKeeper.set("/node", "s3cret");
        watching(new Watching()).run(context -> {
            Throwable error = nextEvent().error();
            assertThat(error)
                    .isInstanceOf(ZkPayloadConversionException.class)
                    .hasMessageStartingWith(
                            "The 6 bytes of /node could not be converted to java.lang.Integer: org.springframework")
                    .hasNoCause();
            zooKeeper.set("/node", "1");
            assertThat(calls.nextArgument()).isEqualTo(1);
            assertThat(output)
                    .contains("Watch watching#changed of /node failed and goes on", "java.lang.Integer")
                    .doesNotContain("s3cret");
        });
    }

    @Test
    void unreadableNodeIsReportedAndReadWhenThatIsAllowed(CapturedOutput output) {
        class Watching {
            @ZkDataWatch("/node")
            void changed(String text) {
                calls.add(text);
            }
        }
        zooKeeper.set("/node", "text");
        zooKeeper.forbid("/node");
        watching(new Watching()).run(context -> {
            assertThat(nextEvent().error()).isInstanceOf(NoAuthException.class);
            assertThat(output)
                    .contains("Watch watching#changed of /node failed and goes on: " + NoAuthException.class.getName())
                    .doesNotContain("\tat ");
            zooKeeper.allow("/node");
            assertThat(calls.nextArgument()).isEqualTo("text");
        });
    }

    interface EventListener extends ApplicationListener<ZkWatchFailedEvent> {}

    static class Failing {
        @ZkDataWatch("/node")
        void changed() {
            throw new IllegalStateException("expected");
        }
    }

    class Picky {
        @ZkDataWatch(path = "/node", id = "picky")
        void changed(String text) {
            if ("bad".equals(text)) {
                throw new IllegalStateException("too bad");
            }
            calls.add(text);
        }
    }
}
