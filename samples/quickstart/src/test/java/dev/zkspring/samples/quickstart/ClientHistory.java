package dev.zkspring.samples.quickstart;

import dev.zkspring.client.ZkClient;
import dev.zkspring.client.data.ConnectionEvent;
import dev.zkspring.client.data.ConnectionState;
import dev.zkspring.client.data.SessionId;
import dev.zkspring.client.data.WatchEvent;
import dev.zkspring.client.observe.ClientObserver;
import dev.zkspring.client.observe.RequestReport;
import dev.zkspring.event.ZkConnectedEvent;
import dev.zkspring.event.ZkConnectionEvent;
import dev.zkspring.event.ZkLostEvent;
import dev.zkspring.event.ZkReconnectedEvent;
import dev.zkspring.event.ZkSuspendedEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** All that one client told, by three ways: its listener, its observer, and the application events. */
final class ClientHistory {

    private final ZkClient client;

    private final List<ConnectionEvent> told = new CopyOnWriteArrayList<>();

    private final List<ZkConnectionEvent> published = new CopyOnWriteArrayList<>();

    private final AtomicInteger transitions = new AtomicInteger();

    private final AtomicInteger suspensions = new AtomicInteger();

    private final Map<String, LongAdder> watchEvents = new ConcurrentHashMap<>();

    private final Map<String, LongAdder> requests = new ConcurrentHashMap<>();

    /** Of a client that is not started yet. */
    ClientHistory(ZkClient client) {
        this.client = client;
        client.addListener(told::add);
        client.addObserver(new Observer());
    }

    void published(ZkConnectionEvent event) {
        published.add(event);
    }

    ZkClient client() {
        return client;
    }

    String name() {
        return client.clientName();
    }

    /** What the listener was told, in order. */
    List<ConnectionEvent> told() {
        return List.copyOf(told);
    }

    /** The same, in one line each. */
    List<String> toldLines() {
        return told.stream().map(ClientHistory::line).toList();
    }

    /** What the application events said, in lines that must equal {@link #toldLines()}. */
    List<String> publishedLines() {
        return published.stream().map(ClientHistory::line).toList();
    }

    List<ZkConnectionEvent> published() {
        return List.copyOf(published);
    }

    /** How many events of each type the servers sent, by name. */
    Map<String, Long> watchEvents() {
        return sums(watchEvents);
    }

    /** How many requests ended, by operation, outcome and error as the meters name them. */
    Map<String, Long> requests() {
        return sums(requests);
    }

    private static Map<String, Long> sums(Map<String, LongAdder> counts) {
        Map<String, Long> sums = new ConcurrentHashMap<>();
        counts.forEach((name, count) -> sums.put(name, count.sum()));
        return sums;
    }

    /** Where the client stands now; two equal ones with nothing between them mean that nothing happened. */
    Moment moment() {
        int before = transitions.get();
        SessionId session = client.sessionId();
        return new Moment(before, suspensions.get(), client.state(), session == null ? null : session.toString());
    }

    private static String line(ConnectionEvent event) {
        Class<?> expected = switch (event.state()) {
            case CONNECTED -> event.newSession() ? ZkConnectedEvent.class : ZkReconnectedEvent.class;
            case SUSPENDED -> ZkSuspendedEvent.class;
            case LOST -> ZkLostEvent.class;
        };
        return line(expected, event.previousState(), event.sessionId(), event.server());
    }

    private static String line(ZkConnectionEvent event) {
        long session = Objects.requireNonNullElse(event.sessionId(), 0L);
        return line(event.getClass(), event.previousState(), session, event.server());
    }

    private static String line(Class<?> kind, ConnectionState before, long session, @Nullable Object server) {
        return "%s after %s, session %s, server %s"
                .formatted(kind.getSimpleName(), before, SessionId.toString(session), server);
    }

    /** What cannot be true of a client's way from state to state. */
    List<String> violations() {
        List<String> violations = new ArrayList<>();
        ConnectionState state = ConnectionState.LOST;
        long session = 0;
        for (ConnectionEvent event : told) {
            if (event.previousState() != state || event.state() == state) {
                violations.add("after " + state + ": " + line(event));
            }
            boolean same = event.sessionId() == session;
            if (state != ConnectionState.LOST && !same) {
                violations.add("session " + SessionId.toString(session) + " went without a word: " + line(event));
            }
            if (event.state() == ConnectionState.CONNECTED && event.newSession() == same) {
                violations.add("newSession is " + event.newSession() + ": " + line(event));
            }
            state = event.state();
            session = event.sessionId();
        }
        return violations;
    }

    /** A client at one moment. */
    record Moment(
            int transitions,
            int suspensions,
            ConnectionState state,
            @Nullable String session) {

        boolean isConnected() {
            return state == ConnectionState.CONNECTED;
        }
    }

    private final class Observer implements ClientObserver {

        @Override
        public void stateChanged(ConnectionEvent event) {
            if (event.state() == ConnectionState.SUSPENDED) {
                suspensions.incrementAndGet();
            }
            transitions.incrementAndGet();
        }

        @Override
        public void eventReceived(WatchEvent.Type type) {
            count(watchEvents, type.name());
        }

        @Override
        public void requestCompleted(RequestReport request, @Nullable Object context) {
            var failure = request.failure();
            String outcome = failure == null ? "success" : failure.outcome().name();
            String error = failure == null ? "none" : failure.code().name();
            count(requests, String.join(" ", request.operationName(), outcome, error));
        }

        private static void count(Map<String, LongAdder> counts, String name) {
            counts.computeIfAbsent(name, absent -> new LongAdder()).increment();
        }
    }
}
