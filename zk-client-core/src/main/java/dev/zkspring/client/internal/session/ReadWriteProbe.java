package dev.zkspring.client.internal.session;

import dev.zkspring.client.error.ErrorCode;
import dev.zkspring.client.error.Outcome;
import dev.zkspring.client.internal.protocol.ConnectRequest;
import dev.zkspring.client.internal.protocol.ConnectResponse;
import dev.zkspring.client.internal.protocol.Notification;
import dev.zkspring.client.internal.transport.Connector;
import dev.zkspring.client.internal.transport.Endpoint;
import dev.zkspring.client.internal.wire.WireReader;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Asks one server whether it has a quorum: with a handshake for a session that nobody ever had, by a client that must
 * write. A server without a quorum hangs up; one with a quorum says that there is no such session, and nothing is left
 * behind. Unlike the word isro this needs no whitelist, and every server from 3.4 understands it. Confined to the
 * session's event loop.
 */
final class ReadWriteProbe implements Connector.Listener, ConnectionOwner {

    /** Ids of servers begin with the server's number and the time of its start. */
    private static final long NO_SESSION = 1;

    private static final int PASSWORD_LENGTH = 16;

    private final EventLoop loop;

    private final SessionSettings settings;

    private final Duration limit;

    private final Consumer<Boolean> done;

    private Connector.@Nullable Attempt attempt;

    private @Nullable Connection connection;

    private @Nullable ScheduledFuture<?> bound;

    private boolean over;

    /** {@code done} hears whether the server has a quorum, once and not after {@link #cancel}. */
    ReadWriteProbe(EventLoop loop, SessionSettings settings, Duration limit, Consumer<Boolean> done) {
        this.loop = loop;
        this.settings = settings;
        this.limit = limit;
        this.done = done;
    }

    void start(Connector connector, Endpoint endpoint) {
        bound = loop.schedule(() -> end(false), limit.toMillis(), TimeUnit.MILLISECONDS);
        attempt = connector.connect(List.of(endpoint), limit, this);
    }

    void cancel() {
        over = true;
        release();
    }

    private void end(boolean readWrite) {
        if (!over) {
            over = true;
            release();
            done.accept(readWrite);
        }
    }

    private void release() {
        if (bound != null) {
            bound.cancel(false);
        }
        if (attempt != null) {
            attempt.cancel();
        }
        Connection ending = connection;
        connection = null;
        SessionParts.close(ending, "probe is over");
    }

    @Override
    public void connected(Channel channel, Endpoint endpoint, List<Endpoint> untried) {
        Connection opening = new Connection(channel, endpoint, this, new Liveness(), settings, new ServerFeatures());
        connection = opening;
        int timeout = (int) settings.sessionTimeout().toMillis();
        opening.open(new ConnectRequest(0, timeout, NO_SESSION, new byte[PASSWORD_LENGTH], false));
    }

    @Override
    public void attemptFailed(Endpoint endpoint, Throwable cause) {
        // The only one; failed() follows.
    }

    @Override
    public void failed(Map<Endpoint, Throwable> causes) {
        end(false);
    }

    @Override
    public void handshakeAnswered(Connection answering, ConnectResponse response) {
        end(!response.readOnly());
    }

    @Override
    public void disconnected(Connection which, Exception cause) {
        end(false);
    }

    @Override
    public void answered(Request<?> request, long zxid, int error, WireReader body) {
        throw unexpected();
    }

    @Override
    public void dropped(Request<?> request, ErrorCode code, Outcome outcome, String detail) {
        throw unexpected();
    }

    @Override
    public void serverError(int error) {
        end(false);
    }

    @Override
    public void notified(Notification notification, long zxid) {
        end(false);
    }

    @Override
    public void writable(Connection which) {
        // There is nothing to write behind the handshake.
    }

    private static IllegalStateException unexpected() {
        return new IllegalStateException("a probe sends no requests");
    }
}
