package dev.zkspring.client.internal.session;

import dev.zkspring.client.data.SessionId;
import dev.zkspring.client.internal.protocol.ConnectRequest;
import dev.zkspring.client.internal.transport.LinkException;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The first exchange on a connection, bounded in time. Confined to the session's event loop. */
final class Handshake {

    private final EventLoop loop;

    private final SessionSettings settings;

    private @Nullable ScheduledFuture<?> bound;

    Handshake(EventLoop loop, SessionSettings settings) {
        this.loop = loop;
        this.settings = settings;
    }

    /** Asks for a new session, or for one to go on. */
    void begin(Connection connection, @Nullable SessionId session, long lastZxid, int addresses) {
        long limit = settings.handshakeTimeout(addresses).toMillis();
        bound = loop.schedule(
                () -> connection.close(new LinkException("no answer to the handshake within " + limit + " ms")),
                limit,
                TimeUnit.MILLISECONDS);
        connection.open(request(session, lastZxid));
    }

    private ConnectRequest request(@Nullable SessionId session, long lastZxid) {
        int timeout = (int) settings.sessionTimeout().toMillis();
        return session == null
                ? ConnectRequest.newSession(timeout, settings.readOnly())
                : new ConnectRequest(lastZxid, timeout, session.id(), session.password(), settings.readOnly());
    }

    /** The exchange is over, one way or another. */
    void end() {
        if (bound != null) {
            bound.cancel(false);
            bound = null;
        }
    }
}
