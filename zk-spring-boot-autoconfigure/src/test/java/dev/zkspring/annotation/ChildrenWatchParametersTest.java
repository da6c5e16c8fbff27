package dev.zkspring.annotation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.zkspring.boot.autoconfigure.ZkWatchAutoConfiguration;
import dev.zkspring.client.ZkClient;
import dev.zkspring.client.data.WatchEvent;
import dev.zkspring.listener.Calls;
import dev.zkspring.listener.FakeZooKeeper;
import dev.zkspring.listener.ZkChildrenChange;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class ChildrenWatchParametersTest {

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

    @Test
    void listHoldsTheSortedNamesAndIsNullForADeletedNode() {
        class Watching {
            @ZkChildrenWatch("/members")
            void changed(List<String> names) {
                calls.add(names);
            }
        }
        zooKeeper.set("/members", "");
        watching(new Watching()).run(context -> {
            assertThat(calls.nextArgument()).isEqualTo(List.of());
            zooKeeper.set("/members/b", "");
            assertThat(calls.nextArgument()).isEqualTo(List.of("b"));
            zooKeeper.set("/members/a", "");
            assertThat(calls.nextArgument()).isEqualTo(List.of("a", "b"));
            zooKeeper.delete("/members");
            assertThat(calls.nextArgument()).isNull();
        });
    }

    @Test
    void missingNodeIsWaitedFor() {
        class Watching {
            @ZkChildrenWatch("/members")
            void changed(@ZkPath String path, List<String> names) {
                calls.add(path, names);
            }
        }
        watching(new Watching()).run(context -> {
            zooKeeper.set("/members", "");
            assertThat(calls.next()).containsExactly("/members", List.of());
        });
    }

    @Test
    void changeSaysWhatWasAddedAndRemovedAndWhetherTheNodeIsDeleted() {
        class Watching {
            @ZkChildrenWatch("/members")
            void changed(ZkChildrenChange change) {
                calls.add(change);
            }
        }
        zooKeeper.set("/members", "").set("/members/a", "");
        watching(new Watching()).run(context -> {
            assertThat(calls.nextArgument())
                    .isEqualTo(new ZkChildrenChange("/members", List.of("a"), List.of("a"), List.of(), false));
            zooKeeper.set("/members/b", "");
            assertThat(calls.nextArgument())
                    .isEqualTo(new ZkChildrenChange("/members", List.of("a", "b"), List.of("b"), List.of(), false));
            zooKeeper.delete("/members/a");
            assertThat(calls.nextArgument())
                    .isEqualTo(new ZkChildrenChange("/members", List.of("b"), List.of(), List.of("a"), false));
            zooKeeper.delete("/members");
            assertThat(calls.nextArgument())
                    .isEqualTo(new ZkChildrenChange("/members", List.of(), List.of(), List.of("b"), true));
        });
    }

    @Test
    void skippedInitialListIsWhatTheFirstChangeIsComparedWith() {
        class Watching {
            @ZkChildrenWatch(path = "/members", initial = false)
            void changed(ZkChildrenChange change) {
                calls.add(change);
            }
        }
        zooKeeper.set("/members", "").set("/members/a", "");
        watching(new Watching()).run(context -> {
            waitUntilWatched("/members");
            zooKeeper.set("/members/b", "");
            assertThat(calls.nextArgument())
                    .isEqualTo(new ZkChildrenChange("/members", List.of("a", "b"), List.of("b"), List.of(), false));
        });
    }

    @Test
    void missingNodeIsWhatTheFirstListIsComparedWithWhenTheInitialCallIsSkipped() {
        class Watching {
            @ZkChildrenWatch(path = "/members", initial = false)
            void changed(ZkChildrenChange change) {
                calls.add(change);
            }
        }
        watching(new Watching()).run(context -> {
            waitUntilWatched("/members");
            zooKeeper.set("/members", "");
            assertThat(calls.nextArgument())
                    .isEqualTo(new ZkChildrenChange("/members", List.of(), List.of(), List.of(), false));
        });
    }

    @Test
    void eventAndOptionalListAreAllowed() {
        class Watching {
            @ZkChildrenWatch("/members")
            void changed(Optional<List<String>> names, WatchEvent event) {
                calls.add(names, event == null ? null : event.type());
            }
        }
        zooKeeper.set("/members", "");
        watching(new Watching()).run(context -> {
            assertThat(calls.next()).containsExactly(Optional.of(List.of()), null);
            zooKeeper.delete("/members");
            assertThat(calls.next()).containsExactly(Optional.empty(), WatchEvent.Type.NODE_DELETED);
        });
    }

    private void waitUntilWatched(String path) {
        await().until(() -> zooKeeper.isWatched(path));
    }
}
