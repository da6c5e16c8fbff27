package dev.zkspring.client.internal.session;

import dev.zkspring.client.data.SessionId;
import dev.zkspring.client.error.ErrorCode;
import dev.zkspring.client.internal.protocol.ConnectRequest;
import dev.zkspring.client.internal.protocol.ConnectResponse;
import dev.zkspring.client.internal.transport.LinkException;
import dev.zkspring.client.internal.wire.WireFormatException;
import dev.zkspring.client.internal.wire.WireReader;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The first exchanges on a connection, authentication among them, together bounded in time. Confined to the session's event loop. */
final class Handshake {

    /** Of all servers; anybody else cannot resume what he opens. */
    private static final int PASSWORD_LENGTH = 16;

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

    /**
     * Reads what a server answered.
     *
     * @throws WireFormatException also if it is no answer to this request: going on would mean to believe in a session
     *     that is not the client's own, or cannot be resumed
     */
    static ConnectResponse read(WireReader in, ConnectRequest request) {
        checkRefusal(in);
        ConnectResponse response;
        try {
            response = ConnectResponse.read(in);
        } catch (WireFormatException e) {
            throw new WireFormatException("answer to the handshake: " + e.getMessage());
        }
        if (!response.expired()) {
            check(request, response);
        }
        return response;
    }

    private static void check(ConnectRequest request, ConnectResponse response) {
        if (request.sessionId() != 0 && request.sessionId() != response.sessionId()) {
            throw new WireFormatException("answer to the handshake: session %s (expected: %s)"
                    .formatted(SessionId.toString(response.sessionId()), SessionId.toString(request.sessionId())));
        }
        if (response.password().length != PASSWORD_LENGTH) {
            throw new WireFormatException("answer to the handshake: password of %d bytes (expected: %d)"
                    .formatted(response.password().length, PASSWORD_LENGTH));
        }
        if (response.readOnly() && !request.readOnly()) {
            throw new WireFormatException(
                    "answer to the handshake: a read-only session (expected: one that can write; see read-only)");
        }
    }

    /** A server that cannot open a session may say so with the header of a reply, which is shorter than its answer. */
    private static void checkRefusal(WireReader in) {
        if (in.remaining() == Connection.HEADER_LENGTH) {
            in.skip(Connection.HEADER_LENGTH - Integer.BYTES);
            int error = in.readInt();
            throw new WireFormatException(
                    "server refused the session: error %d (%s)".formatted(error, ErrorCode.of(error)));
        }
    }
}
