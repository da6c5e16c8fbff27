package dev.zkspring.client.faults;

import dev.zkspring.client.ZkClient;
import dev.zkspring.client.data.AddWatchMode;
import dev.zkspring.client.data.WatchEvent;
import dev.zkspring.client.data.WatchEvent.Type;
import dev.zkspring.client.data.Watcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A recursive persistent watch, set anew in each session, and what it hears. Safe for use by several threads. */
final class StreamedEvents {

    private static final int RETRY_MILLIS = 100;

    private final ZkClient client;

    private final String root;

    /** What was wrong in earlier sessions. */
    private final List<String> disorder = new ArrayList<>();

    private Registration present;

    private long count;

    private volatile boolean stopped;

    StreamedEvents(ZkClient client, String root) {
        this.client = client;
        this.root = root;
        this.present = new Registration();
    }

    /** One for each session. */
    private final class Registration implements Watcher {

        private final EventStream stream = new EventStream();

        /** For the one who asks why it is not armed. */
        private volatile String last = "asked for the watch";

        @Override
        public void process(WatchEvent event) {
            if (event.type() == Type.SESSION_LOST) {
                register();
                return;
            }
            int resyncs = 0;
            synchronized (StreamedEvents.this) {
                count++;
                if (event.type() == Type.RESYNC) {
                    resyncs = stream.resync();
                } else {
                    stream.heard(event);
                }
            }
            if (resyncs > 0) {
                armed(resyncs);
            }
        }

        /** An answer that is asked for now says up to where changes may have been missed. */
        private void armed(int resyncs) {
            last = "asked for a zxid after " + resyncs + " times RESYNC";
            client.async().exists(root).whenComplete((stat, failure) -> {
                last = "got " + (failure == null ? "an answer" : failure);
                if (failure != null) {
                    later(() -> armed(resyncs));
                    return;
                }
                synchronized (StreamedEvents.this) {
                    stream.armed(resyncs, client.lastZxid());
                }
            });
        }
    }

    /** Sets the watch, in the session that the client has or is about to get. */
    void register() {
        Registration next = new Registration();
        synchronized (this) {
            disorder.addAll(present.stream.disorder());
            present = next;
        }
        client.async().addWatch(root, AddWatchMode.PERSISTENT_RECURSIVE, next).whenComplete((watch, failure) -> {
            if (failure == null) {
                next.armed(0);
            } else {
                next.last = "was refused the watch: " + failure;
                later(() -> again(next));
            }
        });
    }

    private void again(Registration failed) {
        if (isPresent(failed)) {
            register();
        }
    }

    private synchronized boolean isPresent(Registration registration) {
        return present == registration;
    }

    private void later(Runnable task) {
        if (!stopped) {
            CompletableFuture.delayedExecutor(RETRY_MILLIS, TimeUnit.MILLISECONDS)
                    .execute(task);
        }
    }

    /** Tries nothing again. */
    void stop() {
        stopped = true;
    }

    synchronized long count() {
        return count;
    }

    /** What was wrong, and what is missing when the last changes of the nodes were made by these transactions. */
    synchronized List<String> violations(Map<String, Long> lastChanges) {
        List<String> found = new ArrayList<>(disorder);
        found.addAll(present.stream.violations(lastChanges, present.last));
        return found;
    }
}
