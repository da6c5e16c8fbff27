package dev.zkspring.client.internal.session;

import dev.zkspring.client.internal.protocol.Chroot;
import dev.zkspring.client.internal.protocol.CloseSession;
import dev.zkspring.client.internal.transport.LinkException;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The last exchange of a session, behind everything that was submitted before, bounded in time. */
final class Farewell {

    private Farewell() {}

    /**
     * Queues the request that closes the session.
     *
     * @param closed runs on the event loop when the server confirms; if it does not, the connection ends instead
     */
    static void queue(PendingRequests pending, Connection connection, EventLoop loop, Duration limit, Runnable closed) {
        Request<?> request = new Request<>(new CloseSession(), Chroot.NONE, null, null);
        pending.addOwn(request);
        bound(connection, loop, limit, request);
        request.whenComplete((result, failure) -> {
            if (failure == null) {
                closed.run();
            } else {
                // A read-only server refuses to close a session; the link must end all the same.
                connection.close(new LinkException("session could not be closed: " + failure.getMessage()));
            }
        });
    }

    /** Ends the connection when the time is up, unless that is done before. */
    static void bound(Connection connection, EventLoop loop, Duration limit, CompletableFuture<?> done) {
        long millis = TimeUnit.MILLISECONDS.convert(limit);
        ScheduledFuture<?> bound = loop.schedule(
                () -> connection.close(new LinkException("session was not closed within " + millis + " ms")),
                millis,
                TimeUnit.MILLISECONDS);
        done.whenComplete((result, failure) -> bound.cancel(false));
    }
}
