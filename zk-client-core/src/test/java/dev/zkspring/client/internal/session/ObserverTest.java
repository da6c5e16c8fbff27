package dev.zkspring.client.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.zkspring.client.data.ConnectionEvent;
import dev.zkspring.client.data.ConnectionState;
import dev.zkspring.client.data.LostReason;
import dev.zkspring.client.data.WatchEvent;
import dev.zkspring.client.error.ErrorCode;
import dev.zkspring.client.error.Outcome;
import dev.zkspring.client.error.ZkException;
import dev.zkspring.client.internal.protocol.GetData;
import dev.zkspring.client.internal.protocol.OpCode;
import dev.zkspring.client.internal.protocol.SetData;
import dev.zkspring.client.observe.ClientObserver;
import dev.zkspring.client.observe.RequestReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class ObserverTest {

    private static final int NO_NODE = -101;

    private final Recording observer = new Recording();

    private final Observers observers = new Observers();

    private SessionRig rig = connected(settings -> {});

    private SessionRig connected(Consumer<TestSettings> change) {
        observers.add(observer);
        return SessionRig.connected(settings -> {
            settings.observers = observers;
            change.accept(settings);
        });
    }

    @AfterEach
    void stop() {
        rig.close();
    }

    private void restart(Consumer<TestSettings> change) {
        rig.close();
        observer.clear();
        rig = connected(change);
    }

    @Nested
    class Requests {

        @Test
        void isToldOfTheRequestAndItsEndWithTimeAndSizes() {
            Request<?> request = rig.submit(new GetData("/node", false));
            assertThat(observer.submitted).containsExactly("getData /node");
            Frame frame = rig.peer.expect(OpCode.GET_DATA);
            rig.advance(Duration.ofMillis(5));
            assertThat(observer.completed).isEmpty();
            rig.peer.reply(frame, 0x10, Peer.node(1, 2, 3));
            rig.run();
            assertThat(request).isCompleted();
            // A length of 4, xid and type of 4, the path with its length of 4, one byte for the watch.
            int sent = 4 + 8 + 4 + "/node".length() + 1;
            int received = 4 + 3 + 68;
            assertThat(observer.completed)
                    .containsExactly(new Completed("getData", "/node", null, null, 5_000_000, sent, received, 1));
        }

        @Test
        void isToldBeforeTheFutureCompletes() {
            List<Integer> completed = new ArrayList<>();
            rig.submit(new GetData("/node", false))
                    .whenComplete((node, failure) -> completed.add(observer.completed.size()));
            rig.peer.reply(rig.peer.expect(OpCode.GET_DATA), 0x10, Peer.node());
            rig.run();
            assertThat(completed).containsExactly(1);
        }

        @Test
        void isToldWhenTheFutureHasCompletedSoThatItKnowsWhatFollowsFromARequest() {
            rig.submit(new GetData("/first", false)).thenRun(() -> rig.submit(new GetData("/second", false)));
            Frame frame = rig.peer.expect(OpCode.GET_DATA);
            rig.peer.reply(frame, 0x10, Peer.node());
            rig.peer.reply(rig.peer.expect(OpCode.GET_DATA, "/second"), 0x11, Peer.node());
            rig.run();
            assertThat(observer.calls)
                    .containsExactly(
                            "submitted 1", "completed 1", "submitted 2", "settled 1", "completed 2", "settled 2");
        }

        @Test
        void isToldWhyARequestWasRefused() {
            Request<?> request = rig.submit(new GetData("/node", false));
            rig.peer.refuse(rig.peer.expect(OpCode.GET_DATA), 0x10, NO_NODE);
            rig.run();
            assertThat(observer.only().code()).isEqualTo(ErrorCode.NO_NODE);
            assertThat(observer.only().outcome()).isEqualTo(Outcome.REFUSED);
            assertThat(request.handle((node, failure) -> failure).join()).isSameAs(observer.failure);
        }

        @Test
        void isToldOnceOfARequestThatWasAnsweredAfterItsTimeout() {
            restart(settings -> settings.requestTimeout = Duration.ofSeconds(2));
            rig.submit(new GetData("/node", false));
            Frame frame = rig.peer.expect(OpCode.GET_DATA);
            rig.advance(Duration.ofSeconds(2));
            assertThat(observer.only().code()).isEqualTo(ErrorCode.REQUEST_TIMEOUT);
            rig.peer.reply(frame, 0x10, Peer.node());
            rig.run();
            assertThat(observer.calls).containsExactly("submitted 1", "completed 1", "settled 1");
        }

        @Test
        void isToldOfAChangeThatWasLostWithTheLinkAndOfAReadThatWasSentAgain() {
            rig.submit(new GetData("/read", false));
            rig.submit(new SetData("/written", new byte[0], -1));
            rig.peer.expect(OpCode.GET_DATA);
            rig.peer.expect(OpCode.SET_DATA);
            Peer next = rig.reconnect();
            assertThat(observer.only().code()).isEqualTo(ErrorCode.CONNECTION_LOSS);
            assertThat(observer.only().outcome()).isEqualTo(Outcome.UNKNOWN);
            next.pong();
            next.reply(next.expect(OpCode.GET_DATA), 0x10, Peer.node());
            rig.run();
            int once = 4 + 8 + 4 + "/read".length() + 1;
            Completed read = observer.completed.get(1);
            assertThat(read.code()).isNull();
            assertThat(read.sent()).isEqualTo(2 * once);
        }

        @Test
        void isToldOfARequestThatFoundNoRoom() {
            restart(settings -> {
                settings.maxInFlight = 1;
                settings.rejectWhenFull = true;
            });
            rig.submit(new GetData("/first", false));
            rig.submit(new GetData("/second", false));
            assertThat(observer.only().path()).isEqualTo("/second");
            assertThat(observer.only().code()).isEqualTo(ErrorCode.TOO_MANY_REQUESTS);
            assertThat(observer.only().sent()).isZero();
        }

        @Test
        void isToldOfARequestOnAClosedView() {
            Session view = rig.session.withChroot("/view");
            view.closeView();
            view.submit(new GetData("/node", false), null);
            assertThat(observer.only().code()).isEqualTo(ErrorCode.CLIENT_CLOSED);
        }
    }

    @Nested
    class Several {

        @Test
        void getEachTheirOwnContext() {
            Recording second = new Recording();
            second.next = 100;
            observers.add(second);
            answered("/node");
            assertThat(observer.only().context()).isEqualTo(1);
            assertThat(second.only().context()).isEqualTo(101);
        }

        @Test
        void hearOfBothEndsOfARequestOrOfNone() {
            Recording late = new Recording();
            rig.submit(new GetData("/early", false));
            observers.add(late);
            observers.remove(observer);
            rig.submit(new GetData("/late", false));
            rig.peer.reply(rig.peer.expect(OpCode.GET_DATA), 0x10, Peer.node());
            rig.peer.reply(rig.peer.expect(OpCode.GET_DATA), 0x11, Peer.node());
            rig.run();
            assertThat(observer.submitted).containsExactly("getData /early");
            assertThat(observer.only().path()).isEqualTo("/early");
            assertThat(late.submitted).containsExactly("getData /late");
            assertThat(late.only().path()).isEqualTo("/late");
        }

        @Test
        void countOnceWhenAddedTwice() {
            observers.add(observer);
            answered("/node");
            assertThat(observer.completed).hasSize(1);
        }

        @Test
        void requestsAreNotObservedWhenTheLastIsRemoved() {
            assertThat(rig.submit(new GetData("/node", false))).isInstanceOf(ObservedRequest.class);
            observers.remove(observer);
            assertThat(rig.submit(new GetData("/node", false))).isNotInstanceOf(ObservedRequest.class);
        }
    }

    private void answered(String path) {
        rig.submit(new GetData(path, false));
        rig.peer.reply(rig.peer.expect(OpCode.GET_DATA), 0x10, Peer.node());
        rig.run();
    }

    @Test
    void oneThatThrowsHarmsNobodyAndIsLoggedOnce() {
        observers.remove(observer);
        observers.add(new Throwing());
        observers.add(observer);
        Logger logger = (Logger) LoggerFactory.getLogger(Observers.class);
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        logger.addAppender(log);
        answered("/one");
        answered("/two");
        rig.peer.event(3, "/node", 0x20);
        rig.reconnect().pong();
        assertThat(rig.phase()).isEqualTo(SessionPhase.CONNECTED);
        logger.detachAppender(log);
        assertThat(log.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly("Observer throwing threw; it will not be reported again");
        assertThat(observer.completed).hasSize(2).allMatch(each -> each.code() == null);
        assertThat(observer.events).hasSize(1);
    }

    @Nested
    class Connections {

        @Test
        void isToldOfTheFirstConnection() {
            assertThat(observer.states).hasSize(1);
            ConnectionEvent first = observer.states.get(0);
            assertThat(first.state()).isEqualTo(ConnectionState.CONNECTED);
            assertThat(first.newSession()).isTrue();
        }

        @Test
        void isToldOfABrokenLinkAndOfTheNextOne() {
            rig.reconnect().pong();
            rig.run();
            assertThat(observer.states)
                    .extracting(ConnectionEvent::state)
                    .containsExactly(ConnectionState.CONNECTED, ConnectionState.SUSPENDED, ConnectionState.CONNECTED);
            assertThat(observer.states.get(2).newSession()).isFalse();
        }

        @Test
        void isToldOfAnExpiredSession() {
            rig.peer.hangUp();
            Peer next = rig.connector.next().accept();
            next.expectConnect();
            next.sayExpired();
            rig.run();
            assertThat(observer.states).extracting(ConnectionEvent::lostReason).contains(LostReason.EXPIRED_BY_SERVER);
        }
    }

    @Test
    void isToldOfEventsThatNobodyWaitsFor() {
        rig.peer.event(3, "/node", 0x20);
        rig.peer.event(99, "/node", 0x21);
        rig.run();
        assertThat(observer.events).containsExactly(WatchEvent.Type.NODE_DATA_CHANGED);
    }

    private record Completed(
            String operation,
            String path,
            ErrorCode code,
            Outcome outcome,
            long nanos,
            int sent,
            int received,
            Object context) {}

    /** Gives each request a number for its context. */
    private static final class Recording implements ClientObserver {

        private final List<String> submitted = new ArrayList<>();

        private final List<Completed> completed = new ArrayList<>();

        private final List<String> calls = new ArrayList<>();

        private final List<ConnectionEvent> states = new ArrayList<>();

        private final List<WatchEvent.Type> events = new ArrayList<>();

        private ZkException failure;

        private int next;

        void clear() {
            submitted.clear();
            completed.clear();
            calls.clear();
            next = 0;
            states.clear();
        }

        Completed only() {
            assertThat(completed).hasSize(1);
            return completed.get(0);
        }

        @Override
        public Object requestSubmitted(String operation, String path) {
            submitted.add(operation + " " + path);
            calls.add("submitted " + ++next);
            return next;
        }

        @Override
        public void requestCompleted(RequestReport request, Object context) {
            calls.add("completed " + context);
            failure = request.failure();
            completed.add(new Completed(
                    request.operationName(),
                    request.path(),
                    failure == null ? null : failure.code(),
                    failure == null ? null : failure.outcome(),
                    request.durationNanos(),
                    request.requestBytes(),
                    request.responseBytes(),
                    context));
        }

        @Override
        public void requestSettled(Object context) {
            calls.add("settled " + context);
        }

        @Override
        public void stateChanged(ConnectionEvent event) {
            states.add(event);
        }

        @Override
        public void eventReceived(WatchEvent.Type type) {
            events.add(type);
        }
    }

    private static final class Throwing implements ClientObserver {

        @Override
        public Object requestSubmitted(String operation, String path) {
            throw new IllegalStateException("expected");
        }

        @Override
        public void requestCompleted(RequestReport request, Object context) {
            assertThat(context).isNull();
            throw new NoClassDefFoundError("expected");
        }

        @Override
        public void requestSettled(Object context) {
            throw new IllegalStateException("expected");
        }

        @Override
        public void stateChanged(ConnectionEvent event) {
            throw new AssertionError("expected");
        }

        @Override
        public void eventReceived(WatchEvent.Type type) {
            throw new IllegalArgumentException("expected");
        }

        @Override
        public String toString() {
            return "throwing";
        }
    }
}
