package dev.zkspring.client.internal.session;

import dev.zkspring.client.data.LostReason;
import dev.zkspring.client.data.ServerAddress;
import dev.zkspring.client.data.ServerVersion;
import dev.zkspring.client.data.SessionId;
import dev.zkspring.client.internal.protocol.ConnectResponse;
import dev.zkspring.client.internal.transport.Endpoint;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A change of phase with what is to be told about it.
 *
 * @param to the new phase
 * @param sessionId the session that is concerned
 * @param timeout its negotiated timeout
 * @param endpoint the server that is concerned, at the address of its link
 * @param serverVersion its version, if the server is connected and tells
 * @param newSession whether the session was just opened
 * @param reason why a session was lost
 * @param cause what broke the link
 */
record Transition(
        SessionPhase to,
        @Nullable SessionId sessionId,
        Duration timeout,
        @Nullable Endpoint endpoint,
        @Nullable ServerVersion serverVersion,
        boolean newSession,
        @Nullable LostReason reason,
        @Nullable Throwable cause) {

    static Transition connecting() {
        return new Transition(SessionPhase.CONNECTING, null, Duration.ZERO, null, null, false, null, null);
    }

    static Transition connected(Connection connection, SessionId sessionId, ConnectResponse response, boolean fresh) {
        SessionPhase to = response.readOnly() ? SessionPhase.CONNECTED_READ_ONLY : SessionPhase.CONNECTED;
        Duration timeout = Duration.ofMillis(response.timeoutMillis());
        Endpoint endpoint = connection.endpoint();
        ServerVersion version = connection.features().version();
        return new Transition(to, sessionId, timeout, endpoint, version, fresh, null, null);
    }

    static Transition suspended(SessionSnapshot before, Throwable cause) {
        return of(SessionPhase.RECONNECTING, before, before.negotiatedTimeout(), null, cause);
    }

    static Transition closing(SessionSnapshot before) {
        return of(SessionPhase.CLOSING, before, before.negotiatedTimeout(), null, null);
    }

    static Transition lost(SessionPhase to, SessionSnapshot before, LostReason reason, @Nullable Throwable cause) {
        return of(to, before, Duration.ZERO, reason, cause);
    }

    private static Transition of(
            SessionPhase to,
            SessionSnapshot before,
            Duration timeout,
            @Nullable LostReason reason,
            @Nullable Throwable cause) {
        return new Transition(
                to, before.sessionId(), timeout, before.endpoint(), before.serverVersion(), false, reason, cause);
    }

    @Nullable
    ServerAddress server() {
        return endpoint == null ? null : endpoint.server();
    }
}
