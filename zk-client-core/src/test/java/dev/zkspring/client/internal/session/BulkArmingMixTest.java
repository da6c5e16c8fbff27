package dev.zkspring.client.internal.session;

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
import dev.zkspring.client.internal.protocol.GetData;
import dev.zkspring.client.internal.protocol.OpCode;
import dev.zkspring.client.internal.protocol.Operation;
import dev.zkspring.client.internal.session.SessionRig.Recorder;
import dev.zkspring.client.internal.watch.ManualExecutor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Where arming in bulk meets missing nodes and other watches. */
class BulkArmingMixTest extends BulkArmingFixture {

    private static final int SYSTEM_ERROR = -1;

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

        /** The server would tell the other watcher of what the other read has seen. */
        @Test
        void armedByAnotherReadOnItsWayIsNotArmedTwice() {
            get("/a");
            get("/b");
            BatchFrame batch = expectBatch("/a", "/b");
            Recorder other = new Recorder();
            rig.submit(new GetData("/a", true), other);
            Frame single = peer.expect(OpCode.GET_DATA, "/a");
            answer(batch, 12, node(), node());
            assertThat(expectArming().data()).containsExactly("/b");
            assertThat(watcher.events).isEmpty();

            peer.reply(single, 14, Peer.node(2));
            rig.run();
            assertThat(watcher.events).containsExactly(new WatchEvent(RESYNC, "/a", -1));
            assertThat(other.events).isEmpty();
            peer.expectNothing();
        }

        @Test
        void missingNodeOfAnotherReadOnItsWayIsNotArmedTwice() {
            get("/a");
            get("/b");
            BatchFrame batch = expectBatch("/a", "/b");
            Recorder other = new Recorder();
            rig.submit(new Exists("/a", true), other);
            Frame single = peer.expect(OpCode.EXISTS, "/a");
            answer(batch, 12, node(), node());
            assertThat(expectArming().data()).containsExactly("/b");

            peer.refuse(single, 14, NO_NODE);
            rig.run();
            assertThat(watcher.events).containsExactly(new WatchEvent(RESYNC, "/a", -1));
            peer.expectNothing();
        }

        @Test
        void isArmedInBulkWhenTheOtherReadFails() {
            get("/a");
            get("/b");
            BatchFrame batch = expectBatch("/a", "/b");
            rig.submit(new GetData("/a", true), new Recorder());
            Frame single = peer.expect(OpCode.GET_DATA, "/a");
            answer(batch, 12, node(), node());
            assertThat(expectArming().data()).containsExactly("/b");

            peer.refuse(single, 14, NO_AUTH);
            rig.run();
            assertThat(expectArming().data()).containsExactly("/a");
            assertThat(watcher.events).isEmpty();
        }

        @Test
        void oneThatNobodyWantsDoesNotStayForAReadThatIsGivenUp() {
            connect(new ServerVersion(3, 9, 5), settings -> settings.requestTimeout = Duration.ofSeconds(5));
            get("/a");
            peer.reply(peer.expect(OpCode.GET_DATA, "/a"), 12, Peer.node());
            State other = new State();
            rig.submit(new GetData("/a", true), other);
            rig.submit(new GetData("/b", true), other);
            BatchFrame batch = expectBatch("/a", "/b");
            rig.session.removeWatcher("/a", watcher);
            peer.expectNothing();
            rig.advance(Duration.ofSeconds(5));
            peer.refuse(batch.frame(), 13, SYSTEM_ERROR);

            peer.expect(OpCode.REMOVE_WATCHES, "/a");
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

    @Nested
    class Views {

        private final ManualExecutor own = new ManualExecutor();

        private final StateWatcher elsewhere = new StateWatcher() {
            @Override
            public Executor executor() {
                return own;
            }

            @Override
            public void process(WatchEvent event) {
                watcher.process(event);
            }
        };

        private Session view;

        @BeforeEach
        void make() {
            view = rig.session.withChroot("/app");
        }

        private void read(String... paths) {
            for (String path : paths) {
                view.submit(new GetData(path, true), elsewhere);
            }
        }

        @Test
        void callStateWatchersOnTheirOwnExecutorToo() {
            read("/a");
            peer.reply(peer.expect(OpCode.GET_DATA, "/app/a"), 12, Peer.node());
            peer.event(CHANGED, "/app/a", 13);
            rig.run();

            assertThat(watcher.events).isEmpty();
            own.runAll();
            assertThat(watcher.events).extracting(WatchEvent::path).containsExactly("/a");
        }

        @Test
        void shareRequestsToo() {
            read("/a", "/b");
            answer(expectBatch("/app/a", "/app/b"), 12, node(), node());

            assertThat(expectArming().data()).containsExactly("/app/a", "/app/b");
        }

        @Test
        void endTheirStateWatchersWithThem() {
            read("/a");
            peer.reply(peer.expect(OpCode.GET_DATA, "/app/a"), 12, Peer.node());
            peer.event(CHANGED, "/app/a", 13);
            rig.run();
            read("/b");
            peer.reply(peer.expect(OpCode.GET_DATA, "/app/b"), 14, Peer.node());
            rig.run();
            view.closeView();
            own.runAll();

            peer.expect(OpCode.REMOVE_WATCHES, "/app/b");
            assertThat(watcher.events).isEmpty();
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
