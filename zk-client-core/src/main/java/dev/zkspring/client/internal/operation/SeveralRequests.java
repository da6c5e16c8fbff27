package dev.zkspring.client.internal.operation;

import dev.zkspring.client.internal.protocol.Operation;
import dev.zkspring.client.internal.session.Request;
import dev.zkspring.client.internal.session.Session;

/**
 * The requests of one call, one after another: the first one waits its turn for room, and all of them have to be done in
 * the time that the call has.
 */
final class SeveralRequests {

    private final Session session;

    private final long deadline;

    private boolean begun;

    SeveralRequests(Session session) {
        this.session = session;
        this.deadline = session.deadline();
    }

    <R> Request<R> submit(Operation<R> operation) {
        if (begun) {
            return session.submitNext(operation, deadline);
        }
        begun = true;
        return session.submit(operation, null);
    }

    /** Never the first one. */
    <R> Request<R> submitOnServerPath(Operation<R> operation) {
        return session.submitNextOnServerPath(operation, deadline);
    }
}
