package dev.zkspring.annotation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.zkspring.boot.autoconfigure.ZkWatchAutoConfiguration;
import dev.zkspring.client.ZkClient;
import dev.zkspring.listener.Calls;
import dev.zkspring.listener.DuplicateWatchIdException;
import dev.zkspring.listener.FakeZooKeeper;
import dev.zkspring.listener.ZkWatchContainer;
import dev.zkspring.listener.ZkWatchRegistry;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.annotation.AliasFor;

class WatchAttributesTest {

    private final FakeZooKeeper zooKeeper = new FakeZooKeeper();

    private final Calls calls = new Calls();

    @AfterEach
    void close() {
        zooKeeper.close();
    }

    private ApplicationContextRunner watching(Object bean) {
        return new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(ZkWatchAutoConfiguration.class))
                .withBean("zkClient", ZkClient.class, zooKeeper::client)
                .withBean("watching", Object.class, () -> bean);
    }

    private static List<String> paths(ZkWatchRegistry registry) {
        return registry.containers().stream().map(ZkWatchContainer::path).toList();
    }

    @Nested
    class Paths {

        @Test
        void placeholdersAndExpressionsAreReplaced() {
            class Watching {
                @ZkDataWatch({"/${app.name}/a", "#{'/' + environment['app.name'] + '/b'}"})
                void changed() {}
            }
            watching(new Watching())
                    .withPropertyValues("app.name=shop")
                    .run(context -> assertThat(paths(context.getBean(ZkWatchRegistry.class)))
                            .containsExactly("/shop/a", "/shop/b"));
        }

        @Test
        void expressionMayGiveSeveralAndEqualOnesCountOnce() {
            class Watching {
                @ZkDataWatch({"#{{'/a', '/b'}}", "#{new String[] {'/b', '/c'}}"})
                void changed() {}
            }
            watching(new Watching())
                    .run(context -> assertThat(paths(context.getBean(ZkWatchRegistry.class)))
                            .containsExactly("/a", "/b", "/c"));
        }

        @Test
        void repeatedAnnotationsEachWatch() {
            class Watching {
                @ZkDataWatch("/a")
                @ZkDataWatch("/b")
                @ZkChildrenWatch("/c")
                @ZkChildrenWatch("/d")
                void changed(@ZkPath String path) {
                    calls.add(path);
                }
            }
            zooKeeper.set("/c", "").set("/d", "");
            watching(new Watching()).run(context -> {
                assertThat(List.of(
                                calls.nextArgument(), calls.nextArgument(), calls.nextArgument(), calls.nextArgument()))
                        .containsExactlyInAnyOrder("/a", "/b", "/c", "/d");
                assertThat(context.getBean(ZkWatchRegistry.class).ids())
                        .containsExactlyInAnyOrder(
                                "watching#changed[0]",
                                "watching#changed[1]",
                                "watching#changed[2]",
                                "watching#changed[3]");
            });
        }

        @Test
        void metaAnnotationPassesAttributesOn() {
            class Watching {
                @ConfigWatch(node = "/config/shop")
                void changed(@ZkPath String path) {
                    calls.add(path);
                }
            }
            watching(new Watching()).run(context -> {
                assertThat(calls.nextArgument()).isEqualTo("/config/shop");
                assertThat(context.getBean(ZkWatchRegistry.class).ids()).containsExactly("config");
            });
        }

        @Test
        void overridingMethodsAnnotationReplacesTheOverriddenOne() {
            class Watching implements WatchingA {
                @Override
                @ZkDataWatch("/b")
                public void changed() {}
            }
            watching(new Watching())
                    .run(context -> assertThat(paths(context.getBean(ZkWatchRegistry.class)))
                            .containsExactly("/b"));
        }
    }

    @Nested
    class Ids {

        @Test
        void defaultIsBeanAndMethodName() {
            class Watching {
                @ZkDataWatch("/a")
                void first() {}

                @ZkChildrenWatch("/b")
                void second() {}
            }
            watching(new Watching())
                    .run(context -> assertThat(
                                    context.getBean(ZkWatchRegistry.class).ids())
                            .containsExactlyInAnyOrder("watching#first", "watching#second"));
        }

        @Test
        void overloadedMethodsGetAnIndexInTheOrderOfTheirSignatures() {
            class Watching {
                @ZkDataWatch("/text")
                void changed(String text) {}

                @ZkDataWatch("/bytes")
                void changed(byte[] bytes) {}
            }
            watching(new Watching()).run(context -> {
                ZkWatchRegistry registry = context.getBean(ZkWatchRegistry.class);
                assertThat(registry.containers("watching#changed[0]").get(0).path())
                        .isEqualTo("/bytes");
                assertThat(registry.containers("watching#changed[1]").get(0).path())
                        .isEqualTo("/text");
            });
        }

        @Test
        void givenIdIsResolvedAndSharedByItsPaths() {
            class Watching {
                @ZkDataWatch(
                        path = {"/a", "/b"},
                        id = "${watch.id}")
                void changed() {}
            }
            watching(new Watching()).withPropertyValues("watch.id=mine").run(context -> {
                ZkWatchRegistry registry = context.getBean(ZkWatchRegistry.class);
                assertThat(registry.containers("mine"))
                        .extracting(ZkWatchContainer::path)
                        .containsExactly("/a", "/b");
            });
        }

        @Test
        void duplicateStopsTheStartAndNamesBothMethods() {
            class Watching {
                @ZkDataWatch(path = "/a", id = "same")
                void first() {}

                @ZkDataWatch(path = "/b", id = "same")
                void second() {}
            }
            watching(new Watching())
                    .run(context -> assertThat(context)
                            .getFailure()
                            .isInstanceOf(DuplicateWatchIdException.class)
                            .hasMessageContainingAll("'same'", "first() of bean 'watching'", "second() of bean"));
        }
    }

    @Nested
    class AutoStartup {

        @Test
        void watchThatDoesNotStartItselfIsStartedById() {
            watching(new Quiet()).run(context -> {
                ZkWatchRegistry registry = context.getBean(ZkWatchRegistry.class);
                ZkWatchContainer container = registry.containers("quiet").get(0);
                assertThat(container.isRunning()).isFalse();
                registry.start("quiet");
                assertThat(container.isRunning()).isTrue();
                assertThat(calls.nextArgument()).isNull();
            });
        }

        @Test
        void propertyIsTheDefault() {
            class Watching {
                @ZkDataWatch(path = "/a", id = "default")
                void first() {}

                @ZkDataWatch(path = "/b", id = "own", autoStartup = "${start.b}")
                void second() {}
            }
            watching(new Watching())
                    .withPropertyValues("zk.watch.auto-startup=false", "start.b=true")
                    .run(context -> {
                        ZkWatchRegistry registry = context.getBean(ZkWatchRegistry.class);
                        assertThat(registry.containers("default").get(0).isRunning())
                                .isFalse();
                        assertThat(registry.containers("own").get(0).isRunning())
                                .isTrue();
                    });
        }

        class Quiet {
            @ZkDataWatch(path = "/node", id = "quiet", autoStartup = "false")
            void changed(String text) {
                calls.add(text);
            }
        }
    }

    @Nested
    class Initial {

        @Test
        void valueFoundAtTheStartIsSkippedOnRequest() {
            class Watching {
                @ZkDataWatch(path = "/node", initial = false)
                void changed(String text) {
                    calls.add(text);
                }
            }
            zooKeeper.set("/node", "old");
            watching(new Watching()).run(context -> {
                await().until(() -> zooKeeper.isWatched("/node"));
                zooKeeper.set("/node", "new");
                assertThat(calls.nextArgument()).isEqualTo("new");
            });
        }
    }

    @Nested
    class Stopping {

        @Test
        void falseStopsTheWatchAndTakesItOffTheServer() {
            class Watching {
                @ZkDataWatch(path = "/node", id = "once")
                boolean changed(String text) {
                    calls.add(text);
                    return !"last".equals(text);
                }
            }
            zooKeeper.set("/node", "first");
            watching(new Watching()).run(context -> {
                assertThat(calls.nextArgument()).isEqualTo("first");
                zooKeeper.set("/node", "last");
                assertThat(calls.nextArgument()).isEqualTo("last");
                ZkWatchContainer container = context.getBean(ZkWatchRegistry.class)
                        .containers("once")
                        .get(0);
                await().until(() -> !container.isRunning());
                await().until(() -> !zooKeeper.isWatched("/node"));
                assertThat(container.deliveries()).isEqualTo(2);
            });
        }
    }

    @Nested
    class Beans {

        @Test
        void namedClientIsWatched() {
            class Watching {
                @ZkDataWatch(path = "/node", client = "${which}")
                void changed(String text) {
                    calls.add(text);
                }
            }
            try (FakeZooKeeper second = new FakeZooKeeper()) {
                second.set("/node", "of the second");
                watching(new Watching())
                        .withBean("second", ZkClient.class, second::client)
                        .withPropertyValues("which=second")
                        .run(context -> assertThat(calls.nextArgument()).isEqualTo("of the second"));
            }
        }

        @Test
        void clientThatIsNoDefaultCandidateIsNotTakenUnasked() {
            class Watching {
                @ZkDataWatch("/node")
                void changed(String text) {
                    calls.add(text);
                }
            }
            try (FakeZooKeeper second = new FakeZooKeeper()) {
                zooKeeper.set("/node", "of the first");
                watching(new Watching())
                        .withBean(
                                "second",
                                ZkClient.class,
                                second::client,
                                definition -> ((AbstractBeanDefinition) definition).setDefaultCandidate(false))
                        .run(context -> assertThat(calls.nextArgument()).isEqualTo("of the first"));
            }
        }

        @Test
        void executorCallsTheMethod() {
            class Watching {
                @ZkDataWatch(path = "/node", executor = "mine")
                void changed(String text) {
                    calls.add(Thread.currentThread().getName(), text);
                }
            }
            ExecutorService threads = Executors.newFixedThreadPool(3, task -> new Thread(task, "mine"));
            watching(new Watching())
                    .withBean("mine", Executor.class, () -> threads)
                    .run(context -> {
                        assertThat(calls.next()).containsExactly("mine", null);
                        zooKeeper.set("/node", "a");
                        assertThat(calls.next()).containsExactly("mine", "a");
                    });
            threads.shutdown();
        }

        @Test
        void executorOfTheCallersThreadRunsOnACallbackThread() {
            class Watching {
                @ZkDataWatch(path = "/node", executor = "same")
                void changed() {
                    calls.add(Thread.currentThread().getName());
                }
            }
            watching(new Watching())
                    .withBean("same", Executor.class, () -> Runnable::run)
                    .run(context -> assertThat(calls.nextArgument()).isEqualTo(FakeZooKeeper.THREAD_NAME));
        }
    }

    @Retention(RetentionPolicy.RUNTIME)
    @ZkDataWatch(id = "config")
    @interface ConfigWatch {
        @AliasFor(annotation = ZkDataWatch.class, attribute = "path")
        String[] node();
    }

    interface WatchingA {
        @ZkDataWatch("/a")
        void changed();
    }
}
