package dev.zkspring.client.internal.session;

import dev.zkspring.client.data.ServerAddress;
import dev.zkspring.client.data.ServerVersion;
import dev.zkspring.client.data.SessionId;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What other threads may know of a session, published as one.
 *
 * @param phase where the session stands
 * @param sessionId {@code null} while there is none
 * @param negotiatedTimeout zero while there is no session
 * @param server the connected server, {@code null} while there is none
 * @param serverVersion its version, {@code null} while there is none or if it does not tell
 */
public record SessionSnapshot(
        SessionPhase phase,
        @Nullable SessionId sessionId,
        Duration negotiatedTimeout,
        @Nullable ServerAddress server,
        @Nullable ServerVersion serverVersion) {

    static final SessionSnapshot INITIAL = new SessionSnapshot(SessionPhase.CLOSED, null, Duration.ZERO, null, null);
}
