package dev.zkspring.client.faults;

import dev.zkspring.client.data.ConnectionEvent;
import dev.zkspring.client.data.ConnectionState;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Whether the states that a client told its listeners can follow each other, while nobody stops it. */
final class StateStory {

    private StateStory() {}

    /** What cannot be true, each with the name of the client. */
    static List<String> violations(String client, List<ConnectionEvent> story) {
        List<String> found = new ArrayList<>();
        Set<Long> sessions = new HashSet<>();
        ConnectionState state = ConnectionState.LOST;
        long session = 0;
        for (ConnectionEvent event : story) {
            boolean opened = event.state() == ConnectionState.CONNECTED && event.newSession();
            String why = event.previousState() != state ? "comes after " + state : misfit(event, session);
            if (why == null && opened && !sessions.add(event.sessionId())) {
                why = "is of a session that was lost";
            }
            if (why != null) {
                found.add("%s was told %s, which %s, session 0x%x".formatted(client, event, why, session));
            }
            state = event.state();
            session = event.sessionId();
        }
        return found;
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
