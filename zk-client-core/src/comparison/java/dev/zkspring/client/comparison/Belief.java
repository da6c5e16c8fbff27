package dev.zkspring.client.comparison;

import dev.zkspring.client.faults.ClientUnderTest;
import dev.zkspring.client.faults.ClientUnderTest.State;
import java.util.ArrayList;
import java.util.List;

/** What one client said of its connection and when. Safe for use by several threads. */
final class Belief {

    private final ClientUnderTest client;

    private final List<Saying> sayings = new ArrayList<>();

    Belief(ClientUnderTest client) {
        this.client = client;
        client.onState(this::say);
    }

    /** For a client whose first state came before it could be asked for. */
    void connected() {
        say(State.CONNECTED);
    }

    synchronized long times(State state) {
        return sayings.stream().filter(saying -> saying.state() == state).count();
    }

    /** When the client gave up this session after it had it, in nanoseconds; {@code now} if it has not. */
    synchronized long end(long session, long now) {
        boolean had = false;
        for (Saying saying : sayings) {
            boolean has =
                    saying.state() != State.LOST && (saying.state() == State.SUSPENDED || saying.session() == session);
            if (had && !has) {
                return saying.nanos();
            }
            had |= saying.state() == State.CONNECTED && saying.session() == session;
        }
        return had ? now : 0;
    }

    /** Since when the client is connected in another session than this one, in nanoseconds; 0 if it is not. */
    synchronized long connectedElsewhere(long session) {
        if (sayings.isEmpty()) {
            return 0;
        }
        Saying last = sayings.get(sayings.size() - 1);
        boolean elsewhere = last.state() == State.CONNECTED && last.session() != session;
        return elsewhere ? last.nanos() : 0;
    }

    private synchronized void say(State state) {
        sayings.add(new Saying(System.nanoTime(), state, client.session()));
    }

    private record Saying(long nanos, State state, long session) {}
}
