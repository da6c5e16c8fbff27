package dev.zkspring.client.faults;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/** Which servers are frozen, and when any was. Times are those of {@link System#nanoTime}. Safe for use by several threads. */
final class FrozenTimes {

    private final LongSupplier clock;

    private final Map<Integer, Long> since = new HashMap<>();

    private final List<Span> over = new ArrayList<>();

    private record Span(long from, long to) {

        boolean meets(long begin, long end) {
            return from <= end && begin <= to;
        }
    }

    FrozenTimes() {
        this(System::nanoTime);
    }

    FrozenTimes(LongSupplier clock) {
        this.clock = clock;
    }

    /** A server is about to be frozen; false if it is frozen already. */
    synchronized boolean begin(int server) {
        return since.putIfAbsent(server, clock.getAsLong()) == null;
    }

    /** A server goes on, or has ended; false if it was not frozen. */
    synchronized boolean end(int server) {
        Long from = since.remove(server);
        if (from != null) {
            over.add(new Span(from, clock.getAsLong()));
        }
        return from != null;
    }

    synchronized boolean isFrozen(int server) {
        return since.containsKey(server);
    }

    /** Whether any server was frozen at some time from the one on until the other. */
    synchronized boolean anyBetween(long from, long to) {
        return since.values().stream().anyMatch(begin -> begin <= to)
                || over.stream().anyMatch(span -> span.meets(from, to));
    }
}
