package dev.zkspring.annotation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zkspring.boot.autoconfigure.ZkWatchAutoConfiguration;
import dev.zkspring.client.ZkClient;
import dev.zkspring.client.data.NodeData;
import dev.zkspring.client.data.Stat;
import dev.zkspring.client.data.WatchEvent;
import dev.zkspring.listener.FakeZooKeeper;
import dev.zkspring.listener.InvalidWatchMethodException;
import dev.zkspring.listener.ZkChildrenChange;
import java.io.Closeable;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.context.PropertyPlaceholderAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import tools.jackson.databind.json.JsonMapper;

class RefusedWatchMethodTest {

    private static final String ALLOWED = "Allowed parameters, each at most once, in any order: ";

    private final FakeZooKeeper zooKeeper = new FakeZooKeeper();

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

    private void assertRefused(Object bean, String... texts) {
        assertRefused(watching(bean), texts);
    }

    private static void assertRefused(ApplicationContextRunner runner, String... texts) {
        runner.run(context -> assertThat(context)
                .getFailure()
                .isInstanceOf(InvalidWatchMethodException.class)
                .hasMessageContaining(" of bean 'watching'")
                .hasMessageContainingAll(texts));
    }

    @Nested
    class OfData {

        @Test
        void primitivePayload() {
            class Watching {
                @ZkDataWatch("/node")
                void changed(int number) {}
            }
            assertRefused(
                    new Watching(),
                    Watching.class.getName() + ".changed(int)",
                    "parameter 1 (int number) is primitive",
                    ALLOWED);
        }

        @Test
        void secondStringWithoutPathAnnotation() {
            class Watching {
                @ZkDataWatch("/node")
                void changed(String path, String text) {}
            }
            assertRefused(
                    new Watching(),
                    "parameter 1 (java.lang.String path) and parameter 2 (java.lang.String text) both take the data",
                    "@ZkPath");
        }

        @Test
        void sameParameterTwice() {
            class Watching {
                @ZkDataWatch("/node")
                void changed(Stat before, Stat after) {}
            }
            assertRefused(new Watching(), "before) and parameter 2", "take the same");
        }

        @Test
        void pathThatIsNoString() {
            class Watching {
                @ZkDataWatch("/node")
                void changed(@ZkPath byte[] path) {}
            }
            assertRefused(new Watching(), "parameter 1 (byte[] path) has @ZkPath but is no String");
        }

        @Test
        void childrenChange() {
            class Watching {
                @ZkDataWatch("/node")
                void changed(ZkChildrenChange change) {}
            }
            assertRefused(new Watching(), "change) is for @ZkChildrenWatch", ALLOWED + "the data");
        }

        @Test
        void typeOfTheClientThatNoDataIsReadInto() {
            class Watching {
                @ZkDataWatch("/node")
                void changed(NodeData node) {}
            }
            assertRefused(new Watching(), "node) is nothing that data can be converted to");
        }

        @Test
        void optionalOfNothingInParticular() {
            class Watching {
                @SuppressWarnings("rawtypes")
                @ZkDataWatch("/node")
                void changed(Optional text) {}
            }
            assertRefused(new Watching(), "text) does not say what type of value it takes");
        }

        @Test
        void returnTypeThatIsNeitherVoidNorBoolean() {
            class Watching {
                @ZkDataWatch("/node")
                Boolean changed() {
                    return true;
                }
            }
            assertRefused(new Watching(), "it returns java.lang.Boolean (expected: void, or boolean");
        }

        @Test
        void typeThatNobodyConvertsToWithoutJackson() {
            class Watching {
                @ZkDataWatch("/node")
                void changed(Closeable payload) {}
            }
            assertRefused(
                    watching(new Watching()).withClassLoader(new FilteredClassLoader(JsonMapper.class)),
                    "nothing converts the node's data to java.io.Closeable",
                    "tools.jackson.core:jackson-databind",
                    "dev.zkspring.listener.ZkPayloadConverter");
        }
    }

    @Nested
    class OfChildren {

        @Test
        void listOfOtherThings() {
            class Watching {
                @ZkChildrenWatch("/node")
                void changed(List<Integer> numbers) {}
            }
            assertRefused(
                    new Watching(),
                    "parameter 1 (java.util.List<java.lang.Integer> numbers) is nothing that a watch of children can",
                    ALLOWED + "List<String>; ZkChildrenChange; WatchEvent");
        }

        @Test
        void stat() {
            class Watching {
                @ZkChildrenWatch("/node")
                void changed(List<String> names, WatchEvent event, Stat stat) {}
            }
            assertRefused(new Watching(), "parameter 3 (dev.zkspring.client.data.Stat stat) is nothing that");
        }
    }

    @Nested
    class OfAttributes {

        @Test
        void noPath() {
            class Watching {
                @ZkDataWatch
                void changed() {}
            }
            assertRefused(new Watching(), "it names no path");
        }

        @Test
        void invalidPath() {
            class Watching {
                @ZkDataWatch("node/")
                void changed() {}
            }
            assertRefused(new Watching(), "invalid path \"node/\": it must start with '/'");
        }

        @Test
        void unknownPlaceholder() {
            class Watching {
                @ZkDataWatch("/${missing.property}")
                void changed() {}
            }
            assertRefused(
                    watching(new Watching())
                            .withConfiguration(AutoConfigurations.of(PropertyPlaceholderAutoConfiguration.class)),
                    "\"/${missing.property}\" cannot be resolved",
                    "Set the property");
        }

        @Test
        void autoStartupThatIsNoBoolean() {
            class Watching {
                @ZkDataWatch(path = "/node", autoStartup = "perhaps")
                void changed() {}
            }
            assertRefused(new Watching(), "autoStartup is \"perhaps\"", "true or false");
        }

        @Test
        void unknownClient() {
            class Watching {
                @ZkDataWatch(path = "/node", client = "second")
                void changed() {}
            }
            assertRefused(
                    new Watching(),
                    "client = \"second\" is not the name of a usable bean of type dev.zkspring.client.ZkClient",
                    "Set client to one of: zkClient");
        }

        @Test
        void severalClientsAndNoneNamed() {
            class Watching {
                @ZkDataWatch("/node")
                void changed() {}
            }
            assertRefused(
                    watching(new Watching()).withBean("second", ZkClient.class, zooKeeper::client),
                    "there is no single or primary bean of type dev.zkspring.client.ZkClient",
                    "Set client to one of: zkClient, second");
        }

        @Test
        void unknownExecutor() {
            class Watching {
                @ZkDataWatch(path = "/node", executor = "zkClient")
                void changed() {}
            }
            assertRefused(
                    new Watching(),
                    "executor = \"zkClient\" is not the name of a usable bean of type java.util.concurrent.Executor",
                    "Set executor to one of: zkWatchExecutor");
        }

        @Test
        void unknownErrorHandler() {
            class Watching {
                @ZkDataWatch(path = "/node", errorHandler = "none")
                void changed() {}
            }
            assertRefused(
                    new Watching(),
                    "errorHandler = \"none\" is not the name of a usable bean of type"
                            + " dev.zkspring.client.watch.WatchErrorHandler",
                    "There is no bean of this type");
        }
    }
}
