package dev.zkspring.client.watch;

import static dev.zkspring.client.data.WatchEvent.Type.NODE_CREATED;
import static dev.zkspring.client.data.WatchEvent.Type.NODE_DATA_CHANGED;
import static dev.zkspring.client.data.WatchEvent.Type.NODE_DELETED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class TreeCacheTest extends TreeCacheRig {

    @Nested
    class FirstCopy {

        @Test
        void parentsComeBeforeChildrenAndTheEndIsTold() {
            start();
            assertThat(cache.isInitialized()).isFalse();
            fake.expect("get").succeed(node(1, 0, 1));
            fake.expect("getChildren").succeed(List.of("a"));
            fake.expect("get", "/node/a").succeed(node(2, 0, 1));
            assertThat(cache.initialized()).isNotDone();
            fake.expect("getChildren", "/node/a").succeed(List.of("x"));
            fake.expect("get", "/node/a/x").succeed(leaf(3));

            assertThat(events).containsExactly("ADDED /node", "ADDED /node/a", "ADDED /node/a/x", "INITIALIZED /node");
            assertThat(cache.initialized()).isCompleted();
            assertThat(cache.isInitialized()).isTrue();
            fake.expectNothing();
        }

        @Test
        void missingRootIsAnEmptyCacheThatSeesTheCreation() {
            start();
            fake.expect("get").refuse(NO_NODE);
            assertThat(events).containsExactly("INITIALIZED /node");
            assertThat(cache.size()).isZero();
            fake.armed.fire(NODE_CREATED);
            fake.expect("get").succeed(leaf(1));

            assertThat(events).last().isEqualTo("ADDED /node");
        }

        @Test
        void nodeThatIsGoneBeforeItIsReadIsLeftOut() {
            start();
            fake.expect("get").succeed(node(1, 0, 1));
            fake.expect("getChildren").succeed(List.of("a"));
            fake.expect("get", "/node/a").refuse(NO_NODE);

            assertThat(events).containsExactly("ADDED /node", "INITIALIZED /node");
        }

        @Test
        void neverAreMoreReadsInFlightThanTheLimit() {
            start();
            int many = Visits.MAX_IN_FLIGHT + 50;
            fake.expect("get").succeed(node(1, 0, many));
            fake.expect("getChildren")
                    .succeed(IntStream.range(0, many).mapToObj(i -> "c" + i).toList());
            assertThat(fake.waiting()).isEqualTo(Visits.MAX_IN_FLIGHT);
            IntStream.range(0, many)
                    .forEach(i -> fake.expect("get", "/node/c" + i).succeed(leaf(10 + i)));

            assertThat(cache.size()).isEqualTo(many + 1);
            assertThat(cache.isInitialized()).isTrue();
        }

        @Test
        void unconnectedClientIsWaitedFor() throws Exception {
            fake.connected = false;
            start();
            fake.expectNothing();
            fake.connected = true;
            fake.announceConnected();
            fake.expect("get").succeed(leaf(1));

            assertThat(cache.isInitialized()).isTrue();
        }
    }

    @Nested
    class Changes {

        @Test
        void changedDataIsReadAndReported() {
            startWithTwoLeaves();
            fake.armed.fire(NODE_DATA_CHANGED, "/node/a");
            fake.expect("get", "/node/a").succeed(node(2, 1, 0));

            assertThat(events).last().isEqualTo("UPDATED /node/a");
            assertThat(cache.get("/node/a")).isEqualTo(node(2, 1, 0));
        }

        @Test
        void deletedSubtreeIsRemovedFromBelow() {
            startWithTwoLeaves();
            fake.armed.fire(NODE_DELETED, "/node");
            fake.expect("exists").succeed(null);

            assertThat(events.subList(4, 7)).containsExactly("REMOVED /node/b", "REMOVED /node/a", "REMOVED /node");
            assertThat(cache.size()).isZero();
        }

        @Test
        void newIncarnationIsARemovalAndAnAddition() {
            startWithTwoLeaves();
            fake.armed.fire(NODE_DELETED, "/node/a");
            fake.expect("exists", "/node/a").succeed(node(9, 0, 0).stat());
            fake.expect("get", "/node/a").succeed(leaf(9));

            assertThat(events.subList(4, 6)).containsExactly("REMOVED /node/a", "ADDED /node/a");
        }

        @Test
        void eventsOfOnePathThatPileUpAreOneRead() {
            start();
            FakeClient.Read first = fake.expect("get");
            fake.armed.fire(NODE_DATA_CHANGED);
            fake.armed.fire(NODE_DATA_CHANGED);
            fake.armed.fire(NODE_DATA_CHANGED);
            fake.expectNothing();
            first.succeed(node(1, 1, 0));
            fake.expect("get").succeed(node(1, 4, 0));

            assertThat(events).containsExactly("ADDED /node", "INITIALIZED /node", "UPDATED /node");
            fake.expectNothing();
        }

        @Test
        void childCreatedWhileItsNewParentIsBeingReadIsNotMissed() {
            startWithTwoLeaves();
            fake.armed.fire(NODE_CREATED, "/node/c");
            FakeClient.Read parent = fake.expect("get", "/node/c");
            fake.armed.fire(NODE_CREATED, "/node/c/x");
            parent.succeed(leaf(7));
            fake.expect("exists", "/node/c").succeed(node(7, 0, 1).stat());
            fake.expect("getChildren", "/node/c").succeed(List.of("x"));
            fake.expect("get", "/node/c/x").succeed(leaf(8));

            assertThat(cache.children("/node/c")).containsExactly("x");
        }

        @Test
        void eventsBesideTheTreeAreIgnored() {
            startWithTwoLeaves();
            fake.armed.fire(NODE_CREATED, "/nodes");
            fake.armed.fire(NODE_CREATED, "/node/nowhere/x");

            fake.expectNothing();
        }

        @Test
        void listenerThatThrowsIsReportedAndTheCacheGoesOn() {
            RuntimeException failure = new RuntimeException("x");
            cache = new TreeCacheBuilder(fake.client, "/node", fake::addRecursive)
                    .errorHandler((path, error) -> {
                        errors.add(error);
                        throw failure;
                    })
                    .start(event -> {
                        throw failure;
                    });
            fake.expect("get").succeed(node(1, 0, 1));
            fake.expect("getChildren").succeed(List.of("a"));
            fake.expect("get", "/node/a").succeed(leaf(2));

            assertThat(cache.size()).isEqualTo(2);
            assertThat(errors).containsExactly(failure, failure, failure);
        }
    }

    @Nested
    class Settings {

        @Test
        void depthEndsTheTree() {
            start(builder -> builder.maxDepth(1));
            fake.expect("get").succeed(node(1, 0, 1));
            fake.expect("getChildren").succeed(List.of("a"));
            fake.expect("get", "/node/a").succeed(node(2, 0, 3));
            fake.armed.fire(NODE_CREATED, "/node/a/x");

            assertThat(cache.isInitialized()).isTrue();
            fake.expectNothing();
        }

        @Test
        void filterExcludesNodesAndWhatIsBelowThem() {
            start(builder -> builder.filter(path -> !path.endsWith("b")));
            fake.expect("get").succeed(node(1, 0, 2));
            fake.expect("getChildren").succeed(List.of("a", "b"));
            fake.expect("get", "/node/a").succeed(leaf(2));
            fake.armed.fire(NODE_CREATED, "/node/b");
            fake.armed.fire(NODE_CREATED, "/node/b/x");

            assertThat(cache.paths()).containsExactly("/node", "/node/a");
            fake.expectNothing();
        }

        @Test
        void withoutDataOnlyStatsAreRead() {
            start(builder -> builder.cacheData(false));
            fake.expect("exists").succeed(leaf(1).stat());
            fake.armed.fire(NODE_DATA_CHANGED);
            fake.expect("exists").succeed(node(1, 1, 0).stat());

            assertThat(cache.stat("/node")).isEqualTo(node(1, 1, 0).stat());
            assertThat(cache.get("/node").data()).isNull();
            assertThat(events).last().isEqualTo("UPDATED /node");
        }

        @Test
        void nonsenseIsRefused() {
            TreeCacheBuilder builder = TreeCache.on(fake.client, "/node");
            assertThatIllegalArgumentException().isThrownBy(() -> builder.maxDepth(-1));
            assertThatIllegalArgumentException().isThrownBy(() -> TreeCache.on(fake.client, "node"));
        }
    }

    @Nested
    class Queries {

        @Test
        void answerFromTheCopy() {
            startWithTwoLeaves();
            List<String> seen = new ArrayList<>();
            cache.forEach((path, node) -> seen.add(path + node.stat().czxid()));

            assertThat(seen).containsExactly("/node1", "/node/a2", "/node/b3");
            assertThat(cache.children("/node")).containsExactly("a", "b");
            assertThat(cache.children("/node/a")).isEmpty();
            assertThat(cache.size()).isEqualTo(3);
            assertThat(cache.path()).isEqualTo("/node");
        }

        @Test
        void knowNothingBesideTheTree() {
            startWithTwoLeaves();
            for (String path : List.of("/", "/nod", "/nodes", "/node/", "/node/c", "/node/a/x", "/nodex/a")) {
                assertThat(cache.get(path)).as(path).isNull();
                assertThat(cache.children(path)).as(path).isNull();
                assertThat(cache.stat(path)).as(path).isNull();
            }
        }

        @Test
        void giveArraysThatAreTheCallersOwn() {
            startWithTwoLeaves();
            cache.get("/node/a").data()[0] = 99;

            assertThat(cache.get("/node/a")).isEqualTo(leaf(2));
        }
    }

    @Nested
    class Closing {

        @Test
        void endsTheWatchAndForgetsTheCopy() {
            startWithTwoLeaves();
            cache.close();
            cache.close();
            fake.expectNothing();
            fake.armed.fire(NODE_DATA_CHANGED, "/node/a");

            assertThat(cache.isClosed()).isTrue();
            assertThat(cache.size()).isZero();
            assertThat(cache.paths()).isEmpty();
            assertThat(fake.closedWatches).isEqualTo(1);
            assertThat(fake.listeners).isEmpty();
            fake.expectNothing();
        }

        @Test
        void cancelsTheWaitForTheFirstCopy() {
            start();
            cache.close();

            assertThatExceptionOfType(CompletionException.class)
                    .isThrownBy(() -> cache.initialized().join())
                    .withCauseInstanceOf(CancellationException.class);
            assertThat(cache.isInitialized()).isFalse();
        }

        @Test
        void readUnderWayArmsNothingBehindIt() {
            fake.recursive = false;
            start();
            FakeClient.Read read = fake.expect("get");
            cache.close();
            fake.expectNothing();
            assertThat(fake.removed).isEmpty();
            read.succeed(leaf(1));

            assertThat(fake.removed).containsExactly("/node");
            assertThat(events).isEmpty();
            fake.expectNothing();
        }
    }
}
