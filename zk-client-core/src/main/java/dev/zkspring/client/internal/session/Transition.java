package dev.zkspring.client.internal.session;

import dev.zkspring.client.data.LostReason;
import dev.zkspring.client.data.ServerAddress;
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
 * @param newSession whether the session was just opened
 * @param reason why a session was lost
 * @param cause what broke the link
 */
record Transition(
        SessionPhase to,
        @Nullable SessionId sessionId,
        Duration timeout,
        @Nullable Endpoint endpoint,
        boolean newSession,
        @Nullable LostReason reason,
        @Nullable Throwable cause) {

    static Transition connecting() {
        return new Transition(SessionPhase.CONNECTING, null, Duration.ZERO, null, false, null, null);
    }

    static Transition connected(Endpoint endpoint, SessionId sessionId, ConnectResponse response, boolean newSession) {
        SessionPhase to = response.readOnly() ? SessionPhase.CONNECTED_READ_ONLY : SessionPhase.CONNECTED;
        Duration timeout = Duration.ofMillis(response.timeoutMillis());
        return new Transition(to, sessionId, timeout, endpoint, newSession, null, null);
    }

    static Transition suspended(SessionSnapshot before, Throwable cause) {
        return new Transition(
                SessionPhase.RECONNECTING,
                before.sessionId(),
                before.negotiatedTimeout(),
                before.endpoint(),
                false,
                null,
                cause);
    }

    static Transition closing(SessionSnapshot before) {
        return new Transition(
                SessionPhase.CLOSING,
                before.sessionId(),
                before.negotiatedTimeout(),
                before.endpoint(),
                false,
                null,
                null);
    }

    static Transition lost(SessionPhase to, SessionSnapshot before, LostReason reason, @Nullable Throwable cause) {
        return new Transition(to, before.sessionId(), Duration.ZERO, before.endpoint(), false, reason, cause);
    }

    @Nullable
    ServerAddress server() {
        return endpoint == null ? null : endpoint.server();
    }
}
