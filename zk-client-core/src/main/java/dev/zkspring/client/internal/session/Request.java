package dev.zkspring.client.internal.session;

import dev.zkspring.client.data.Watcher;
import dev.zkspring.client.error.ErrorCode;
import dev.zkspring.client.error.Failure;
import dev.zkspring.client.error.Outcome;
import dev.zkspring.client.error.ZkException;
import dev.zkspring.client.internal.protocol.Chroot;
import dev.zkspring.client.internal.protocol.Operation;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * A submitted operation, which is also the future that the caller holds. The future's result is never read back: a
 * caller may cancel or complete it at will, the request goes its way. Until it is submitted it belongs to the caller's
 * thread, from then on it is confined to the session's event loop.
 *
 * <p>Every call makes one, so its size counts: {@code HotPathCostTest} holds it. What several requests share stands in
 * their {@link Origin}.
 *
 * @param <R> what the answer contains
 */
public sealed class Request<R> extends CompletableFuture<R> permits ObservedRequest {

    /** Request number of a request that is not written. */
    static final int NOT_WRITTEN = 0;

    /** Of a request whose time begins when the event loop takes it. */
    static final long NO_DEADLINE = 0;

    /** For whichever session the client has; no session has this id. */
    static final long ANY_SESSION = 0;

    private final Operation<R> operation;

    /** What is sent: the operation, or the form of it that the connected server knows. */
    private Operation<R> form;

    private final Origin origin;

    /** Link of the list the request is in; a request is in one list at a time. */
    @Nullable
    Request<?> next;

    int xid = NOT_WRITTEN;

    long deadline = NO_DEADLINE;

    long sentAt;

    /** Has been on the wire, be it on an earlier connection. */
    boolean written;

    /** Its caller was told that no answer came in time; the place among the requests in flight is still taken. */
    boolean timedOut;

    /** The watcher was taken off before the request was answered. */
    boolean watcherWithdrawn;

    /** Concerns the connection it is written to, and is done when that ends. */
    boolean endsWithLink;

    /** A read that a server did not answer together with others; it is not tried again. */
    boolean alone;

    /** Was written without its watch, which is to be armed when it is answered. */
    boolean armLater;

    /** What this request holds of the {@link RequestWindow}, 0 for a request of the session's own. */
    short permits;

    Request(Operation<R> operation, Origin origin) {
        this.operation = operation;
        this.form = operation;
        this.origin = origin;
    }

    Request(Operation<R> operation, Chroot chroot, @Nullable Watcher watcher, @Nullable Executor completeOn) {
        this(operation, new Origin(chroot, ANY_SESSION, completeOn, watcher));
    }

    /** Dependent stages are plain futures: only the request itself needs a request's fields. */
    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
        return new CompletableFuture<>();
    }

    Operation<R> operation() {
        return form;
    }

    /** The operation as the caller asked for it. */
    final Operation<R> original() {
        return operation;
    }

    /** Takes the form that a server knows, which may be newer or older than the last one; false if there is none. */
    boolean adaptTo(ServerFeatures server) {
        Operation<R> candidate = operation;
        while (!server.supports(candidate)) {
            Operation<R> older = candidate.forOlderServer();
            if (older == null) {
                return false;
            }
            candidate = older;
        }
        form = candidate;
        return true;
    }

    /** Takes the form that a read has among others. */
    Operation<R> takeSharedForm() {
        form = operation.shared();
        return form;
    }

    /** Whether this is what the caller asked for, rather than the failure of the form that was sent. */
    boolean isAnsweredBy(int error) {
        return error == 0 || form.equals(operation) || form.acceptsError(error);
    }

    Chroot chroot() {
        return origin.chroot();
    }

    @Nullable
    Watcher watcher() {
        return origin.watcher();
    }

    /** Id of the one session that this request is for, {@link #ANY_SESSION} for whichever there is. */
    long only() {
        return origin.only();
    }

    boolean changesState() {
        return form.opCode().changesState();
    }

    /** So many bytes were written for it, now. */
    void wrote(int bytes) {}

    /** It was answered with so many bytes behind the header. */
    void received(int bytes) {}

    /** It is done, because of a failure or well; what follows is told to the caller. May be called twice. */
    void completing(@Nullable ZkException failure) {}

    /** The caller was told, and what depends on that on this thread has run. May be called twice. */
    void settled() {}

    void succeed(@Nullable R result) {
        completing(null);
        Executor executor = origin.completeOn();
        if (executor == null) {
            complete(result);
        } else {
            finish(executor, () -> complete(result));
        }
        settled();
    }

    void fail(ErrorCode code, Outcome outcome, @Nullable String detail, @Nullable Throwable cause) {
        fail(Failure.local(code, outcome, operation.opCode().wireName(), operation.path(), detail), cause);
    }

    void refuse(int error) {
        fail(Failure.answered(error, operation.opCode().wireName(), operation.path()), null);
    }

    private void fail(Failure failure, @Nullable Throwable cause) {
        ZkException exception = failure.toException(cause);
        completing(exception);
        Executor executor = origin.completeOn();
        if (executor == null) {
            completeExceptionally(exception);
        } else {
            finish(executor, () -> completeExceptionally(exception));
        }
        settled();
    }

    private static void finish(Executor executor, Runnable completion) {
        try {
            executor.execute(completion);
        } catch (RuntimeException | Error e) {
            // It is shut down, or has no thread left; a future that nobody completes would be worse than one completed
            // here.
            completion.run();
        }
    }
}
