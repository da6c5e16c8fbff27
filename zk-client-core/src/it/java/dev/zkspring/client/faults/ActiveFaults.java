package dev.zkspring.client.faults;

import java.util.ArrayList;
import java.util.List;

/** Which faults last now, and since when each client has been spared. Safe for use by several threads. */
final class ActiveFaults {

    private final List<Hit> hits = new ArrayList<>();

    private final List<Hit> past = new ArrayList<>();

    private long serversWellSince = Long.MIN_VALUE;

    /** Forgets everything. */
    synchronized void clear() {
        hits.clear();
        past.clear();
        serversWellSince = Long.MIN_VALUE;
    }

    /**
     * A fault begins.
     *
     * @param clients whom it may hit
     */
    synchronized void begin(FaultEvent event, List<Integer> clients) {
        hits.add(new Hit(event, List.copyOf(clients), 0));
    }

    synchronized void end(FaultEvent event) {
        long now = System.nanoTime();
        hits.stream().filter(hit -> hit.event().equals(event)).forEach(hit -> end(hit, now));
        hits.removeIf(hit -> hit.event().equals(event));
    }

    /** See {@link FaultyEnsemble#wellSince}. */
    synchronized long wellSince(int client) {
        if (hits.stream().anyMatch(hit -> hit.clients().contains(client))) {
            return Long.MAX_VALUE;
        }
        return past.stream()
                .filter(hit -> hit.clients().contains(client))
                .mapToLong(Hit::end)
                .max()
                .orElse(Long.MIN_VALUE);
    }

    /** When the last fault of servers ended, as {@link #wellSince} tells it of a client. */
    synchronized long serversWellSince() {
        return hits.stream().anyMatch(ActiveFaults::isOfServers) ? Long.MAX_VALUE : serversWellSince;
    }

    private static boolean isOfServers(Hit hit) {
        return hit.event().fault().scope() == Fault.Scope.SERVER;
    }

    /** Only the last end counts, so that one per set of clients is enough. */
    private void end(Hit hit, long now) {
        past.removeIf(other -> other.clients().equals(hit.clients()));
        past.add(new Hit(hit.event(), hit.clients(), now));
        serversWellSince = isOfServers(hit) ? now : serversWellSince;
    }

    private record Hit(FaultEvent event, List<Integer> clients, long end) {}
}
