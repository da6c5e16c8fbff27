package dev.zkspring.client.internal.session;

import dev.zkspring.client.data.SessionId;
import dev.zkspring.client.data.StateWatcher;
import dev.zkspring.client.error.ErrorCode;
import dev.zkspring.client.error.Outcome;
import dev.zkspring.client.internal.protocol.Chroot;
import dev.zkspring.client.internal.protocol.Operation;
import dev.zkspring.client.internal.transport.FailureReason;
import dev.zkspring.client.internal.wire.WireFormatException;
import dev.zkspring.client.internal.wire.WireReader;
import io.netty.channel.EventLoop;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The requests on their way between caller and connection, and the rules for what becomes of them when there is no
 * connection, no session or no time left. {@link #submit} may be called by any thread; the rest is confined to the
 * session's event loop.
 */
final class PendingRequests {

    private final EventLoop loop;

    private final SessionSettings settings;

    private final Identity identity;

    private final Runnable drain;

    private final SubmissionStack submissions = new SubmissionStack();

    private final EarlyDeadlines early = new EarlyDeadlines();

    private final RequestWindow window;

    private final long timeoutNanos;

    /** Where batching of reads will find its neighbours: requests stand here in the order in which they were made. */
    private RequestQueue queue = new RequestQueue();

    private String whyClosed = "not started";

    private Consumer<Request<?>> givenUp = request -> {};

    PendingRequests(EventLoop loop, SessionSettings settings, Identity identity, Runnable drain) {
        this.loop = loop;
        this.settings = settings;
        this.identity = identity;
        this.drain = drain;
        this.timeoutNanos = settings.requestTimeout().toNanos();
        this.window = new RequestWindow(settings.maxInFlight(), settings.rejectWhenFull(), timeoutNanos, loop.ticker());
    }

    /** Who hears of a request that will not be sent, or not again, while the connection goes on. */
    void whenGivenUp(Consumer<Request<?>> listener) {
        givenUp = listener;
    }

    <R> Request<R> submit(Request<R> request) {
        // What can only fail must not wait for room.
        if (!isForThisSession(request)) {
            return request;
        }
        // At most one for each watch, and made where nobody can wait: re-arming is outside the window too.
        if (request.watcher() instanceof StateWatcher) {
            return submitOwn(request);
        }
        try {
            if (!window.enter(request, !loop.inEventLoop())) {
                request.fail(ErrorCode.TOO_MANY_REQUESTS, Outcome.NOT_SENT, "limit " + settings.maxInFlight(), null);
                return request;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            request.fail(ErrorCode.INTERRUPTED, Outcome.NOT_SENT, null, e);
            return request;
        }
        return submitOwn(request);
    }

    /** Takes a request outside the window. */
    <R> Request<R> submitOwn(Request<R> request) {
        if (request.deadline != Request.NO_DEADLINE && loop.ticker().nanoTime() - request.deadline >= 0) {
            fail(request, ErrorCode.REQUEST_TIMEOUT, Outcome.NOT_SENT, afterTimeout(), null);
            return request;
        }
        if (submissions.push(request)) {
            wake();
        } else if (loop.isShuttingDown()) {
            refuseAll();
        }
        return request;
    }

    private void wake() {
        try {
            loop.execute(drain);
        } catch (RejectedExecutionException e) {
            refuseAll();
        }
    }

    /** The loop is gone for good; whoever comes last empties the stack. */
    private void refuseAll() {
        RequestQueue refused = new RequestQueue();
        // Not the loop's: this is the thread of some caller.
        submissions.drainTo(refused, 0, request -> true, new EarlyDeadlines());
        submissions.sleep();
        refused.drain(request -> fail(request, ErrorCode.CLIENT_CLOSED, Outcome.NOT_SENT, "closed", null));
    }

    /** Takes over what callers have left; {@link #rest} must follow. */
    void take(boolean accept) {
        assert loop.inEventLoop();
        RequestQueue target = accept ? queue : new RequestQueue();
        submissions.drainTo(target, loop.ticker().nanoTime() + timeoutNanos, this::isForThisSession, early);
        if (!accept) {
            target.drain(this::refuse);
        }
    }

    /** Fails a request that came while the session takes none. */
    void refuse(Request<?> request) {
        fail(request, ErrorCode.CLIENT_CLOSED, Outcome.NOT_SENT, whyClosed, null);
    }

    /** Fails a request whose session ended before it was answered. */
    void refuseLost(Request<?> request) {
        fail(request, ErrorCode.SESSION_EXPIRED, Outcome.UNKNOWN, "the session is gone", null);
    }

    /** Fails a request that is for a session which is gone, so that it cannot reach a later one. For any thread. */
    private boolean isForThisSession(Request<?> request) {
        boolean mine = request.only() == Request.ANY_SESSION || identity.is(request.only());
        if (!mine) {
            String detail = "session " + SessionId.toString(request.only()) + " is gone";
            fail(request, ErrorCode.SESSION_EXPIRED, outcome(request), detail, null);
        }
        return mine;
    }

    /** The session that was to be resumed is gone; other requests wait for the next one. */
    void failStrangers() {
        RequestQueue kept = new RequestQueue();
        queue.drain(request -> {
            if (isForThisSession(request)) {
                kept.add(request);
            }
        });
        queue = kept;
    }

    /** Lets the next caller wake the loop, or comes back at once if there is more to take. */
    void rest() {
        if (!submissions.sleep()) {
            loop.execute(drain);
        }
    }

    /** What limits the callers. Safe for use by any thread. */
    RequestWindow window() {
        return window;
    }

    RequestQueue queue() {
        return queue;
    }

    /** Queues a request of the session's own, outside the window. */
    void addOwn(Request<?> request) {
        request.deadline = loop.ticker().nanoTime() + timeoutNanos;
        queue.add(request);
    }

    /** As {@link #addOwn}, for a request that concerns the present connection only; without it there is nothing to do. */
    <R> Request<R> addForLink(Operation<R> operation) {
        Request<R> request = new Request<>(operation, Chroot.NONE, null, null);
        request.endsWithLink = true;
        addOwn(request);
        return request;
    }

    <R> void complete(Request<R> request, int error, WireReader body, @Nullable Connection from) {
        window.leave(request);
        request.received(body.remaining());
        Operation<R> operation = request.operation();
        if (error == 0) {
            request.succeed(read(request, body, from));
        } else if (operation.acceptsError(error)) {
            request.succeed(null);
        } else {
            request.refuse(error);
        }
    }

    private static <R> @Nullable R read(Request<R> request, WireReader body, @Nullable Connection from) {
        try {
            return request.operation().read(body, request.chroot());
        } catch (WireFormatException e) {
            request.fail(
                    ErrorCode.MARSHALLING_ERROR, Outcome.UNKNOWN, from == null ? e.getMessage() : says(from, e), e);
            throw e;
        } catch (RuntimeException | Error e) {
            // Nobody else knows of the request any more: it is no longer in flight.
            request.fail(ErrorCode.MARSHALLING_ERROR, Outcome.UNKNOWN, "cannot be decoded: " + e, e);
            throw e;
        }
    }

    private static String says(Connection server, Exception what) {
        return server.endpoint() + ": " + FailureReason.of(what);
    }

    void fail(Request<?> request, ErrorCode code, Outcome outcome, @Nullable String detail, @Nullable Throwable cause) {
        window.leave(request);
        request.fail(code, outcome, detail, cause);
    }

    /**
     * The link broke under these requests. What only reads is sent again, before everything else; what changes state
     * fails, its outcome unknown, and takes down the changes queued behind it, so that no later change of a client can
     * happen while an earlier one did not.
     */
    void carryOver(Connection ended, Exception cause) {
        String why = says(ended, cause);
        RequestQueue again = new RequestQueue();
        boolean[] changeLost = {false};
        ended.inFlight().drain(request -> {
            if (request.endsWithLink) {
                request.succeed(null);
            } else if (request.changesState()) {
                changeLost[0] = true;
                fail(request, ErrorCode.CONNECTION_LOSS, Outcome.UNKNOWN, why, cause);
            } else if (request.timedOut) {
                window.leave(request);
            } else {
                request.xid = Request.NOT_WRITTEN;
                again.add(request);
            }
        });
        endWithLink();
        if (changeLost[0]) {
            failQueuedChanges(why, cause);
        }
        queue.prepend(again);
    }

    /** Reads that were not answered go out again, before what waits, and so behind later ones that are in flight. */
    void sendAgain(RequestQueue reads) {
        RequestQueue again = new RequestQueue();
        RequestQueue late = new RequestQueue();
        reads.drain(request -> {
            if (request.timedOut) {
                late.add(request);
            } else if (isForThisSession(request)) {
                early.add(request);
                again.add(request);
            }
        });
        queue.prepend(again);
        late.drain(request -> {
            window.leave(request);
            givenUp.accept(request);
        });
    }

    private void endWithLink() {
        RequestQueue kept = new RequestQueue();
        queue.drain(request -> {
            if (request.endsWithLink) {
                request.succeed(null);
            } else {
                kept.add(request);
            }
        });
        queue = kept;
    }

    private void failQueuedChanges(String why, Exception cause) {
        RequestQueue kept = new RequestQueue();
        queue.drain(request -> {
            if (request.changesState()) {
                String detail = "an earlier change was lost with the link: " + why;
                fail(request, ErrorCode.CONNECTION_LOSS, Outcome.NOT_SENT, detail, cause);
            } else {
                kept.add(request);
            }
        });
        queue = kept;
    }

    /** The session is gone under these requests. */
    void failAll(InFlightRequests inFlight, ErrorCode code, String detail, @Nullable Exception cause) {
        inFlight.drain(request -> fail(request, code, Outcome.UNKNOWN, detail, cause));
    }

    void failQueued(ErrorCode code, String detail) {
        queue.drain(request -> fail(request, code, outcome(request), detail, null));
    }

    static Outcome outcome(Request<?> queued) {
        return queued.written ? Outcome.UNKNOWN : Outcome.NOT_SENT;
    }

    /** What to tell callers who come while the session takes no requests. */
    void explainClosed(String why) {
        whyClosed = why;
    }

    /** Fails what has waited too long; a request in flight keeps its place, since its answer may still come. */
    void expire(long now, @Nullable Connection connection) {
        if (connection != null) {
            connection.inFlight().visit(request -> expireInFlight(request, now));
        }
        Request<?> oldest = queue.peek();
        while (oldest != null && now - oldest.deadline >= 0) {
            queue.poll();
            expireQueued(oldest);
            oldest = queue.peek();
        }
        expireEarly(now);
    }

    private void expireEarly(long now) {
        Request<?> due = early.pollDue(now);
        while (due != null) {
            if (due.xid == Request.NOT_WRITTEN) {
                queue.remove(due);
                expireQueued(due);
            } else {
                expireInFlight(due, now);
            }
            due = early.pollDue(now);
        }
    }

    private void expireQueued(Request<?> request) {
        givenUp.accept(request);
        fail(request, ErrorCode.REQUEST_TIMEOUT, outcome(request), afterTimeout(), null);
    }

    private boolean expireInFlight(Request<?> request, long now) {
        boolean late = now - request.deadline >= 0;
        if (late && !request.timedOut) {
            request.timedOut = true;
            request.fail(ErrorCode.REQUEST_TIMEOUT, Outcome.UNKNOWN, afterTimeout(), null);
        }
        return late;
    }

    private String afterTimeout() {
        return "after " + settings.requestTimeout().toMillis() + " ms";
    }

    /** The request that {@link #expire} has to look at next, {@code null} if there is none. */
    @Nullable
    Request<?> oldest(@Nullable Connection connection) {
        @Nullable Request<?>[] oldest = {earlier(queue.peek(), early.peek())};
        if (connection != null) {
            connection.inFlight().visit(request -> {
                oldest[0] = request.timedOut ? oldest[0] : earlier(request, oldest[0]);
                return request.timedOut;
            });
        }
        return oldest[0];
    }

    private static @Nullable Request<?> earlier(@Nullable Request<?> one, @Nullable Request<?> other) {
        return other == null || one != null && one.deadline - other.deadline < 0 ? one : other;
    }

    /** Shows every request that is to register a watcher and is not answered, oldest first. */
    void visitWatching(@Nullable Connection connection, Consumer<Request<?>> visitor) {
        if (connection != null) {
            connection.inFlight().visitWatching(visitor);
        }
        queue.visitWatching(visitor);
    }
}
