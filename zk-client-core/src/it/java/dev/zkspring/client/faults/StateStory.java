package dev.zkspring.client.faults;

import dev.zkspring.client.data.ConnectionEvent;
import dev.zkspring.client.data.ConnectionState;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Whether the states that a client told its listeners can follow each other, while nobody stops it. Safe for use by several threads. */
final class StateStory {

    private final String client;

    private final List<String> violations = new ArrayList<>();

    private final Set<Long> sessions = new HashSet<>();

    private ConnectionState state = ConnectionState.LOST;

    private long session;

    /** Of a client with this name, which was never connected. */
    StateStory(String client) {
        this.client = client;
    }

    /** The client's listeners were told this next. */
    synchronized void add(ConnectionEvent event) {
        boolean opened = event.state() == ConnectionState.CONNECTED && event.newSession();
        String why = event.previousState() != state ? "comes after " + state : misfit(event, session);
        if (why == null && opened && !sessions.add(event.sessionId())) {
            why = "is of a session that was lost";
        }
        if (why != null) {
            violations.add("%s was told %s, which %s, session 0x%x".formatted(client, event, why, session));
        }
        state = event.state();
        session = event.sessionId();
    }

    /** What cannot be true, each with the name of the client. */
    synchronized List<String> violations() {
        return List.copyOf(violations);
    }

    private static @Nullable String misfit(ConnectionEvent event, long session) {
        boolean same = event.sessionId() == session;
        return switch (event.previousState()) {
            case LOST ->
                event.state() == ConnectionState.CONNECTED && event.newSession() && !same
                        ? null
                        : "is no new session after LOST";
            case CONNECTED ->
                event.state() == ConnectionState.SUSPENDED && same ? null : "is no SUSPENDED of the session";
            case SUSPENDED ->
                same && !event.newSession() && event.state() != ConnectionState.SUSPENDED
                        ? null
                        : "neither resumes nor loses the session";
        };
    }
}
