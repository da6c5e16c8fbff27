package dev.zkspring.client.faults;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.ZooKeeper;

/**
 * Looks which nodes are there, again and again, by Apache's client over links that do not break. Each look begins with a
 * write, so that what it finds was true after its begin: a sync does not wait for anything on a leader, be it one that
 * has been replaced. Safe for use by several threads.
 */
final class EphemeralObserver implements AutoCloseable {

    private static final int SESSION_MILLIS = 30_000;

    private static final int PAUSE_MILLIS = 50;

    private final String hosts;

    private final List<String> parents;

    private final ScheduledExecutorService pauses = Executors.newSingleThreadScheduledExecutor();

    private final EphemeralNodes nodes = new EphemeralNodes();

    private volatile ZooKeeper zooKeeper;

    private volatile long lastLook;

    private volatile boolean closed;

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
        zooKeeper.setData(parents.get(0), new byte[0], -1, (code, path, context, stat) -> list(code, begin, 0), null);
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
        Set<String> present = new HashSet<>();
        names.forEach(name -> present.add(parent + "/" + name));
        nodes.looked(parent, present, begin, System.nanoTime()).forEach(this::lookForOwner);
    }

    private void lookForOwner(String path) {
        zooKeeper.exists(
                path,
                false,
                (code, same, context, stat) -> {
                    if (code == Code.OK.intValue()) {
                        nodes.owned(path, stat.getEphemeralOwner());
                    }
                },
                null);
    }

    /** What was seen so far. */
    EphemeralNodes nodes() {
        return nodes;
    }

    /** When the last complete look began. */
    long lastLook() {
        return lastLook;
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
