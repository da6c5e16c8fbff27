package dev.zkspring.client.internal.session;

import static dev.zkspring.client.data.WatchEvent.Type.NODE_CHILDREN_CHANGED;
import static dev.zkspring.client.data.WatchEvent.Type.NODE_CREATED;
import static dev.zkspring.client.data.WatchEvent.Type.NODE_DATA_CHANGED;
import static dev.zkspring.client.data.WatchEvent.Type.NODE_DELETED;
import static dev.zkspring.client.data.WatchEvent.Type.SESSION_LOST;
import static org.assertj.core.api.Assertions.assertThat;

import dev.zkspring.client.data.Stat;
import dev.zkspring.client.data.WatchEvent;
import dev.zkspring.client.internal.protocol.Chroot;
import dev.zkspring.client.internal.protocol.Exists;
import dev.zkspring.client.internal.protocol.GetChildren;
import dev.zkspring.client.internal.protocol.GetData;
import dev.zkspring.client.internal.protocol.OpCode;
import dev.zkspring.client.internal.session.SessionRig.Recorder;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Watches as caller and server see them. */
class SessionWatchTest {

    private static final int CREATED = 1;

    private static final int DELETED = 2;

    private static final int CHANGED = 3;

    private static final int CHILDREN = 4;

    private static final int NO_NODE = -101;

    private final Recorder watcher = new Recorder();

    private final Recorder other = new Recorder();

    private SessionRig rig;

    private Peer peer;

    @BeforeEach
    void connect() {
        rig = SessionRig.connected();
        peer = rig.peer;
    }

    @AfterEach
    void stop() {
        rig.close();
    }

    private void watchData(String path, Recorder recorder) {
        rig.submit(new GetData(path, true), recorder);
        peer.reply(peer.expect(OpCode.GET_DATA), 0x10, Peer.node());
        rig.run();
    }

    private void watchChildren(String path, Recorder recorder) {
        rig.submit(new GetChildren(path, true), recorder);
        peer.reply(peer.expect(OpCode.GET_CHILDREN), 0x10, out -> out.writeInt(0));
        rig.run();
    }

    private void watchMissing(String path, Recorder recorder) {
        rig.submit(new Exists(path, true), recorder);
        peer.refuse(peer.expect(OpCode.EXISTS), 0x10, NO_NODE);
        rig.run();
    }

    @Nested
    class Events {

        @Test
        void eventRightBehindTheAnswerFindsItsWatcher() {
            rig.submit(new GetData("/a", true), watcher);
            Frame get = peer.expect(OpCode.GET_DATA);
            peer.reply(get, 1, Peer.node()).event(CHANGED, "/a", 0x77);
            rig.run();

            assertThat(watcher.events).containsExactly(new WatchEvent(NODE_DATA_CHANGED, "/a", 0x77));
        }

        @Test
        void watcherIsRegisteredBeforeTheFutureCompletes() {
            List<String> order = new ArrayList<>();
            Request<?> read = rig.session.submit(new GetData("/a", true), event -> order.add("event"));
            read.thenRun(() -> order.add("answer"));
            Request<?> later = rig.submit(new GetData("/a", false));
            later.thenRun(() -> order.add("callbacks queued: " + rig.callbackThreads.size()));
            Frame first = peer.expect(OpCode.GET_DATA);
            Frame second = peer.expect(OpCode.GET_DATA);
            peer.reply(first, 1, Peer.node()).event(CHANGED, "/a", 2).reply(second, 2, Peer.node());
            rig.run();

            assertThat(order).containsExactly("answer", "callbacks queued: 1", "event");
        }

        @Test
        void watcherFiresOnce() {
            watchData("/a", watcher);
            peer.event(CHANGED, "/a", 1).event(CHANGED, "/a", 2);
            rig.run();

            assertThat(watcher.events).hasSize(1);
        }

        @Test
        void failedReadLeavesNoWatcher() {
            rig.submit(new GetData("/a", true), watcher);
            peer.refuse(peer.expect(OpCode.GET_DATA), 1, NO_NODE);
            peer.event(CREATED, "/a", 1);
            rig.run();

            assertThat(watcher.events).isEmpty();
        }

        @Test
        void existsOnAMissingNodeHearsOfItsCreation() {
            Request<Stat> exists = rig.submit(new Exists("/a", true), watcher);
            peer.refuse(peer.expect(OpCode.EXISTS), 1, NO_NODE);
            peer.event(CREATED, "/a", -1);
            rig.run();

            assertThat(exists).isCompletedWithValue(null);
            assertThat(watcher.events).containsExactly(new WatchEvent(NODE_CREATED, "/a", -1));
        }

        @Test
        void deletionReachesAWatcherOfDataAndChildrenOnce() {
            watchData("/a", watcher);
            watchChildren("/a", watcher);
            peer.event(DELETED, "/a", 5);
            rig.run();

            assertThat(watcher.events).containsExactly(new WatchEvent(NODE_DELETED, "/a", 5));
        }

        @Test
        void changeOfChildrenLeavesTheDataWatchArmed() {
            watchData("/a", watcher);
            watchChildren("/a", watcher);
            peer.event(CHILDREN, "/a", 5).event(CHANGED, "/a", 6);
            rig.run();

            assertThat(watcher.events)
                    .extracting(WatchEvent::type)
                    .containsExactly(NODE_CHILDREN_CHANGED, NODE_DATA_CHANGED);
        }

        @Test
        void eventOfAnUnknownTypeIsIgnored() {
            watchData("/a", watcher);
            peer.event(99, "/a", 5).event(CHANGED, "/a", 6);
            rig.run();

            assertThat(watcher.events).hasSize(1);
            assertThat(peer.isClosed()).isFalse();
        }

        @Test
        void pathsOfEventsAreTheCallers() {
            rig.close();
            rig = SessionRig.connected(settings -> settings.chroot = new Chroot("/app"));
            peer = rig.peer;
            rig.submit(new GetData("/a", true), watcher);
            peer.reply(peer.expect(OpCode.GET_DATA, "/app/a"), 1, Peer.node()).event(CHANGED, "/app/a", 2);
            rig.run();

            assertThat(watcher.events).containsExactly(new WatchEvent(NODE_DATA_CHANGED, "/a", 2));
        }
    }

    @Nested
    class Reconnect {

        @Test
        void watchesAreArmedBeforeThePingAndBeforeEveryRequest() {
            watchData("/a", watcher);
            rig.submit(new GetData("/b", false));
            peer.expect(OpCode.GET_DATA);
            peer = rig.reconnect();

            assertThat(peer.expect(OpCode.SET_WATCHES).xid()).isEqualTo(-8);
            peer.expect(OpCode.PING);
            assertThat(peer.expect(OpCode.GET_DATA, "/b").xid()).isEqualTo(1);
        }

        @Test
        void eachWatchStandsInTheListOfItsKind() {
            watchData("/data", watcher);
            watchChildren("/children", watcher);
            watchMissing("/missing", watcher);
            rig.submit(new Exists("/exists", true), watcher);
            peer.reply(peer.expect(OpCode.EXISTS), 0x42, Peer.stat());
            rig.run();
            Frame.Lists lists = rig.reconnect().expect(OpCode.SET_WATCHES).lists();

            assertThat(lists.relativeZxid()).isEqualTo(0x42);
            assertThat(lists.data()).containsExactlyInAnyOrder("/data", "/exists");
            assertThat(lists.exist()).containsExactly("/missing");
            assertThat(lists.child()).containsExactly("/children");
        }

        @Test
        void nextServerHasToKnowTheChangeThatWasTold() {
            watchData("/a", watcher);
            watchData("/b", watcher);
            peer.event(CHANGED, "/a", 0x42);
            rig.run();
            peer.hangUp();
            peer = rig.connector.next().accept();

            assertThat(peer.expectConnect().lastZxid()).isEqualTo(0x42);
        }

        @Test
        void otherEventsOfATransactionThatWasToldAreStillAskedFor() {
            watchData("/a", watcher);
            watchData("/b", watcher);
            peer.event(CHANGED, "/a", 0x42);
            rig.run();

            assertThat(rig.reconnect().expect(OpCode.SET_WATCHES).lists().relativeZxid())
                    .isEqualTo(0x10);
        }

        @Test
        void listsNameThePathsOfTheServer() {
            rig.close();
            rig = SessionRig.connected(settings -> settings.chroot = new Chroot("/app"));
            peer = rig.peer;
            watchData("/", watcher);

            assertThat(rig.reconnect().expect(OpCode.SET_WATCHES).lists().data())
                    .containsExactly("/app");
        }

        @Test
        void withoutWatchesThereIsNothingToArm() {
            rig.reconnect().pong().expectNothing();
        }

        @Test
        void manyWatchesAreArmedInPiecesWithOneTransactionNumber() {
            String name = "/" + "x".repeat(999);
            for (int i = 0; i < 300; i++) {
                watchData(name + i, watcher);
            }
            peer = rig.reconnect();
            List<String> armed = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                Frame chunk = peer.expect(OpCode.SET_WATCHES);
                assertThat(chunk.bytes().length).isLessThan(128 * 1024 + 32);
                assertThat(chunk.lists().relativeZxid()).isEqualTo(0x10);
                armed.addAll(chunk.lists().data());
                peer.reply(chunk, 0x99);
            }
            peer.pong();

            assertThat(armed).hasSize(300).doesNotHaveDuplicates();
            assertThat(rig.session.lastZxid()).isEqualTo(0x10);
        }

        @Test
        void eventsThatWereMissedComeBeforeLaterAnswers() {
            watchData("/a", watcher);
            peer = rig.reconnect();
            Frame setWatches = peer.expect(OpCode.SET_WATCHES);
            peer.event(CHANGED, "/a", -1).reply(setWatches, 0x11);
            rig.run();

            assertThat(watcher.events).containsExactly(new WatchEvent(NODE_DATA_CHANGED, "/a", -1));
        }

        @Test
        void firedWatchIsNotArmedAgain() {
            watchData("/a", watcher);
            peer.event(CHANGED, "/a", 1);
            rig.run();

            rig.reconnect().pong().expectNothing();
        }

        @Test
        void serverThatRefusesTheWatchesIsLeft() {
            watchData("/a", watcher);
            peer = rig.reconnect();
            peer.refuse(peer.expect(OpCode.SET_WATCHES), 0, -5);

            assertThat(peer.isClosed()).isTrue();
            assertThat(rig.events).last().satisfies(it -> assertThat(it.cause()).hasMessageContaining("error -5"));
        }
    }

    @Nested
    class EndOfTheSession {

        @Test
        void watchersOfALostSessionHearOfItOncePerPath() {
            watchData("/a", watcher);
            watchChildren("/a", watcher);
            watchMissing("/b", watcher);
            peer.hangUp();
            Peer next = rig.connector.next().accept();
            next.expectConnect();
            next.sayExpired();
            rig.run();

            assertThat(watcher.events)
                    .containsExactlyInAnyOrder(
                            new WatchEvent(SESSION_LOST, "/a", -1), new WatchEvent(SESSION_LOST, "/b", -1));
        }

        @Test
        void newSessionHasNoWatches() {
            watchData("/a", watcher);
            peer.hangUp();
            Peer next = rig.connector.next().accept();
            next.expectConnect();
            next.sayExpired();
            Peer fresh = rig.connector.next().accept().grant().pong();
            fresh.expectNothing();
            fresh.event(CHANGED, "/a", 1);
            rig.run();

            assertThat(watcher.events).hasSize(1);
        }

        @Test
        void watchersOfAStoppedClientHearOfIt() {
            watchData("/a", watcher);
            rig.stop();
            peer.reply(peer.expect(OpCode.CLOSE_SESSION), 1);
            rig.run();

            assertThat(watcher.events).extracting(WatchEvent::type).containsExactly(SESSION_LOST);
        }
    }
}
