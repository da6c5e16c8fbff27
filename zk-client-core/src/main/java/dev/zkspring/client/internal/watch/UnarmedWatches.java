package dev.zkspring.client.internal.watch;

import dev.zkspring.client.internal.protocol.SetWatches;
import dev.zkspring.client.internal.protocol.WatchKind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * One-shot watches of the table that the server does not have yet, because their reads went out without them: they are
 * armed in bulk, each from a transaction on that its read has surely seen. Until the server has confirmed it, that
 * transaction is to be kept: later answers, even on the same connection, say nothing about these nodes. Confined to the
 * session's event loop.
 */
public final class UnarmedWatches {

    private final WatchTable table;

    private Deque<Unarmed> waiting = new ArrayDeque<>();

    /** Sent and not confirmed, oldest first. */
    private final Deque<SetWatches> asked = new ArrayDeque<>();

    /**
     * A watch to be armed.
     *
     * @param since the server has to tell of changes after this transaction
     */
    private record Unarmed(Place place, long since) {

        boolean fits(long other) {
            // Whether a missing node has come since then needs no transaction to count from.
            return since == other || place.kind() == WatchKind.EXIST;
        }
    }

    /** Where a watch is. */
    public record Place(WatchKind kind, String serverPath) {

        /** All that are one to a server: it tells a watch of the one what it was asked for the other. */
        public static Set<Place> of(WatchKind kind, String serverPath) {
            boolean ofNode = kind == WatchKind.DATA || kind == WatchKind.EXIST;
            return ofNode
                    ? Set.of(new Place(WatchKind.DATA, serverPath), new Place(WatchKind.EXIST, serverPath))
                    : Set.of(new Place(kind, serverPath));
        }
    }

    public UnarmedWatches(WatchTable table) {
        this.table = table;
    }

    /** Whether there is something to ask for. */
    public boolean isWaiting() {
        return !waiting.isEmpty();
    }

    public void add(WatchKind kind, String serverPath, long since) {
        waiting.add(new Unarmed(new Place(kind, serverPath), since));
    }

    /** Drops what has not been asked for; returns where. */
    public List<Place> drop(Predicate<Place> unwanted) {
        List<Place> dropped = new ArrayList<>();
        waiting.removeIf(each -> {
            boolean drop = unwanted.test(each.place());
            if (drop) {
                dropped.add(each.place());
            }
            return drop;
        });
        return dropped;
    }

    /** As below, of all. */
    public List<SetWatches> ask() {
        return ask(place -> false);
    }

    /**
     * The requests that arm what waits and still has a watcher; to be sent, and confirmed in this order.
     *
     * @param later what goes on waiting
     */
    public List<SetWatches> ask(Predicate<Place> later) {
        List<SetWatches> batches = new ArrayList<>();
        Deque<Unarmed> left = new ArrayDeque<>();
        RearmBatches batch = new RearmBatches(0);
        long since = 0;
        for (Unarmed each : waiting) {
            if (later.test(each.place())) {
                left.add(each);
            } else if (table.contains(each.place().kind(), each.place().serverPath())) {
                if (!each.fits(since)) {
                    batches.addAll(batch.toList());
                    since = each.since();
                    batch = new RearmBatches(since);
                }
                batch.add(each.place().kind(), each.place().serverPath());
            }
        }
        batches.addAll(batch.toList());
        waiting = left;
        asked.addAll(batches);
        return batches;
    }

    /** These are sent for watches that the server had to drop: until it has armed them again they count as unarmed. */
    public void asked(List<SetWatches> batches) {
        asked.addAll(batches);
    }

    /** The server has done one of the requests; those from elsewhere are of no interest. */
    public void confirmed(SetWatches batch) {
        if (batch.equals(asked.peek())) {
            asked.poll();
        }
    }

    /** There is another connection: what was not confirmed on the last one is to be asked for again. */
    public List<SetWatches> askAgain() {
        Deque<Unarmed> all = new ArrayDeque<>();
        for (SetWatches each : asked) {
            collect(all, WatchKind.DATA, each.data(), each.relativeZxid());
            collect(all, WatchKind.EXIST, each.exist(), each.relativeZxid());
            collect(all, WatchKind.CHILD, each.child(), each.relativeZxid());
        }
        asked.clear();
        all.addAll(waiting);
        waiting = all;
        return ask();
    }

    private static void collect(Deque<Unarmed> all, WatchKind kind, List<String> paths, long since) {
        paths.forEach(path -> all.add(new Unarmed(new Place(kind, path), since)));
    }

    /** What was asked for and is not confirmed. */
    public Set<Place> unconfirmed() {
        Set<Place> places = new HashSet<>();
        for (SetWatches each : asked) {
            each.data().forEach(path -> places.add(new Place(WatchKind.DATA, path)));
            each.exist().forEach(path -> places.add(new Place(WatchKind.EXIST, path)));
            each.child().forEach(path -> places.add(new Place(WatchKind.CHILD, path)));
        }
        return places;
    }

    /** The session is gone, and all its watches. */
    public void clear() {
        waiting.clear();
        asked.clear();
    }
}
