package dev.zkspring.client.internal.session;

import static dev.zkspring.client.data.WatchEvent.Type.NODE_DATA_CHANGED;
import static dev.zkspring.client.data.WatchEvent.Type.RESYNC;
import static org.assertj.core.api.Assertions.assertThat;

import dev.zkspring.client.data.AddWatchMode;
import dev.zkspring.client.data.NodeData;
import dev.zkspring.client.data.ServerVersion;
import dev.zkspring.client.data.Stat;
import dev.zkspring.client.data.StateWatcher;
import dev.zkspring.client.data.WatchEvent;
import dev.zkspring.client.error.NoAuthException;
import dev.zkspring.client.internal.protocol.Exists;
import dev.zkspring.client.internal.protocol.GetChildren;
import dev.zkspring.client.internal.protocol.GetData;
import dev.zkspring.client.internal.protocol.OpCode;
import dev.zkspring.client.internal.protocol.Operation;
import dev.zkspring.client.internal.session.SessionRig.Recorder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Reads with state watchers that share a request, and how their watches get to the server. */
class BulkArmingTest {

    private static final int CHANGED = 3;

    private static final int NO_NODE = -101;

    private static final int NO_AUTH = -102;

    private final State watcher = new State();

    private SessionRig rig;

    private Peer peer;

    /** Remembers its events. */
    private static final class State implements StateWatcher {

        final List<WatchEvent> events = new ArrayList<>();

        @Override
        public Executor executor() {
            return Runnable::run;
        }

        @Override
        public void process(WatchEvent event) {
            events.add(event);
        }
    }

    @BeforeEach
    void connect() {
        connect(new ServerVersion(3, 9, 5));
    }

    /** The answer to the first ping is of transaction 10. */
    private void connect(ServerVersion version) {
        stop();
        rig = new SessionRig(settings -> settings.readBatching = true);
        rig.versions = (endpoint, done) -> done.accept(version);
        rig.session.start();
        peer = rig.connector.next().accept().grant();
        rig.peer = peer;
        peer.reply(peer.expect(OpCode.PING), 10);
        rig.advance(SessionRig.STABLE);
    }

    @AfterEach
    void stop() {
        if (rig != null) {
            rig.close();
        }
    }

    private Request<NodeData> get(String path) {
        return rig.session.submit(new GetData(path, true), watcher);
    }

    private BatchFrame expectBatch(String... paths) {
        BatchFrame batch = BatchFrame.next(peer);
        assertThat(batch.paths()).containsExactly(paths);
        return batch;
    }

    private void answer(BatchFrame batch, long zxid, BatchFrame.Element... answers) {
        List<BatchFrame.Element> all = new ArrayList<>(List.of(answers));
        all.add(BatchFrame.end());
        batch.answer(peer, zxid, all.toArray(BatchFrame.Element[]::new));
        rig.run();
    }

    private static BatchFrame.Element node() {
        return BatchFrame.node(1);
    }

    private Frame.Lists expectArming() {
        return peer.expect(OpCode.SET_WATCHES).lists();
    }

    /** Reads two nodes at transaction 12; the server has not yet been seen to arm their watches. */
    private Frame readTwo() {
        get("/a");
        get("/b");
        answer(expectBatch("/a", "/b"), 12, node(), node());
        return peer.expect(OpCode.SET_WATCHES);
    }

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
    class MissingNodes {

        private Request<Stat> exists(String path) {
            return rig.session.submit(new Exists(path, true), watcher);
        }

        @Test
        void areAskedForTogetherAndTheirCreationIsWatched() {
            Request<Stat> first = exists("/a");
            Request<Stat> second = exists("/b");
            answer(expectBatch("/a", "/b"), 12, BatchFrame.error(NO_NODE), BatchFrame.error(NO_NODE));

            assertThat(first).isCompletedWithValue(null);
            assertThat(second).isCompletedWithValue(null);
            assertThat(expectArming().exist()).containsExactly("/a", "/b");
        }

        @Test
        void nodeThatIsThereIsWatchedForChanges() {
            Request<Stat> first = exists("/a");
            exists("/b");
            answer(expectBatch("/a", "/b"), 12, node(), BatchFrame.error(NO_NODE));

            assertThat(first).isCompletedWithValue(Peer.STAT);
            Frame.Lists lists = expectArming();
            assertThat(lists.data()).containsExactly("/a");
            assertThat(lists.exist()).containsExactly("/b");
        }

        @Test
        void nodeThatMayNotBeReadIsAskedForAsItShouldBe() {
            Request<Stat> secret = exists("/a");
            exists("/b");
            answer(expectBatch("/a", "/b"), 12, BatchFrame.error(NO_AUTH), BatchFrame.error(NO_NODE));

            List<Frame> frames = new ArrayList<>(List.of(peer.next(), peer.next()));
            Frame alone = frames.stream()
                    .filter(each -> each.is(OpCode.EXISTS))
                    .findFirst()
                    .orElseThrow();
            assertThat(alone.path()).isEqualTo("/a");
            assertThat(alone.asksForWatch()).isTrue();
            assertThat(secret).isNotDone();
            peer.reply(alone, 13, Peer.stat());
            rig.run();
            assertThat(secret).isCompletedWithValue(Peer.STAT);
        }

        @Test
        void refusedReadStaysRefused() {
            Request<NodeData> secret = get("/a");
            get("/b");
            answer(expectBatch("/a", "/b"), 12, BatchFrame.error(NO_AUTH), node());

            assertThat(secret).isCompletedExceptionally();
            assertThat(secret.handle((node, error) -> error).join()).isInstanceOf(NoAuthException.class);
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

    @Nested
    class OtherWatches {

        @Test
        void armedByAnotherReadMeanwhileLooksAgain() {
            get("/a");
            get("/b");
            BatchFrame batch = expectBatch("/a", "/b");
            Recorder other = new Recorder();
            rig.submit(new GetData("/a", true), other);
            Frame single = peer.expect(OpCode.GET_DATA, "/a");
            batch.answer(peer, 12, node(), node(), BatchFrame.end());
            peer.reply(single, 14, Peer.node(2));
            rig.run();

            assertThat(expectArming().data()).containsExactly("/b");
            assertThat(watcher.events).containsExactly(new WatchEvent(RESYNC, "/a", -1));
            assertThat(other.events).isEmpty();
        }

        @Test
        void pathHeldByOneThatStaysIsOnlyRead() {
            connect(new ServerVersion(3, 8, 6));
            rig.session.addWatch("/a", AddWatchMode.PERSISTENT, new Recorder());
            peer.reply(peer.expect(OpCode.ADD_WATCH), 11);
            rig.run();
            get("/a");
            get("/b");
            answer(expectBatch("/a", "/b"), 12, node(), node());

            assertThat(expectArming().data()).containsExactly("/b");
        }

        @Test
        void pathThatIsTakenMeanwhileLooksAgain() {
            connect(new ServerVersion(3, 8, 6));
            get("/a");
            get("/b");
            BatchFrame batch = expectBatch("/a", "/b");
            rig.session.addWatch("/a", AddWatchMode.PERSISTENT, new Recorder());
            peer.expect(OpCode.ADD_WATCH);
            answer(batch, 12, node(), node());

            assertThat(expectArming().data()).containsExactly("/b");
            assertThat(watcher.events).containsExactly(new WatchEvent(RESYNC, "/a", -1));
        }
    }

    @Test
    void switchedOffEachReadGoesAlone() {
        stop();
        rig = SessionRig.connected();
        peer = rig.peer;
        for (Operation<?> each : List.of(new GetData("/a", true), new GetData("/b", true))) {
            rig.session.submit(each, watcher);
        }

        assertThat(peer.expect(OpCode.GET_DATA, "/a").asksForWatch()).isTrue();
        assertThat(peer.expect(OpCode.GET_DATA, "/b").asksForWatch()).isTrue();
    }
}
