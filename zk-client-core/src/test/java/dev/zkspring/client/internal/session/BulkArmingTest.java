package dev.zkspring.client.internal.session;

import static dev.zkspring.client.data.WatchEvent.Type.NODE_DATA_CHANGED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.zkspring.client.data.NodeData;
import dev.zkspring.client.data.ServerVersion;
import dev.zkspring.client.data.WatchEvent;
import dev.zkspring.client.internal.protocol.Exists;
import dev.zkspring.client.internal.protocol.GetChildren;
import dev.zkspring.client.internal.protocol.GetData;
import dev.zkspring.client.internal.protocol.OpCode;
import dev.zkspring.client.internal.session.SessionRig.Recorder;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Reads with state watchers that share a request, and how their watches get to the server. */
class BulkArmingTest extends BulkArmingFixture {

    @Nested
    class Arming {

        @Test
        void readsGoOutTogetherAndTheirWatchesFollow() {
            Request<NodeData> first = get("/a");
            Request<NodeData> second = get("/b");
            answer(expectBatch("/a", "/b"), 12, node(), node());

            assertThat(first).isCompleted();
            assertThat(second).isCompleted();
            Frame.Lists lists = expectArming();
            assertThat(lists.data()).containsExactly("/a", "/b");
            assertThat(lists.exist()).isEmpty();
            assertThat(lists.child()).isEmpty();
            peer.expectNothing();
        }

        @Test
        void countsFromTheAnswerBeforeThatOfTheBatch() {
            assertThat(readTwo().lists().relativeZxid()).isEqualTo(10);
            get("/c");
            get("/d");
            answer(expectBatch("/c", "/d"), 30, node(), node());

            assertThat(expectArming().relativeZxid()).isEqualTo(12);
        }

        @Test
        void eventsAndTheirTransactionsDoNotCount() {
            get("/a");
            get("/b");
            BatchFrame batch = expectBatch("/a", "/b");
            peer.event(CHANGED, "/other", 99);
            answer(batch, 100, node(), node());

            assertThat(expectArming().relativeZxid()).isEqualTo(10);
        }

        @Test
        void eventThatTheServerSendsAtOnceFindsItsWatcher() {
            Frame arming = readTwo();
            peer.event(CHANGED, "/b", -1).reply(arming, 15);
            rig.run();

            assertThat(watcher.events).containsExactly(new WatchEvent(NODE_DATA_CHANGED, "/b", -1));
        }

        @Test
        void plainReadsMayShareTheRequestAndLeaveNoWatch() {
            get("/a");
            rig.submit(new GetData("/b", false));
            answer(expectBatch("/a", "/b"), 12, node(), node());

            assertThat(expectArming().data()).containsExactly("/a");
        }

        @Test
        void otherWatchersAreArmedByTheirOwnRead() {
            get("/a");
            rig.submit(new GetData("/b", true), new Recorder());
            get("/c");

            assertThat(peer.expect(OpCode.GET_DATA, "/a").asksForWatch()).isTrue();
            assertThat(peer.expect(OpCode.GET_DATA, "/b").asksForWatch()).isTrue();
            assertThat(peer.expect(OpCode.GET_DATA, "/c").asksForWatch()).isTrue();
        }

        @Test
        void listsOfChildrenGoTogetherToo() {
            rig.session.submit(new GetChildren("/a", true), watcher);
            rig.session.submit(new GetChildren("/b", true), watcher);
            answer(expectBatch("/a", "/b"), 12, BatchFrame.children(), BatchFrame.children());

            assertThat(expectArming().child()).containsExactly("/a", "/b");
        }

        @Test
        void readThatFailsArmsNothing() {
            Request<NodeData> missing = get("/a");
            get("/b");
            answer(expectBatch("/a", "/b"), 12, BatchFrame.error(NO_NODE), node());

            assertThat(missing).isCompletedExceptionally();
            assertThat(expectArming().data()).containsExactly("/b");
        }

        @Test
        void watchThatIsThereAlreadyIsNotArmedAgain() {
            Frame arming = readTwo();
            peer.reply(arming, 13);
            get("/a");
            get("/c");
            answer(expectBatch("/a", "/c"), 14, node(), node());

            assertThat(expectArming().data()).containsExactly("/c");
        }

        @Test
        void watcherThatIsTakenOffBeforeTheAnswerIsNotArmed() {
            get("/a");
            get("/b");
            BatchFrame batch = expectBatch("/a", "/b");
            rig.session.removeWatcher("/a", watcher);
            rig.run();
            answer(batch, 12, node(), node());

            Frame next = peer.next();
            if (next.is(OpCode.REMOVE_WATCHES)) {
                next = peer.next();
            }
            assertThat(next.lists().data()).containsExactly("/b");
        }

        @Test
        void watcherThatIsTakenOffAfterTheAnswerIsRemovedBehindItsArming() {
            readTwo();
            rig.session.removeWatcher("/a", watcher);

            assertThat(peer.expect(OpCode.REMOVE_WATCHES).path()).isEqualTo("/a");
        }

        @Test
        void serverWithoutSharedReadsGetsThemOneByOne() {
            connect(new ServerVersion(3, 5, 10));
            get("/a");
            get("/b");

            assertThat(peer.expect(OpCode.GET_DATA, "/a").asksForWatch()).isTrue();
            assertThat(peer.expect(OpCode.GET_DATA, "/b").asksForWatch()).isTrue();
        }

        @Test
        void loneReadIsArmedByItself() {
            get("/a");

            assertThat(peer.expect(OpCode.GET_DATA, "/a").asksForWatch()).isTrue();
        }
    }

    @Nested
    class LostLink {

        @Test
        void watchThatWasNotConfirmedKeepsItsOwnTransaction() {
            readTwo();
            rig.submit(new Exists("/x", false));
            peer.reply(peer.expect(OpCode.EXISTS), 20, Peer.stat());
            peer = rig.reconnect();

            // The node changed at 15: who counted from 20 would never hear of it.
            Frame.Lists lists = expectArming();
            assertThat(lists.relativeZxid()).isEqualTo(10);
            assertThat(lists.data()).containsExactly("/a", "/b");
            peer.expect(OpCode.PING);
            peer.expectNothing();
        }

        @Test
        void confirmedWatchCountsFromTheLastAnswer() {
            peer.reply(readTwo(), 13);
            rig.submit(new Exists("/x", false));
            peer.reply(peer.expect(OpCode.EXISTS), 20, Peer.stat());
            peer = rig.reconnect();

            Frame.Lists lists = expectArming();
            assertThat(lists.relativeZxid()).isEqualTo(20);
            assertThat(lists.data()).containsExactlyInAnyOrder("/a", "/b");
            peer.expect(OpCode.PING);
        }

        @Test
        void secondLossForgetsNothing() {
            readTwo();
            peer = rig.reconnect();
            expectArming();
            peer.reply(peer.expect(OpCode.PING), 20);
            rig.advance(SessionRig.STABLE);
            peer = rig.reconnect();

            assertThat(expectArming().relativeZxid()).isEqualTo(10);
        }

        @Test
        void readsUnderWayAreMadeAndArmedAnew() {
            Request<NodeData> first = get("/a");
            get("/b");
            expectBatch("/a", "/b");
            peer = rig.reconnect();
            peer.reply(peer.expect(OpCode.PING), 40);
            answer(expectBatch("/a", "/b"), 41, node(), node());

            assertThat(first).isCompleted();
            assertThat(expectArming().relativeZxid()).isEqualTo(40);
        }

        @Test
        void lostSessionArmsNothing() {
            readTwo();
            peer.hangUp();
            Peer next = rig.connector.next().accept();
            next.expectConnect();
            next.sayExpired();
            rig.connector.next().accept().grant().pong().expectNothing();

            assertThat(watcher.events).extracting(WatchEvent::type).containsOnly(WatchEvent.Type.SESSION_LOST);
        }
    }
}
