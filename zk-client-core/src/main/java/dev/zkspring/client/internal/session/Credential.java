package dev.zkspring.client.internal.session;

import dev.zkspring.client.config.AuthInfo;
import dev.zkspring.client.error.ErrorCode;
import dev.zkspring.client.error.Outcome;
import dev.zkspring.client.internal.protocol.Authenticate;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** One credential of a client, on whichever connection, and who waits for it. Confined to the session's event loop. */
final class Credential {

    private record Waiter(Request<Void> request, ScheduledFuture<?> timeout) {}

    private final AuthInfo info;

    private final boolean required;

    /** Some server has accepted it. */
    private boolean proven;

    private boolean sent;

    private boolean accepted;

    private List<Waiter> waiters = new ArrayList<>();

    Credential(AuthInfo info, boolean required) {
        this.info = info;
        this.required = required;
    }

    String scheme() {
        return info.scheme();
    }

    AuthInfo info() {
        return info;
    }

    /** Whether it was set on the builder and so can never be dropped. */
    boolean isRequired() {
        return required;
    }

    /** Whether the client must not go on without it. */
    boolean isIndispensable() {
        return required || proven;
    }

    /** Whether it goes out on later connections too. */
    boolean isWanted() {
        return isIndispensable() || !waiters.isEmpty();
    }

    boolean isSent() {
        return sent;
    }

    /** Whether the server of the present connection accepted it. */
    boolean isAccepted() {
        return accepted;
    }

    /** There is a new connection, whose server knows nothing. */
    void renew() {
        sent = false;
        accepted = false;
    }

    void send(Connection connection, AuthReplies.Taker answered) {
        sent = true;
        waiters.forEach(waiter -> waiter.request.written = true);
        connection.authenticate(new Authenticate(info.scheme(), info.credential()), answered);
    }

    void await(Request<Void> request, ScheduledFuture<?> timeout) {
        request.written = sent;
        waiters.add(new Waiter(request, timeout));
    }

    void accept() {
        accepted = true;
        proven = true;
        release().forEach(request -> request.succeed(null));
    }

    /** Tells those who wait; the credential itself stays as it is. */
    void fail(ErrorCode code, Function<Request<?>, Outcome> outcome, String why) {
        release().forEach(request -> request.fail(code, outcome.apply(request), why, null));
    }

    /** Time is up for one of those who wait. */
    void timeOut(Request<Void> late, String why) {
        if (waiters.removeIf(waiter -> waiter.request == late)) {
            late.fail(ErrorCode.REQUEST_TIMEOUT, PendingRequests.outcome(late), why, null);
        }
    }

    private List<Request<Void>> release() {
        List<Waiter> released = waiters;
        waiters = new ArrayList<>();
        released.forEach(waiter -> waiter.timeout.cancel(false));
        return released.stream().map(Waiter::request).toList();
    }
}
