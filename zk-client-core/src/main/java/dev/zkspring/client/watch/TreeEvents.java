package dev.zkspring.client.watch;

import dev.zkspring.client.Watch;
import dev.zkspring.client.ZkClient;
import dev.zkspring.client.data.ConnectionEvent;
import dev.zkspring.client.data.ConnectionListener;
import dev.zkspring.client.data.ConnectionState;
import dev.zkspring.client.data.SessionId;
import dev.zkspring.client.data.WatchEvent;
import dev.zkspring.client.data.Watcher;
import dev.zkspring.client.error.ClientClosedException;
import dev.zkspring.client.error.UnimplementedException;
import dev.zkspring.client.error.UnsupportedByServerException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Where a cache learns that something changed: from one recursive watch if the server has those, else from one-shot
 * watches that the cache's own reads arm. Decides that for each session, and again when a link comes back, since the
 * next server may be of another version. All fields but the hints are confined to the cache's queue.
 */
final class TreeEvents {

    /** Told on the queue. */
    interface Owner {

        /** Something may have changed unseen; {@code fresh} if no earlier answer is worth anything any more. */
        void resync(boolean fresh);

        /** Something changed at these paths. */
        void look(Map<String, Integer> hints);

        /** A one-shot watcher is used no longer, but still armed on the nodes. */
        void abandon(Watcher watcher);

        void failed(Throwable error);

        /** There will be no more events. */
        void ended(Throwable error);
    }

    /** 100 ms doubled seven times: 12.8 s between attempts. */
    private static final int MAX_DOUBLINGS = 7;

    private static final long NO_SESSION = 0;

    private final ZkClient client;

    private final String root;

    private final Executor queue;

    private final RecursiveWatches watches;

    private final Owner owner;

    private final ConnectionListener listener = this::onStateChange;

    private final PathHints hints = new PathHints();

    private final Backoff backoff = new Backoff(MAX_DOUBLINGS);

    /** The session in which events are armed, by its id. */
    private long session = NO_SESSION;

    private boolean arming;

    /** The link was lost, and what was missed is not being looked for yet. */
    private boolean behind;

    private boolean closed;

    private @Nullable Watch recursive;

    private @Nullable Watcher oneShot;

    TreeEvents(ZkClient client, String root, Executor queue, RecursiveWatches watches, Owner owner) {
        this.client = client;
        this.root = root;
        this.queue = queue;
        this.watches = watches;
        this.owner = owner;
    }

    void begin() {
        client.addListener(listener);
        // An unconnected client announces its connection; arming before that would be done twice.
        if (client.isConnected()) {
            arm();
        }
    }

    /** What reads have to arm, {@code null} if nothing. */
    @Nullable
    Watcher oneShot() {
        return oneShot;
    }

    /** Whether reads may see changes of which the events were missed, and which no resync looks for yet. */
    boolean isBehind() {
        return behind;
    }

    /** Ends the recursive watch; one-shot watches are for the owner to remove. */
    void close() {
        closed = true;
        client.removeListener(listener);
        if (recursive != null) {
            recursive.close();
        }
    }

    private void onStateChange(ConnectionEvent event) {
        if (event.state() == ConnectionState.CONNECTED) {
            queue.execute(() -> connected(event.sessionId()));
        } else {
            queue.execute(() -> behind |= !client.isConnected());
        }
    }

    private void connected(long id) {
        // The recursive watch of a session that goes on tells by itself.
        if (id != session || recursive == null) {
            arm();
        }
    }

    private void arm() {
        if (closed || arming) {
            return;
        }
        arming = true;
        long before = sessionId();
        Watcher watcher = new Recursive();
        watches.add(root, watcher).whenCompleteAsync((watch, error) -> armed(before, watch, error), queue);
    }

    private void armed(long before, @Nullable Watch watch, @Nullable Throwable error) {
        arming = false;
        if (closed) {
            if (watch != null) {
                watch.close();
            }
            return;
        }
        Throwable cause = error == null ? null : ReadFailure.cause(error);
        if (cause == null || isUnsupported(cause)) {
            backoff.reset();
            long now = sessionId();
            decided(watch, before == now ? now : NO_SESSION);
        } else {
            armLater(cause);
        }
    }

    private static boolean isUnsupported(Throwable error) {
        return error instanceof UnsupportedByServerException || error instanceof UnimplementedException;
    }

    private void decided(@Nullable Watch watch, long armedIn) {
        boolean sameSession = armedIn != NO_SESSION && armedIn == session;
        boolean sameSource = watch == null ? oneShot != null : recursive != null;
        session = armedIn;
        Watch previous = recursive;
        recursive = watch;
        if (previous != null) {
            previous.close();
        }
        changeOneShot(watch == null);
        behind = !client.isConnected();
        // One-shot watches survive a reconnect, and tell of what changed meanwhile.
        if (!sameSession || !sameSource || watch != null) {
            owner.resync(!sameSession || !sameSource);
        }
        if (!isCurrent() && client.isConnected()) {
            arm();
        }
    }

    private void changeOneShot(boolean wanted) {
        Watcher previous = oneShot;
        if (wanted && previous == null) {
            oneShot = new OneShot();
        } else if (!wanted && previous != null) {
            oneShot = null;
            owner.abandon(previous);
        }
    }

    private void armLater(Throwable error) {
        if (ReadFailure.isFinal(error, client)) {
            owner.ended(error);
            return;
        }
        if (error instanceof ClientClosedException && !client.isConnected()) {
            return;
        }
        if (backoff.isFresh() && !ReadFailure.isLinkTrouble(error) && !(error instanceof ClientClosedException)) {
            owner.failed(error);
        }
        CompletableFuture.delayedExecutor(backoff.nextMillis(), TimeUnit.MILLISECONDS, queue)
                .execute(this::arm);
    }

    private long sessionId() {
        SessionId id = client.sessionId();
        return id == null ? NO_SESSION : id.id();
    }

    private void hint(String path, int wanted) {
        if (hints.add(path, wanted)) {
            queue.execute(() -> owner.look(hints.take()));
        }
    }

    /** Whether events are armed in the present session; if not, the arming to come sees everything anyway. */
    private boolean isCurrent() {
        return session != NO_SESSION && session == sessionId();
    }

    /** Its identity is that of one arming. */
    private final class Recursive implements Watcher {

        @Override
        public void process(WatchEvent event) {
            switch (event.type()) {
                case NODE_CREATED, NODE_DATA_CHANGED -> hint(event.path(), Visits.VALUE | Visits.CHANGED);
                case NODE_DELETED -> hint(event.path(), Visits.VALUE);
                case NODE_CHILDREN_CHANGED -> hint(event.path(), Visits.LIST);
                case RESYNC -> queue.execute(this::resync);
                case SESSION_LOST -> {
                    // The next session is announced too.
                }
            }
        }

        private void resync() {
            if (recursive != null && isCurrent()) {
                behind = true;
                arm();
            }
        }
    }

    /** Its identity is that of the watches that reads armed until there was a recursive one. */
    private final class OneShot implements Watcher {

        @Override
        public void process(WatchEvent event) {
            switch (event.type()) {
                case NODE_CREATED, NODE_DATA_CHANGED -> hint(event.path(), Visits.VALUE | Visits.CHANGED);
                case NODE_DELETED -> hint(event.path(), Visits.VALUE | Visits.LIST | Visits.CHANGED);
                case NODE_CHILDREN_CHANGED -> hint(event.path(), Visits.LIST);
                case RESYNC -> queue.execute(this::resync);
                case SESSION_LOST -> {
                    // The next session is announced too.
                }
            }
        }

        private void resync() {
            if (this == oneShot && isCurrent()) {
                owner.resync(false);
            }
        }
    }
}
