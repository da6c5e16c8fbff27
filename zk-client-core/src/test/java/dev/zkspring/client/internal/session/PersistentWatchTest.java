package dev.zkspring.client.internal.session;

import static dev.zkspring.client.data.AddWatchMode.PERSISTENT;
import static dev.zkspring.client.data.AddWatchMode.PERSISTENT_RECURSIVE;
import static dev.zkspring.client.data.WatchEvent.Type.NODE_CREATED;
import static dev.zkspring.client.data.WatchEvent.Type.NODE_DATA_CHANGED;
import static dev.zkspring.client.data.WatchEvent.Type.NODE_DELETED;
import static dev.zkspring.client.data.WatchEvent.Type.RESYNC;
import static dev.zkspring.client.data.WatchEvent.Type.SESSION_LOST;
import static org.assertj.core.api.Assertions.assertThat;

import dev.zkspring.client.data.AddWatchMode;
import dev.zkspring.client.data.ServerAddress;
import dev.zkspring.client.data.ServerVersion;
import dev.zkspring.client.data.WatchEvent;
import dev.zkspring.client.error.ErrorCode;
import dev.zkspring.client.internal.protocol.GetData;
import dev.zkspring.client.internal.protocol.OpCode;
import dev.zkspring.client.internal.session.SessionRig.Recorder;
import dev.zkspring.client.internal.watch.PersistentWatch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Watches that stay, on a server that keeps every kind beside the others. */
class PersistentWatchTest {

    private static final int CREATED = 1;

    private static final int DELETED = 2;

    private static final int CHANGED = 3;

    private static final ServerVersion OLD = new ServerVersion(3, 5, 10);

    private static final ServerVersion NEW = new ServerVersion(3, 9, 5);

    private final Recorder watcher = new Recorder();

    private final Recorder other = new Recorder();

    private SessionRig rig;

    private Peer peer;

    @BeforeEach
    void connect() {
        rig = SessionRig.connected();
        peer = rig.peer;
    }

    private void reopen(Consumer<TestSettings> change, @Nullable ServerVersion version) {
        rig.close();
        rig = new SessionRig(change);
        serversRun(version);
        rig.session.start();
        peer = rig.connector.next().accept().grant().pong();
        rig.peer = peer;
        rig.advance(SessionRig.STABLE);
    }

    private void serversRun(@Nullable ServerVersion version) {
        rig.versions = (endpoint, done) -> done.accept(version);
    }

    @AfterEach
    void stop() {
        rig.close();
    }

    private PersistentWatch add(String path, AddWatchMode mode, Recorder recorder) {
        CompletableFuture<PersistentWatch> added = rig.session.addWatch(path, mode, recorder);
        peer.reply(peer.expect(OpCode.ADD_WATCH, path), 0x10, out -> out.writeInt(0));
        rig.run();
        return added.join();
    }

    private static WatchEvent event(WatchEvent.Type type, String path) {
        return new WatchEvent(type, path, -1);
    }

    @Nested
    class Events {

        @Test
        void eventRightBehindTheAnswerFindsItsWatcherAndTheNextOneToo() {
            rig.session.addWatch("/a", PERSISTENT, watcher);
            Frame add = peer.expect(OpCode.ADD_WATCH);
            peer.reply(add, 1, out -> out.writeInt(0))
                    .event(CHANGED, "/a", 0x77)
                    .event(DELETED, "/a", 0x78);
            rig.run();

            assertThat(watcher.events)
                    .containsExactly(
                            new WatchEvent(NODE_DATA_CHANGED, "/a", 0x77), new WatchEvent(NODE_DELETED, "/a", 0x78));
        }

        @Test
        void everyHandleHearsForItself() {
            add("/a", PERSISTENT, watcher);
            add("/a", PERSISTENT, watcher);
            add("/a", PERSISTENT_RECURSIVE, watcher);
            peer.event(CHANGED, "/a", 1);
            rig.run();

            assertThat(watcher.events).hasSize(3);
        }

        @Test
        void whatOneShotWatchersMissedIsNotToldAgain() {
            reopen(settings -> {}, NEW);
            add("/", PERSISTENT_RECURSIVE, watcher);
            add("/a", PERSISTENT, watcher);
            rig.submit(new GetData("/a", true), other);
            peer.reply(peer.expect(OpCode.GET_DATA, "/a"), 0x11, Peer.node(1));
            peer.event(CHANGED, "/a", -1);
            rig.run();

            assertThat(other.events).containsExactly(event(NODE_DATA_CHANGED, "/a"));
            assertThat(watcher.events).isEmpty();
        }

        @Test
        void viewsHearTheirOwnPaths() {
            rig.session.addWatch("/a/b", PERSISTENT_RECURSIVE, watcher);
            rig.session.withChroot("/a").addWatch("/b", PERSISTENT_RECURSIVE, watcher);
            for (int i = 0; i < 2; i++) {
                peer.reply(peer.expect(OpCode.ADD_WATCH, "/a/b"), 1, out -> out.writeInt(0));
            }
            peer.event(CREATED, "/a/b/c", 2);
            rig.run();

            assertThat(watcher.events)
                    .containsExactly(
                            new WatchEvent(NODE_CREATED, "/a/b/c", 2), new WatchEvent(NODE_CREATED, "/b/c", 2));
        }

        @Test
        void closedHandleHearsNothingNotEvenWhatWasQueued() {
            PersistentWatch closed = add("/a", PERSISTENT, watcher);
            PersistentWatch open = add("/a", PERSISTENT, other);
            rig.session.addWatch("/b", PERSISTENT, event -> closed.close());
            Frame add = peer.expect(OpCode.ADD_WATCH);
            peer.reply(add, 1, out -> out.writeInt(0)).event(CHANGED, "/b", 1).event(CHANGED, "/a", 1);
            rig.run();

            assertThat(watcher.events).isEmpty();
            assertThat(other.events).hasSize(1);
            assertThat(closed.isClosed()).isTrue();
            assertThat(open.isClosed()).isFalse();
        }
    }

    @Nested
    class Reconnect {

        @Test
        void watchesAreArmedWithTheNumberThatNewServersKnow() {
            add("/p", PERSISTENT, watcher);
            add("/r", PERSISTENT_RECURSIVE, watcher);
            rig.submit(new GetData("/d", true), other);
            peer.reply(peer.expect(OpCode.GET_DATA), 0x42, Peer.node());
            rig.run();
            Frame.Lists lists = rig.reconnect().expect(OpCode.SET_WATCHES2).lists();

            assertThat(lists.relativeZxid()).isEqualTo(0x42);
            assertThat(lists.data()).containsExactly("/d");
            assertThat(lists.persistent()).containsExactly("/p");
            assertThat(lists.recursive()).containsExactly("/r");
        }

        @Test
        void watcherIsToldToReadAgainBeforeAnyLaterAnswer() {
            List<String> order = new ArrayList<>();
            rig.session.addWatch("/p", PERSISTENT, event -> order.add(event.type() + " " + event.path()));
            peer.reply(peer.expect(OpCode.ADD_WATCH), 1, out -> out.writeInt(0));
            rig.submit(new GetData("/d", false)).thenRun(() -> order.add("queued " + rig.callbackThreads.size()));
            peer.expect(OpCode.GET_DATA);
            peer.hangUp();
            peer = rig.connector.next().accept();
            peer.grant();
            peer.expect(OpCode.SET_WATCHES2);
            peer.expect(OpCode.PING);
            peer.reply(peer.expect(OpCode.GET_DATA), 1, Peer.node());
            rig.run();

            assertThat(order).first().isEqualTo("RESYNC /p");
            assertThat(order).hasSize(2);
        }

        @Test
        void whatIsReadOnResyncIsReadBehindTheArming() {
            rig.session.addWatch("/p", PERSISTENT, event -> rig.submit(new GetData("/p", false)));
            peer.reply(peer.expect(OpCode.ADD_WATCH), 1, out -> out.writeInt(0));
            rig.run();
            peer = rig.reconnect();

            peer.expect(OpCode.SET_WATCHES2);
            peer.expect(OpCode.PING);
            peer.expect(OpCode.GET_DATA, "/p");
        }

        @Test
        void onlyPiecesWithWatchesThatStayHaveTheNewNumber() {
            String name = "/" + "x".repeat(999);
            for (int i = 0; i < 200; i++) {
                rig.submit(new GetData(name + i, true), watcher);
                peer.reply(peer.expect(OpCode.GET_DATA), 0x10, Peer.node());
            }
            add("/p", PERSISTENT, watcher);
            peer = rig.reconnect();

            assertThat(peer.expect(OpCode.SET_WATCHES).lists().data()).hasSizeGreaterThan(100);
            assertThat(peer.expect(OpCode.SET_WATCHES2).lists().persistent()).containsExactly("/p");
        }

        @Test
        void registrationUnderWayIsSentAgainAndNotToldToReadAgain() {
            CompletableFuture<PersistentWatch> added = rig.session.addWatch("/p", PERSISTENT, watcher);
            peer.expect(OpCode.ADD_WATCH);
            peer = rig.reconnect().pong();
            peer.reply(peer.expect(OpCode.ADD_WATCH), 1, out -> out.writeInt(0));
            rig.run();

            assertThat(added).isCompleted();
            assertThat(watcher.events).isEmpty();
        }

        @Test
        void olderServerArmsNothingAndTheNextNewerOneDoes() {
            add("/p", PERSISTENT, watcher);
            serversRun(OLD);
            rig.reconnect().pong().expectNothing();
            assertThat(watcher.events).containsExactly(event(RESYNC, "/p"));
            serversRun(NEW);
            rig.advance(SessionRig.STABLE);

            assertThat(rig.reconnect().expect(OpCode.SET_WATCHES2).lists().persistent())
                    .containsExactly("/p");
            rig.run();
            assertThat(watcher.events).containsExactly(event(RESYNC, "/p"), event(RESYNC, "/p"));
        }

        @Test
        void serverThatDoesNotKnowTheNumberIsNotSentItAgain() {
            reopen(settings -> settings.hosts = List.of(new ServerAddress("zk1", 2181)), null);
            add("/p", PERSISTENT, watcher);
            rig.reconnect();
            peer = rig.peer;
            peer.refuse(peer.expect(OpCode.SET_WATCHES2), -1, ErrorCode.UNIMPLEMENTED.number());
            assertThat(peer.isClosed()).isTrue();
            rig.advance(SessionRig.STABLE);

            rig.connector.next().accept().grant().pong().expectNothing();
        }
    }

    @Nested
    class Closing {

        @Test
        void lastHandleOfAKindTakesTheWatchOffTheServer() {
            PersistentWatch persistent = add("/a", PERSISTENT, watcher);
            PersistentWatch again = add("/a", PERSISTENT, watcher);
            PersistentWatch recursive = add("/a", PERSISTENT_RECURSIVE, watcher);
            persistent.close();
            peer.expectNothing();
            again.close();
            assertThat(peer.expect(OpCode.REMOVE_WATCHES, "/a").numberBehindPath())
                    .isEqualTo(4);
            recursive.close();

            assertThat(peer.expect(OpCode.REMOVE_WATCHES, "/a").numberBehindPath())
                    .isEqualTo(5);
        }

        @Test
        void registrationUnderWayKeepsTheWatchOnTheServer() {
            PersistentWatch watch = add("/a", PERSISTENT, watcher);
            rig.session.addWatch("/a", PERSISTENT, other);
            Frame add = peer.expect(OpCode.ADD_WATCH);
            watch.close();
            peer.expectNothing();
            peer.reply(add, 1, out -> out.writeInt(0)).event(CHANGED, "/a", 1);
            peer.expectNothing();

            assertThat(other.events).hasSize(1);
        }

        @Test
        void failedRegistrationNoLongerKeepsIt() {
            PersistentWatch watch = add("/a", PERSISTENT, watcher);
            rig.session.addWatch("/a", PERSISTENT, other);
            Frame add = peer.expect(OpCode.ADD_WATCH);
            watch.close();
            peer.expectNothing();
            peer.refuse(add, 1, -102);

            peer.expect(OpCode.REMOVE_WATCHES, "/a");
        }

        @Test
        void watchThatItsCallerNoLongerWaitsForIsTakenOff() {
            reopen(settings -> settings.requestTimeout = Duration.ofSeconds(1), NEW);
            CompletableFuture<PersistentWatch> added = rig.session.addWatch("/a", PERSISTENT, watcher);
            Frame add = peer.expect(OpCode.ADD_WATCH);
            rig.advance(Duration.ofSeconds(1));
            assertThat(added).isCompletedExceptionally();
            peer.reply(add, 1, out -> out.writeInt(0));

            peer.expect(OpCode.REMOVE_WATCHES, "/a");
        }

        @Test
        void removedWatcherClosesItsHandles() {
            PersistentWatch watch = add("/a", PERSISTENT, watcher);
            CompletableFuture<Boolean> removed = rig.session.removeWatcher("/a", watcher);
            peer.reply(peer.expect(OpCode.REMOVE_WATCHES), 1);
            rig.run();

            assertThat(removed).isCompletedWithValue(true);
            assertThat(watch.isClosed()).isTrue();
        }

        @Test
        void removalEndsWithTheLink() {
            PersistentWatch watch = add("/a", PERSISTENT, watcher);
            add("/b", PERSISTENT, watcher);
            CompletableFuture<Boolean> removed = rig.session.removeWatcher("/a", watch);
            peer.expect(OpCode.REMOVE_WATCHES);
            peer = rig.reconnect();

            assertThat(peer.expect(OpCode.SET_WATCHES2).lists().persistent()).containsExactly("/b");
            peer.pong().expectNothing();
            assertThat(removed).isCompletedWithValue(true);
        }

        @Test
        void closingWithoutALinkIsDoneByNotArmingAgain() {
            PersistentWatch watch = add("/a", PERSISTENT, watcher);
            peer.hangUp();
            watch.close();
            rig.run();

            rig.connector.next().accept().grant().pong().expectNothing();
            assertThat(watcher.events).isEmpty();
        }
    }

    @Nested
    class EndOfTheSession {

        @Test
        void watcherHearsOfItAndTheHandleIsClosed() {
            PersistentWatch watch = add("/a", PERSISTENT, watcher);
            peer.hangUp();
            Peer next = rig.connector.next().accept();
            next.expectConnect();
            next.sayExpired();
            rig.run();
            assertThat(watcher.events).containsExactly(event(SESSION_LOST, "/a"));
            assertThat(watch.isClosed()).isTrue();
            watch.close();

            rig.connector.next().accept().grant().pong().expectNothing();
        }
    }
}
