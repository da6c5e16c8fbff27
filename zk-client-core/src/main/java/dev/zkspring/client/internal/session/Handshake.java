package dev.zkspring.client.internal.session;

import dev.zkspring.client.data.SessionId;
import dev.zkspring.client.error.ErrorCode;
import dev.zkspring.client.internal.protocol.ConnectRequest;
import dev.zkspring.client.internal.transport.LinkException;
import dev.zkspring.client.internal.wire.WireFormatException;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The first exchanges on a connection, authentication among them, together bounded in time. Confined to the session's event loop. */
final class Handshake {

    private final EventLoop loop;

    private final SessionSettings settings;

    private final Authentication authentication;

    private @Nullable ScheduledFuture<?> bound;

    private String missing = "";

    Handshake(EventLoop loop, SessionSettings settings, Authentication authentication) {
        this.loop = loop;
        this.settings = settings;
        this.authentication = authentication;
    }

    /** Asks for a new session, or for one to go on. */
    void begin(Connection connection, @Nullable SessionId session, long lastZxid, int addresses) {
        missing = "no answer to the handshake";
        long limit = settings.handshakeTimeout(addresses).toMillis();
        bound = loop.schedule(
                () -> connection.close(new LinkException(missing + " within " + limit + " ms")),
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

    /**
     * The server granted the session; now it has to accept the client.
     *
     * @param failed hears why the servers will not
     */
    void authenticate(Connection connection, Runnable done, Consumer<String> failed) {
        missing = "authentication was not finished";
        Runnable accepted = () -> {
            end();
            done.run();
        };
        authentication.begin(connection, accepted, failed);
    }

    /** It is over, one way or another. */
    void end() {
        authentication.abandon();
        if (bound != null) {
            bound.cancel(false);
            bound = null;
        }
    }

    /** A server that cannot open a session may say so with the header of a reply, which is shorter than its answer. */
    static void checkRefusal(ByteBuf buffer, int index, int length) {
        if (length == Connection.HEADER_LENGTH) {
            int error = buffer.getInt(index + 12);
            throw new WireFormatException(
                    "server refused the session: error %d (%s)".formatted(error, ErrorCode.of(error)));
        }
    }
}
