package dev.zkspring.client.internal.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zkspring.client.Reachable;
import dev.zkspring.client.data.AddWatchMode;
import dev.zkspring.client.data.ConnectionEvent;
import dev.zkspring.client.data.ConnectionState;
import dev.zkspring.client.data.SessionId;
import dev.zkspring.client.data.WatchEvent;
import dev.zkspring.client.error.ClientClosedException;
import dev.zkspring.client.error.Outcome;
import dev.zkspring.client.error.SessionExpiredException;
import dev.zkspring.client.error.ZkException;
import dev.zkspring.client.internal.protocol.Delete;
import dev.zkspring.client.internal.protocol.GetData;
import dev.zkspring.client.internal.protocol.OpCode;
import dev.zkspring.client.internal.watch.PersistentWatch;
import dev.zkspring.client.observe.ClientObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Views of a session: for one session only, with shorter paths, and their end. */
class SessionViewTest {

    private static final SessionId PRESENT = new SessionId(SessionRig.SESSION, SessionRig.PASSWORD);

    private static final int DATA_CHANGED = 3;

    private static final int NO_AUTH = -102;

    private SessionRig rig = SessionRig.connected();

    @AfterEach
    void close() {
        rig.close();
    }

    private static void assertGone(CompletableFuture<?> request) {
        assertThat(Failures.of(request))
                .isInstanceOf(SessionExpiredException.class)
                .isInstanceOfSatisfying(
                        ZkException.class, it -> assertThat(it.outcome()).isEqualTo(Outcome.NOT_SENT));
    }

    @Nested
    class OfOneSession {

        private Session view = rig.session.withSession(PRESENT);

        private Peer loseSession() {
            rig.peer.hangUp();
            Peer peer = rig.connector.next().accept();
            peer.expectConnect();
            peer.sayExpired();
            return rig.connector.next().accept();
        }

        @Test
        void servesItWhileItLives() {
            Request<?> read = view.submit(new GetData("/a", false), null);
            rig.peer.reply(rig.peer.expect(OpCode.GET_DATA, "/a"), 1, Peer.node());
            rig.run();
            assertThat(read).isCompleted();
        }

        @Test
        void servesItAcrossAReconnect() {
            rig.peer.hangUp();
            Request<?> waiting = view.submit(new Delete("/a", -1), null);
            Peer peer = rig.connector.next().accept().grant().pong();
            peer.reply(peer.expect(OpCode.DELETE), 1);
            rig.run();
            assertThat(waiting).isCompleted();
        }

        @Test
        void failsWhatIsMadeBetweenItsEndAndTheNextSession() {
            Peer next = loseSession();
            Request<?> late = view.submit(new Delete("/a", -1), null);
            Request<?> later = view.submitNext(new Delete("/b", -1));
            Request<?> latest = view.submitNextOnServerPath(new Delete("/c", -1), view.deadline());
            rig.run();
            assertGone(late);
            assertGone(later);
            assertGone(latest);
            next.expectConnect();
            next.grant(0x99, SessionRig.PASSWORD, false).pong();
            next.expectNothing();
        }

        @Test
        void failsWhatIsMadeInTheNextSession() {
            Peer next = loseSession();
            next.expectConnect();
            next.grant(0x99, SessionRig.PASSWORD, false).pong();
            Request<?> stranger = view.submit(new Delete("/a", -1), null);
            Request<?> whole = rig.submit(new GetData("/b", false));
            assertThat(next.expect(OpCode.GET_DATA, "/b").xid()).isEqualTo(1);
            assertGone(stranger);
            assertThat(whole).isNotDone();
        }

        @Test
        void failsThoughThereIsNoRoomForAnotherRequest() {
            rig.close();
            rig = SessionRig.connected(settings -> settings.maxInFlight = 1);
            view = rig.session.withSession(PRESENT);
            loseSession();
            Request<?> waiting = rig.submit(new GetData("/a", false));
            assertGone(view.submit(new Delete("/a", -1), null));
            assertThat(waiting).isNotDone();
        }

        @Test
        void failsNothingBeforeObserversHaveHeardOfTheLoss() {
            List<Boolean> refused = new ArrayList<>();
            rig.close();
            rig = SessionRig.connected(settings -> settings.observers.add(new ClientObserver() {
                @Override
                public void stateChanged(ConnectionEvent event) {
                    if (event.state() == ConnectionState.LOST) {
                        refused.add(view.submit(new Delete("/a", -1), null).isDone());
                    }
                }
            }));
            view = rig.session.withSession(PRESENT);
            loseSession();
            assertThat(refused).containsExactly(false);
        }

        @Test
        void failsWhatWaitedForALink() {
            rig.peer.hangUp();
            Request<?> waiting = view.submit(new Delete("/a", -1), null);
            Peer peer = rig.connector.next().accept();
            peer.expectConnect();
            peer.sayExpired();
            rig.run();
            assertGone(waiting);
        }

        @Test
        void saysThatItIsGoneWhenTheClientWasStopped() {
            rig.stop();
            rig.peer.reply(rig.peer.expect(OpCode.CLOSE_SESSION), 1);
            Request<?> late = view.submit(new Delete("/a", -1), null);
            rig.run();
            assertGone(late);
        }

        @Test
        void staysOneOfThatSession() {
            assertThat(view.withSession(PRESENT).isForOneSession()).isTrue();
            assertThat(view.withChroot("/a").isForOneSession()).isTrue();
            assertThatThrownBy(() -> view.withSession(new SessionId(0x99, new byte[16])))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("0x99")
                    .hasMessageContaining(PRESENT.toString());
        }
    }

    @Nested
    class OfASessionToResume {

        private Request<?> waiting;

        private Peer begin() {
            rig.close();
            rig = new SessionRig(settings -> settings.resume = PRESENT);
            Session view = rig.session.withSession(PRESENT);
            rig.session.start();
            ScriptedConnector.Try attempt = rig.connector.next();
            waiting = view.submit(new Delete("/a", -1), null);
            Peer peer = attempt.accept();
            peer.expectConnect();
            assertThat(waiting).isNotDone();
            return peer;
        }

        @Test
        void waitsForIt() {
            Peer peer = begin();
            peer.grant(SessionRig.SESSION, SessionRig.PASSWORD, false).pong();
            peer.expect(OpCode.DELETE, "/a");
        }

        @Test
        void failsWhenItCannotBeResumed() {
            begin().sayExpired();
            rig.run();
            assertGone(waiting);
            Peer next = rig.connector.next().accept();
            next.expectConnect();
            next.grant(0x99, SessionRig.PASSWORD, false).pong();
            next.expectNothing();
        }
    }

    @Nested
    class BelowANode {

        private final Session view = rig.session.withChroot("/app").withChroot("/sub");

        private final SessionRig.Recorder watcher = new SessionRig.Recorder();

        @Test
        void putsItsNodeBeforeEveryPath() {
            view.submit(new GetData("/a", false), null);
            view.withChroot("/").submit(new GetData("/", false), null);
            view.submitNextOnServerPath(new GetData("/b", false), view.deadline());
            rig.submit(new GetData("/c", false));
            rig.peer.expect(OpCode.GET_DATA, "/app/sub/a");
            rig.peer.expect(OpCode.GET_DATA, "/app/sub");
            rig.peer.expect(OpCode.GET_DATA, "/b");
            rig.peer.expect(OpCode.GET_DATA, "/c");
            assertThat(view.chroot().prefix()).isEqualTo("/app/sub");
        }

        @Test
        void tellsItsWatchersItsPaths() {
            SessionRig.Recorder whole = new SessionRig.Recorder();
            arm(view, "/a");
            rig.submit(new GetData("/app/sub/a", true), whole);
            rig.peer.reply(rig.peer.expect(OpCode.GET_DATA), 1, Peer.node());
            rig.peer.event(DATA_CHANGED, "/app/sub/a", -1);
            rig.run();
            assertThat(watcher.events).extracting(WatchEvent::path).containsExactly("/a");
            assertThat(whole.events).extracting(WatchEvent::path).containsExactly("/app/sub/a");
        }

        @Test
        void takesItsWatchersOffAgain() {
            arm(view, "/a");
            CompletableFuture<Boolean> wrong = rig.session.removeWatcher("/app/sub/a", watcher);
            CompletableFuture<Boolean> removed = view.removeWatcher("/a", watcher);
            rig.peer.reply(rig.peer.expect(OpCode.REMOVE_WATCHES, "/app/sub/a"), 1);
            rig.run();
            assertThat(wrong).isCompletedWithValue(false);
            assertThat(removed).isCompletedWithValue(true);
        }

        private void arm(Session in, String path) {
            in.submit(new GetData(path, true), watcher);
            rig.peer.reply(rig.peer.expect(OpCode.GET_DATA), 1, Peer.node());
            rig.run();
        }

        @Test
        void silencesItsWatchersWhenClosed() {
            arm(view, "/a");
            arm(view, "/b");
            rig.peer.event(DATA_CHANGED, "/app/sub/b", -1);
            view.closeView();
            rig.peer.expect(OpCode.REMOVE_WATCHES, "/app/sub/a");
            rig.run();
            assertThat(watcher.events).isEmpty();
        }

        @Test
        void forgetsWatchersThatHaveFired() {
            arm(view, "/a");
            rig.peer.event(DATA_CHANGED, "/app/sub/a", -1);
            rig.run();
            view.closeView();
            rig.peer.expectNothing();
            assertThat(watcher.events).hasSize(1);
        }

        @Test
        void forgetsWatchersOfReadsThatFailed() {
            view.submit(new GetData("/a", true), watcher);
            rig.peer.refuse(rig.peer.expect(OpCode.GET_DATA), 1, -101);
            rig.run();
            view.closeView();
            rig.peer.expectNothing();
        }

        @Test
        void endsItsLastingWatchesWhenClosed() {
            CompletableFuture<PersistentWatch> armed = view.addWatch("/a", AddWatchMode.PERSISTENT, watcher);
            rig.peer.reply(rig.peer.expect(OpCode.ADD_WATCH, "/app/sub/a"), 1, out -> out.writeInt(0));
            rig.peer.event(DATA_CHANGED, "/app/sub/a", 2);
            rig.run();
            assertThat(armed).isCompleted();
            assertThat(watcher.events).hasSize(1);
            view.closeView();
            rig.peer.event(DATA_CHANGED, "/app/sub/a", 2);
            rig.peer.expect(OpCode.REMOVE_WATCHES, "/app/sub/a");
            assertThat(watcher.events).hasSize(1);
        }

        @Test
        void endsEachLastingWatchOfAWatcherWhenClosed() {
            CompletableFuture<PersistentWatch> first = lasting(view, "/a");
            lasting(view, "/a");
            view.addWatch("/a", AddWatchMode.PERSISTENT, watcher);
            rig.peer.refuse(rig.peer.expect(OpCode.ADD_WATCH), 1, NO_AUTH);
            rig.run();
            first.join().close();
            rig.peer.expectNothing();
            view.closeView();

            rig.peer.expect(OpCode.REMOVE_WATCHES, "/app/sub/a");
        }

        private CompletableFuture<PersistentWatch> lasting(Session in, String path) {
            CompletableFuture<PersistentWatch> armed = in.addWatch(path, AddWatchMode.PERSISTENT, watcher);
            rig.peer.reply(rig.peer.expect(OpCode.ADD_WATCH), 1, out -> out.writeInt(0));
            rig.run();
            return armed;
        }

        @Test
        void forgetsLastingWatchesThatCouldNotBeArmed() {
            refuse(100);
            int before = Reachable.from(view);
            refuse(100);

            assertThat(Reachable.from(view)).isLessThan(before + 100);
        }

        private void refuse(int watches) {
            for (int i = 0; i < watches; i++) {
                view.addWatch("/a", AddWatchMode.PERSISTENT, new SessionRig.Recorder());
                rig.peer.refuse(rig.peer.expect(OpCode.ADD_WATCH), 1, NO_AUTH);
                rig.run();
            }
        }

        @Test
        void refusesRequestsWhenClosedWhileTheWholeGoesOn() {
            view.closeView();
            view.closeView();
            Request<?> refused = view.submit(new GetData("/a", false), null);
            rig.submit(new GetData("/b", false));
            assertThat(Failures.of(refused))
                    .isInstanceOf(ClientClosedException.class)
                    .hasMessageContaining("view");
            assertThat(view.snapshot().phase()).isEqualTo(SessionPhase.CLOSED);
            assertThat(rig.phase()).isEqualTo(SessionPhase.CONNECTED);
            rig.peer.expect(OpCode.GET_DATA, "/b");
        }

        @Test
        void hasNoLifeOfItsOwn() {
            assertThat(rig.session.whole("stop()")).isSameAs(rig.session);
            assertThatThrownBy(() -> view.whole("stop()"))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("stop()")
                    .hasMessageContaining("view");
        }
    }
}
