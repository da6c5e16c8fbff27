package dev.zkspring.client.faults;

import dev.zkspring.client.ZkClient;
import dev.zkspring.client.data.AddWatchMode;
import dev.zkspring.client.data.WatchEvent;
import dev.zkspring.client.data.WatchEvent.Type;
import dev.zkspring.client.data.Watcher;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A recursive persistent watch, set anew in each session, whose events are judged as they come: of one node they must be
 * in order and none may come twice; and none may be missing in the end, except behind a RESYNC. Keeps one number for
 * each node. Safe for use by several threads.
 */
final class StreamedEvents {

    private static final int RETRY_MILLIS = 100;

    /** More would say the same again. */
    private static final int KEPT = 20;

    private final ZkClient client;

    private final String root;

    private final List<String> violations = new ArrayList<>();

    private Registration present;

    private long count;

    private volatile boolean stopped;

    StreamedEvents(ZkClient client, String root) {
        this.client = client;
        this.root = root;
        this.present = new Registration();
    }

    /** One registration and the last that it heard. */
    private final class Registration implements Watcher {

        private final Map<String, Long> last = new HashMap<>();

        /** Changes up to this transaction may have been missed, all for now. */
        private long missed = Long.MAX_VALUE;

        private int resyncs;

        @Override
        public void process(WatchEvent event) {
            if (event.type() == Type.RESYNC) {
                int number;
                synchronized (StreamedEvents.this) {
                    missed = Long.MAX_VALUE;
                    number = ++resyncs;
                }
                armed(number);
            } else if (event.type() == Type.SESSION_LOST) {
                register();
            } else {
                heard(this, event);
            }
        }

        /** The watch is armed, and an answer that is asked for now says up to where changes may have been missed. */
        private void armed(int number) {
            client.async().exists(root).whenComplete((stat, failure) -> {
                if (failure != null) {
                    later(() -> armed(number));
                    return;
                }
                synchronized (StreamedEvents.this) {
                    if (number == resyncs) {
                        missed = client.lastZxid();
                    }
                }
            });
        }
    }

    private synchronized void heard(Registration by, WatchEvent event) {
        count++;
        if (event.zxid() < 0) {
            return;
        }
        Long before = by.last.put(event.path(), event.zxid());
        if (before != null && before >= event.zxid() && violations.size() < KEPT) {
            violations.add("the persistent watch heard %s after one of transaction 0x%x".formatted(event, before));
        }
    }

    /** Sets the watch, in the session that the client has or is about to get. */
    void register() {
        Registration next = new Registration();
        synchronized (this) {
            present = next;
        }
        client.async().addWatch(root, AddWatchMode.PERSISTENT_RECURSIVE, next).whenComplete((watch, failure) -> {
            if (failure == null) {
                next.armed(0);
            } else {
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
        if (stopped) {
            return;
        }
        CompletableFuture.delayedExecutor(RETRY_MILLIS, TimeUnit.MILLISECONDS).execute(task);
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
        List<String> found = new ArrayList<>(violations);
        if (present.missed == Long.MAX_VALUE) {
            found.add("the persistent watch is not armed");
        }
        lastChanges.forEach((path, zxid) -> {
            long heard = present.last.getOrDefault(path, 0L);
            if (zxid > present.missed && heard != zxid) {
                found.add("the persistent watch heard of transaction 0x%x last for %s, which was changed by 0x%x"
                        .formatted(heard, path, zxid));
            }
        });
        return found;
    }
}
