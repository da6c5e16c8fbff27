package dev.zkspring.client.watch;

import dev.zkspring.client.data.Watcher;
import dev.zkspring.client.data.ZkPath;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * The nodes that a cache has to look at, each once and one at a time, and a bounded number of them together. Not safe
 * for use by several threads.
 */
final class Visits {

    /** Read the node's value. */
    static final int VALUE = 1;

    /** List its children. */
    static final int LIST = 2;

    /** Look at everything below it too. */
    static final int DEEP = 4;

    /** The value is likely to differ from the one known. */
    static final int CHANGED = 8;

    /** Keeps the link busy, and leaves most of a client's window of 1000 requests to others. */
    static final int MAX_IN_FLIGHT = 128;

    /** A node to look at. */
    static final class Visit {

        final String path;

        private int wanted;

        private boolean running;

        private boolean initial;

        /** When it began, by the count of those that make earlier answers worthless. */
        int epoch;

        /** What it arms on the node. */
        @Nullable
        Watcher watcher;

        private Visit(String path) {
            this.path = path;
        }

        /** Whether it belongs to the first pass. */
        boolean isInitial() {
            return initial;
        }

        /** What to look at; what is asked for from now on is for the next visit. */
        int take() {
            int taken = wanted;
            wanted = 0;
            return taken;
        }
    }

    private final Map<String, Visit> pending = new HashMap<>();

    private final Queue<Visit> ready = new ArrayDeque<>();

    private int inFlight;

    private int initialLeft;

    /** Asks for a visit; one that runs is repeated when it ends, since its answer may be older than this call. */
    void add(String path, int wanted, boolean initial) {
        Visit visit = pending.computeIfAbsent(path, Visit::new);
        if (initial && !visit.initial) {
            visit.initial = true;
            initialLeft++;
        }
        if (visit.wanted == 0 && !visit.running) {
            ready.add(visit);
        }
        visit.wanted |= wanted;
    }

    /** Repeats what is under way: its answers may be older than this call. */
    void repeatRunning(int wanted) {
        for (Visit visit : pending.values()) {
            if (visit.running) {
                visit.wanted |= wanted;
            }
        }
    }

    boolean isPending(String path) {
        return pending.containsKey(path);
    }

    /** The nearest node above this one, up to the root, that is to be looked at. */
    @Nullable
    String pendingAbove(TreeScope scope, String path) {
        String above = path;
        while (!scope.isRoot(above)) {
            above = ZkPath.parent(above);
            if (isPending(above)) {
                return above;
            }
        }
        return null;
    }

    /** The next one to begin, {@code null} if there is none or enough is in flight. */
    @Nullable
    Visit begin() {
        Visit visit = inFlight < MAX_IN_FLIGHT ? ready.poll() : null;
        if (visit != null) {
            visit.running = true;
            inFlight++;
        }
        return visit;
    }

    /** Ends a visit that saw what it was for. */
    void done(Visit visit) {
        if (visit.initial) {
            visit.initial = false;
            initialLeft--;
        }
        end(visit, 0);
    }

    /** Ends a visit in vain; it will be repeated. */
    void repeat(Visit visit, int wanted) {
        end(visit, wanted);
    }

    private void end(Visit visit, int wanted) {
        inFlight--;
        visit.running = false;
        visit.wanted |= wanted;
        if (visit.wanted != 0) {
            ready.add(visit);
        } else {
            pending.remove(visit.path);
        }
    }

    /** Whether visits of the first pass are left. */
    boolean isInitialLeft() {
        return initialLeft > 0;
    }

    boolean isIdle() {
        return inFlight == 0;
    }

    /** Ends what has not begun; the paths of all. */
    Collection<String> cancel() {
        List<String> paths = new ArrayList<>(pending.keySet());
        ready.clear();
        return paths;
    }
}
