package dev.zkspring.annotation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zkspring.boot.autoconfigure.ZkWatchAutoConfiguration;
import dev.zkspring.client.ZkClient;
import dev.zkspring.client.data.Stat;
import dev.zkspring.client.data.WatchEvent;
import dev.zkspring.listener.Calls;
import dev.zkspring.listener.FakeZooKeeper;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class DataWatchParametersTest {

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

    @Nested
    class Payload {

        @Test
        void bytesAreTheDataAsItIs() {
            class Watching {
                @ZkDataWatch("/node")
                void changed(byte[] data) {
                    calls.add((Object) data);
                }
            }
            zooKeeper.set("/node", new byte[] {1, 0, -1});
            watching(new Watching())
                    .run(context -> assertThat(calls.nextArgument()).isEqualTo(new byte[] {1, 0, -1}));
        }

        @Test
        void stringIsReadAsUtf8() {
            zooKeeper.set("/node", "grüße".getBytes(StandardCharsets.UTF_8));
            watching(new TextWatching())
                    .run(context -> assertThat(calls.nextArgument()).isEqualTo("grüße"));
        }

        @Test
        void emptyDataIsAnEmptyString() {
            zooKeeper.set("/node", "");
            watching(new TextWatching())
                    .run(context -> assertThat(calls.nextArgument()).isEqualTo(""));
        }

        @Test
        void nullDataIsNull() {
            zooKeeper.set("/node", (byte[]) null);
            watching(new TextWatching())
                    .run(context -> assertThat(calls.nextArgument()).isNull());
        }

        @Test
        void missingNodeIsNullThenItsCreationAndDeletionAreSeen() {
            watching(new TextWatching()).run(context -> {
                assertThat(calls.nextArgument()).isNull();
                zooKeeper.set("/node", "here");
                assertThat(calls.nextArgument()).isEqualTo("here");
                zooKeeper.delete("/node");
                assertThat(calls.nextArgument()).isNull();
            });
        }

        @Test
        void simpleTypesComeFromTheConversionService() {
            class Watching {
                @ZkDataWatch("/number")
                void number(Integer number) {
                    calls.add(number);
                }

                @ZkDataWatch("/duration")
                void duration(Duration duration) {
                    calls.add(duration);
                }
            }
            zooKeeper.set("/number", "42\n").set("/duration", "15s");
            watching(new Watching())
                    .run(context -> assertThat(List.of(calls.nextArgument(), calls.nextArgument()))
                            .containsExactlyInAnyOrder(42, Duration.ofSeconds(15)));
        }

        @Test
        void recordIsReadAsJsonThoughAConstructorTakesItsText() {
            class Watching {
                @ZkDataWatch("/node")
                void changed(Banner banner) {
                    calls.add(banner);
                }
            }
            zooKeeper.set("/node", "{\"text\":\"hello\"}");
            watching(new Watching())
                    .run(context -> assertThat(calls.nextArgument()).isEqualTo(new Banner("hello")));
        }

        @Test
        void genericTypesAreReadAsJson() {
            class Watching {
                @ZkDataWatch("/node")
                void changed(Map<String, List<Banner>> banners) {
                    calls.add(banners);
                }
            }
            zooKeeper.set("/node", "{\"de\":[{\"text\":\"hallo\"}]}");
            watching(new Watching())
                    .run(context ->
                            assertThat(calls.nextArgument()).isEqualTo(Map.of("de", List.of(new Banner("hallo")))));
        }

        @Test
        void typeVariableIsWhatTheBeansClassMakesOfIt() {
            class Watching extends GenericWatching<Banner> {}
            zooKeeper.set("/node", "{\"text\":\"hello\"}");
            watching(new Watching())
                    .run(context -> assertThat(calls.nextArgument()).isEqualTo(new Banner("hello")));
        }

        @Test
        void emptyDataIsNullForJson() {
            class Watching {
                @ZkDataWatch("/node")
                void changed(Banner banner) {
                    calls.add(banner);
                }
            }
            zooKeeper.set("/node", "");
            watching(new Watching())
                    .run(context -> assertThat(calls.nextArgument()).isNull());
        }

        class TextWatching {
            @ZkDataWatch("/node")
            void changed(String text) {
                calls.add(text);
            }
        }

        class GenericWatching<T> {
            @ZkDataWatch("/node")
            void changed(T payload) {
                calls.add(payload);
            }
        }
    }

    @Nested
    class Others {

        @Test
        void allParametersMayStandInAnyOrder() {
            class Watching {
                @ZkDataWatch("/node")
                void changed(@ZkPath String path, WatchEvent event, Stat stat, String text) {
                    calls.add(path, event == null ? null : event.type(), stat.version(), text);
                }
            }
            zooKeeper.set("/node", "a");
            watching(new Watching()).run(context -> {
                assertThat(calls.next()).containsExactly("/node", null, 0, "a");
                zooKeeper.set("/node", "b");
                assertThat(calls.next()).containsExactly("/node", WatchEvent.Type.NODE_DATA_CHANGED, 1, "b");
            });
        }

        @Test
        void methodMayTakeNothing() {
            class Watching {
                @ZkDataWatch("/node")
                void changed() {
                    calls.add();
                }
            }
            watching(new Watching()).run(context -> assertThat(calls.next()).isEmpty());
        }

        @Test
        void optionalsAreEmptyForAMissingNode() {
            watching(new OptionalWatching()).run(context -> {
                assertThat(calls.next()).containsExactly(Optional.empty(), Optional.empty(), Optional.empty());
                zooKeeper.set("/node", "7");
                List<Object> call = calls.next();
                assertThat(call.get(0)).isEqualTo(Optional.of(7));
                assertThat((Optional<?>) call.get(1)).get().isInstanceOf(Stat.class);
                assertThat((Optional<?>) call.get(2)).get().isInstanceOf(WatchEvent.class);
            });
        }

        @Test
        void pathOfAnOverriddenMethodsParameterCounts() {
            watching(new FromInterface())
                    .run(context -> assertThat(calls.nextArgument()).isEqualTo("/node"));
        }

        class OptionalWatching {
            @ZkDataWatch("/node")
            void changed(Optional<Integer> number, Optional<Stat> stat, Optional<WatchEvent> event) {
                calls.add(number, stat, event);
            }
        }

        class FromInterface implements WatchingPath {
            @Override
            public void changed(String path) {
                calls.add(path);
            }
        }
    }

    public record Banner(String text) {}

    interface WatchingPath {
        @ZkDataWatch("/node")
        void changed(@ZkPath String path);
    }
}
