package dev.zkspring.client.comparison;

import dev.zkspring.client.faults.Reply;
import dev.zkspring.client.faults.Result;
import java.util.function.Consumer;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.WatchedEvent;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.ZooKeeper;

/**
 * Follows a node by watches that fire once: reads again at every event, which leaves the next watch, and tries again
 * when a read failed, for then there may be no watch.
 */
final class ApacheFollower implements Watcher, AutoCloseable {

    private final ApacheClient client;

    private final String path;

    private final Kind kind;

    private final Consumer<Reply> seen;

    private volatile boolean closed;

    ApacheFollower(ApacheClient client, String path, Kind kind, Consumer<Reply> seen) {
        this.client = client;
        this.path = path;
        this.kind = kind;
        this.seen = seen;
    }

    ApacheFollower start() {
        read();
        return this;
    }

    @Override
    public void process(WatchedEvent event) {
        boolean expired = event.getState() == Event.KeeperState.Expired;
        if (event.getType() != Event.EventType.None || expired) {
            read();
        }
    }

    @Override
    public void close() {
        closed = true;
    }

    private void read() {
        if (closed) {
            return;
        }
        ZooKeeper zooKeeper = client.handle();
        long session = zooKeeper.getSessionId();
        if (kind == Kind.DATA) {
            zooKeeper.getData(
                    path,
                    this,
                    (code, node, context, data, stat) -> took(Replies.ofData(code, data, stat, session)),
                    null);
        } else {
            zooKeeper.getChildren(
                    path,
                    this,
                    (code, node, context, names, stat) -> took(Replies.ofChildren(code, names, stat, session)),
                    null);
        }
    }

    private void took(Reply reply) {
        if (reply.result() == Result.OK) {
            seen.accept(reply);
        } else if (reply.result() == Result.NO_NODE) {
            seen.accept(reply);
            awaitCreation();
        } else {
            client.later(this::read);
        }
    }

    /** A read that found no node leaves no watch. */
    private void awaitCreation() {
        client.handle()
                .exists(
                        path,
                        this,
                        (code, node, context, stat) -> {
                            if (code == 0) {
                                read();
                            } else if (code != KeeperException.Code.NONODE.intValue()) {
                                client.later(this::read);
                            }
                        },
                        null);
    }

    /** What is followed. */
    enum Kind {
        DATA,
        CHILDREN
    }
}
