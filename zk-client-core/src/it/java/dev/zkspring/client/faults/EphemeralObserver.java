package dev.zkspring.client.faults;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.ZooKeeper;
import org.jspecify.annotations.Nullable;

/**
 * Looks which nodes are there, again and again, by Apache's client over links that do not break. Each look begins with
 * a sync, so that what it finds was true after its begin. Safe for use by several threads.
 */
final class EphemeralObserver implements AutoCloseable {

    private static final int SESSION_MILLIS = 30_000;

    private static final int PAUSE_MILLIS = 50;

    private final String hosts;

    private final List<String> parents;

    private final ScheduledExecutorService pauses = Executors.newSingleThreadScheduledExecutor();

    private final Map<String, Seen> nodes = new ConcurrentHashMap<>();

    private final List<String> violations = new ArrayList<>();

    private volatile ZooKeeper zooKeeper;

    private volatile long lastLook;

    private volatile boolean closed;

    /** A node: the begin of the last look that found it, and when the next look had not found it, 0 if it is there. */
    record Seen(long presentAt, long goneAt) {}

    /** Begins to look below these nodes. */
    EphemeralObserver(String hosts, List<String> parents) {
        this.hosts = hosts;
        this.parents = List.copyOf(parents);
        this.zooKeeper = connect();
        pauses.execute(this::look);
    }

    private ZooKeeper connect() {
        try {
            return new ZooKeeper(hosts, SESSION_MILLIS, event -> {});
        } catch (IOException e) {
            throw new IllegalStateException("cannot make an observer of " + hosts, e);
        }
    }

    private void look() {
        long begin = System.nanoTime();
        zooKeeper.sync(parents.get(0), (code, path, context) -> list(code, begin, 0), null);
    }

    private void list(int code, long begin, int next) {
        if (code == Code.OK.intValue() && next < parents.size()) {
            String parent = parents.get(next);
            zooKeeper.getChildren(
                    parent,
                    false,
                    (listCode, path, context, names) -> {
                        if (listCode == Code.OK.intValue()) {
                            found(parent, names, begin);
                        }
                        list(listCode, begin, next + 1);
                    },
                    null);
            return;
        }
        if (code == Code.OK.intValue()) {
            lastLook = begin;
        } else if (code == Code.SESSIONEXPIRED.intValue() && !closed) {
            zooKeeper = connect();
        }
        if (!closed) {
            pauses.schedule(this::look, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void found(String parent, List<String> names, long begin) {
        long now = System.nanoTime();
        Set<String> present = new HashSet<>();
        names.forEach(name -> present.add(parent + "/" + name));
        for (String path : present) {
            Seen before = nodes.put(path, new Seen(begin, 0));
            if (before == null) {
                checkOwner(path);
            } else if (before.goneAt() != 0) {
                violated(path + " came back after it was gone");
            }
        }
        nodes.replaceAll((path, seen) -> seen.goneAt() == 0 && path.startsWith(parent + "/") && !present.contains(path)
                ? new Seen(seen.presentAt(), now)
                : seen);
    }

    /** The name says in which session the node was to be made. */
    private void checkOwner(String path) {
        zooKeeper.exists(
                path,
                false,
                (code, same, context, stat) -> {
                    if (code == Code.OK.intValue() && stat.getEphemeralOwner() != EphemeralClient.owner(path)) {
                        violated("%s was made in session 0x%x".formatted(path, stat.getEphemeralOwner()));
                    }
                },
                null);
    }

    private synchronized void violated(String what) {
        violations.add(what);
    }

    synchronized List<String> violations() {
        return List.copyOf(violations);
    }

    @Nullable
    Seen seen(String path) {
        return nodes.get(path);
    }

    /** The nodes that the last look found. */
    Set<String> present() {
        Set<String> present = new HashSet<>();
        nodes.forEach((path, seen) -> {
            if (seen.goneAt() == 0) {
                present.add(path);
            }
        });
        return present;
    }

    /** When the last complete look began. */
    long lastLook() {
        return lastLook;
    }

    /** How many nodes were seen to be gone. */
    long gone() {
        return nodes.values().stream().filter(seen -> seen.goneAt() != 0).count();
    }

    @Override
    public void close() {
        closed = true;
        pauses.shutdownNow();
        try {
            zooKeeper.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
