package dev.zkspring.client.internal.operation;

import dev.zkspring.client.data.ExpectedVersion;
import dev.zkspring.client.error.ConnectionLossException;
import dev.zkspring.client.error.Failure;
import dev.zkspring.client.error.Outcome;
import dev.zkspring.client.error.ZkException;
import dev.zkspring.client.internal.protocol.Operation;
import dev.zkspring.client.internal.session.Session;
import java.util.concurrent.CompletableFuture;

/** Sends changes again that were lost with the link, where a version keeps them from being done twice. */
public final class Resending {

    /** Each takes another broken link. */
    private static final int MAX_ATTEMPTS = 100;

    private final Session session;

    public Resending(Session session) {
        this.session = session;
    }

    /** The change, again while its outcome is unknown if the caller wants it so. */
    public <R> CompletableFuture<R> change(Operation<R> change, ExpectedVersion version) {
        if (!version.retryUnknown()) {
            return session.submit(change, null);
        }
        SeveralRequests requests = new SeveralRequests(session);
        return Recovery.from(
                requests.submit(change), Resending::isUnknown, () -> again(change, requests, MAX_ATTEMPTS));
    }

    private static boolean isUnknown(Throwable error) {
        return error instanceof ConnectionLossException loss && loss.outcome() == Outcome.UNKNOWN;
    }

    private <R> CompletableFuture<R> again(Operation<R> change, SeveralRequests requests, int attempts) {
        CompletableFuture<R> result = Recovery.from(
                requests.submit(change),
                error -> attempts > 1 && error instanceof ConnectionLossException,
                () -> again(change, requests, attempts - 1));
        return Recovery.translated(result, Resending::afterFirst);
    }

    /** Whatever the repetition failed with: the first try may have been done. */
    private static ZkException afterFirst(ZkException error) {
        return error.outcome() == Outcome.UNKNOWN
                ? error
                : new Failure(
                                error.code(),
                                error.number(),
                                Outcome.UNKNOWN,
                                error.operation(),
                                error.path(),
                                "on a repetition after a lost link: the change may have been done before")
                        .toException(error);
    }
}
