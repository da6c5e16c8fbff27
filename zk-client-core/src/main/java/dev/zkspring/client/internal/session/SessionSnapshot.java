package dev.zkspring.client.internal.session;

import dev.zkspring.client.data.ServerAddress;
import dev.zkspring.client.data.ServerVersion;
import dev.zkspring.client.data.SessionId;
import dev.zkspring.client.internal.transport.Endpoint;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What other threads may know of a session, published as one.
 *
 * @param phase where the session stands
 * @param sessionId {@code null} while there is none
 * @param negotiatedTimeout zero while there is no session
 * @param endpoint the connected server at the address of the link, {@code null} while there is none
 * @param serverVersion its version, {@code null} while there is none or if it does not tell
 */
public record SessionSnapshot(
        SessionPhase phase,
        @Nullable SessionId sessionId,
        Duration negotiatedTimeout,
        @Nullable Endpoint endpoint,
        @Nullable ServerVersion serverVersion) {

    static final SessionSnapshot INITIAL = new SessionSnapshot(SessionPhase.CLOSED, null, Duration.ZERO, null, null);

    /** The connected server, {@code null} while there is none. */
    public @Nullable ServerAddress server() {
        return endpoint == null ? null : endpoint.server();
    }
}
