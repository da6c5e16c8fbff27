package dev.zkspring.client.watch;

import static dev.zkspring.client.data.WatchEvent.Type.NODE_CHILDREN_CHANGED;
import static dev.zkspring.client.data.WatchEvent.Type.NODE_CREATED;
import static dev.zkspring.client.data.WatchEvent.Type.NODE_DATA_CHANGED;
import static dev.zkspring.client.data.WatchEvent.Type.NODE_DELETED;
import static dev.zkspring.client.data.WatchEvent.Type.RESYNC;
import static dev.zkspring.client.data.WatchEvent.Type.SESSION_LOST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.zkspring.client.data.Stat;
import dev.zkspring.client.error.ErrorCode;
import dev.zkspring.client.error.NoAuthException;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class TreeCacheResyncTest extends TreeCacheRig {

    @Nested
    class Resyncs {

        @Test
        void sameSessionComparesEveryStatAndReadsOnlyWhatDiffers() {
            startWithTwoLeaves();
            events.clear();
            fake.armed.fire(RESYNC);
            assertThat(fake.closedWatches).isEqualTo(1);
            fake.expect("exists").succeed(node(1, 0, 2).stat());
            fake.expect("exists", "/node/a").succeed(node(2, 5, 0).stat());
            fake.expect("exists", "/node/b").succeed(leaf(3).stat());
            fake.expect("get", "/node/a").succeed(node(2, 5, 0));

            assertThat(events).containsExactly("UPDATED /node/a");
            fake.expectNothing();
        }

        @Test
        void changedListIsReadAgain() {
            startWithTwoLeaves();
            events.clear();
            fake.armed.fire(RESYNC);
            Stat stat = new Stat(1, 1, 1, 0, 0, 4, 0, 0, 1, 2, 20);
            fake.expect("exists").succeed(stat);
            fake.expect("getChildren").succeed(List.of("a", "c"));
            fake.expect("exists", "/node/a").succeed(leaf(2).stat());
            fake.expect("get", "/node/c").succeed(leaf(20));
            fake.expect("exists", "/node/b").succeed(null);

            assertThat(events).containsExactly("ADDED /node/c", "REMOVED /node/b");
        }

        @Test
        void readUnderWayIsRepeatedSinceItMayBeOlder() {
            startWithTwoLeaves();
            fake.armed.fire(NODE_CREATED, "/node/c");
            FakeClient.Read old = fake.expect("get", "/node/c");
            fake.armed.fire(RESYNC);
            fake.expect("exists").succeed(node(1, 0, 2).stat());
            fake.expect("exists", "/node/a").succeed(leaf(2).stat());
            fake.expect("exists", "/node/b").succeed(leaf(3).stat());
            old.succeed(leaf(7));
            fake.expect("exists", "/node/c").succeed(node(7, 1, 0).stat());
            fake.expect("get", "/node/c").succeed(node(7, 1, 0));

            assertThat(cache.get("/node/c")).isEqualTo(node(7, 1, 0));
        }

        @Test
        void newSessionTrustsNoListing() throws Exception {
            startWithTwoLeaves();
            events.clear();
            fake.session = 2;
            fake.armed.fire(SESSION_LOST);
            fake.expectNothing();
            fake.announceConnected();
            fake.expect("exists").succeed(node(1, 0, 2).stat());
            fake.expect("getChildren").succeed(List.of("a", "b"));
            fake.expect("exists", "/node/a").succeed(leaf(2).stat());
            fake.expect("exists", "/node/b").succeed(leaf(3).stat());

            assertThat(events).isEmpty();
            fake.expectNothing();
        }

        @Test
        void answerFromTheSessionBeforeIsNotBelieved() throws Exception {
            start();
            FakeClient.Read old = fake.expect("get");
            fake.session = 2;
            fake.announceConnected();
            old.succeed(node(50, 0, 0));
            fake.expect("get").succeed(leaf(1));

            assertThat(cache.get("/node")).isEqualTo(leaf(1));
            assertThat(events).containsExactly("ADDED /node", "INITIALIZED /node");
        }

        @Test
        void announcementOfTheSessionAlreadyArmedInCostsNothing() throws Exception {
            startWithTwoLeaves();
            fake.announceConnected();

            fake.expectNothing();
        }
    }

    @Nested
    class OldServers {

        /** Root 1 with one leaf "a" (2), both with their watches. */
        private FakeClient.Read[] begin() {
            fake.recursive = false;
            start();
            FakeClient.Read data = fake.expect("get").succeed(node(1, 0, 1));
            FakeClient.Read list = fake.expect("getChildren").succeed(List.of("a"));
            FakeClient.Read leafData = fake.expect("get", "/node/a").succeed(leaf(2));
            FakeClient.Read leafList = fake.expect("getChildren", "/node/a").succeed(List.of());
            assertThat(List.of(data, list, leafData, leafList)).allMatch(FakeClient.Read::isArming);
            assertThat(events).containsExactly("ADDED /node", "ADDED /node/a", "INITIALIZED /node");
            events.clear();
            return new FakeClient.Read[] {data, list, leafData, leafList};
        }

        @Test
        void eventsOfANodesOwnWatchesAreFollowed() {
            FakeClient.Read[] reads = begin();
            reads[2].fire(NODE_DATA_CHANGED);
            fake.expect("get", "/node/a").succeed(node(2, 1, 0));
            reads[1].fire(NODE_CHILDREN_CHANGED);
            fake.expect("getChildren").succeed(List.of("a", "b"));
            fake.expect("get", "/node/b").succeed(leaf(5));
            fake.expect("getChildren", "/node/b").succeed(List.of());

            assertThat(events).containsExactly("UPDATED /node/a", "ADDED /node/b");
            fake.expectNothing();
        }

        @Test
        void deletedNodeLeavesNoWatchBehind() {
            FakeClient.Read[] reads = begin();
            reads[2].fire(NODE_DELETED);
            reads[1].fire(NODE_CHILDREN_CHANGED);
            fake.expect("get", "/node/a").refuse(NO_NODE);
            fake.expect("getChildren").succeed(List.of());

            assertThat(events).containsExactly("REMOVED /node/a");
            fake.expectNothing();
        }

        @Test
        void missingRootIsWatchedForItsCreation() {
            fake.recursive = false;
            start();
            fake.expect("get").refuse(NO_NODE);
            FakeClient.Read waiting = fake.expect("exists").succeed(null);
            waiting.fire(NODE_CREATED);
            fake.expect("get").succeed(leaf(1));
            fake.expect("getChildren").succeed(List.of());

            assertThat(events).containsExactly("INITIALIZED /node", "ADDED /node");
        }

        @Test
        void newSessionArmsEverythingAgain() throws Exception {
            begin();
            fake.session = 2;
            fake.announceConnected();
            List<FakeClient.Read> reads = List.of(
                    fake.expect("exists").succeed(node(1, 0, 1).stat()),
                    fake.expect("getChildren").succeed(List.of("a")),
                    fake.expect("exists", "/node/a").succeed(leaf(2).stat()),
                    fake.expect("getChildren", "/node/a").succeed(List.of()));

            assertThat(reads).allMatch(FakeClient.Read::isArming);
            assertThat(events).isEmpty();
        }

        @Test
        void nodeThatIsGoneInANewSessionLosesTheWatchOnItsAbsence() throws Exception {
            begin();
            fake.session = 2;
            fake.announceConnected();
            fake.expect("exists").succeed(node(1, 0, 1).stat());
            fake.expect("getChildren").succeed(List.of("a"));
            fake.expect("exists", "/node/a").succeed(null);

            assertThat(fake.removed).containsExactly("/node/a");
            assertThat(events).containsExactly("REMOVED /node/a");
        }

        @Test
        void newerServerTakesOverWithOneWatch() throws Exception {
            begin();
            fake.recursive = true;
            fake.announceConnected();
            assertThat(fake.removed).containsExactlyInAnyOrder("/node", "/node/a");
            assertThat(fake.expect("exists").succeed(node(1, 0, 1).stat()).isArming())
                    .isFalse();
            fake.expect("getChildren").succeed(List.of("a"));
            fake.expect("exists", "/node/a").succeed(leaf(2).stat());

            assertThat(events).isEmpty();
            fake.expectNothing();
        }

        @Test
        void olderServerMakesEveryNodeBeArmed() {
            startWithTwoLeaves();
            fake.recursive = false;
            fake.armed.fire(RESYNC);
            assertThat(fake.closedWatches).isEqualTo(1);
            assertThat(fake.expect("exists").succeed(node(1, 0, 2).stat()).isArming())
                    .isTrue();
            fake.expect("getChildren").succeed(List.of("a", "b"));
            fake.expect("exists", "/node/a").succeed(leaf(2).stat());
            fake.expect("exists", "/node/b").succeed(leaf(3).stat());
            fake.expect("getChildren", "/node/a").succeed(List.of());
            fake.expect("getChildren", "/node/b").succeed(List.of());
            fake.expectNothing();
        }

        @Test
        void sameServerAgainCostsNothing() throws Exception {
            begin();
            fake.announceConnected();

            fake.expectNothing();
        }

        @Test
        void closedCacheTakesItsWatchesOff() {
            begin();
            cache.close();
            fake.expectNothing();

            assertThat(fake.removed).containsExactlyInAnyOrder("/node", "/node/a");
        }
    }

    @Nested
    class Refusals {

        @Test
        void forbiddenNodeIsReportedOnceAndTheRestGoesOn() {
            start();
            fake.expect("get").succeed(node(1, 0, 2));
            fake.expect("getChildren").succeed(List.of("a", "b"));
            fake.expect("get", "/node/a").refuse(NO_AUTH);
            fake.expect("get", "/node/b").succeed(leaf(3));
            assertThat(cache.isInitialized()).isTrue();
            await().until(fake::hasRead);
            fake.expect("get", "/node/a").refuse(NO_AUTH);
            await().until(fake::hasRead);
            fake.expect("get", "/node/a").succeed(leaf(2));

            assertThat(errors).singleElement().isInstanceOf(NoAuthException.class);
            assertThat(events).last().isEqualTo("ADDED /node/a");
        }

        @Test
        void nodeThatMustNotBeReadAnyMoreIsRemovedWithWhatIsBelow() {
            startWithTwoLeaves();
            fake.armed.fire(NODE_DATA_CHANGED);
            fake.expect("get").refuse(NO_AUTH);

            assertThat(cache.size()).isZero();
            assertThat(errors).hasSize(1);
        }

        @Test
        void troubleOfTheLinkIsWaitedOutInSilence() {
            start();
            fake.expect("get").fail(ErrorCode.CONNECTION_LOSS);
            assertThat(cache.isInitialized()).isFalse();
            await().until(fake::hasRead);
            fake.expect("get").succeed(leaf(1));

            assertThat(errors).isEmpty();
            assertThat(cache.isInitialized()).isTrue();
        }

        @Test
        void stoppedClientIsWaitedFor() throws Exception {
            start();
            FakeClient.Read read = fake.expect("get");
            fake.connected = false;
            read.fail(ErrorCode.CLIENT_CLOSED);
            fake.expectNothing();
            fake.connected = true;
            fake.session = 2;
            fake.announceConnected();
            fake.expect("get").succeed(leaf(1));

            assertThat(cache.isInitialized()).isTrue();
            assertThat(errors).isEmpty();
        }
    }
}
