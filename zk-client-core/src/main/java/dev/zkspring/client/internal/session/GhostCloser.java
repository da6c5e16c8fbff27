package dev.zkspring.client.internal.session;

import dev.zkspring.client.data.SessionId;
import dev.zkspring.client.error.ErrorCode;
import dev.zkspring.client.error.Outcome;
import dev.zkspring.client.internal.protocol.Chroot;
import dev.zkspring.client.internal.protocol.CloseSession;
import dev.zkspring.client.internal.protocol.ConnectRequest;
import dev.zkspring.client.internal.protocol.ConnectResponse;
import dev.zkspring.client.internal.protocol.Notification;
import dev.zkspring.client.internal.transport.Endpoint;
import dev.zkspring.client.internal.transport.LinkException;
import dev.zkspring.client.internal.wire.WireReader;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Closes a session that the client has given up while the servers may still hold it, so that no ephemeral node of it
 * outlives the first reconnect. Each attempt is bounded in time, and one that no server answered is made again on the
 * next channel: such a server would not have opened a new session either.
 *
 * <p>The word of a server that the session is gone counts if the same server opens the next one right afterwards. Else
 * it may have been a leader that stood still, took sessions for expired when it went on, and learned only then that
 * another one leads, which gives them their whole time once more.
 *
 * <p>Also closes what a handshake opens during which the client is stopped. Confined to the session's event loop.
 */
final class GhostCloser implements ConnectionOwner {

    /** A healthy server answers in milliseconds; one that does not must not hold up the end of a client. */
    private static final Duration LATE = Duration.ofSeconds(1);

    /**
     * In case servers open sessions and never answer who wants to resume one. After so many attempts one of them is
     * asked for a new session, which ends at once. Only if it was granted, the next so many attempts are the last ones.
     */
    private static final int MAX_UNANSWERED = 30;

    private final EventLoop loop;

    private final SessionSettings settings;

    private final BiConsumer<Endpoint, Boolean> done;

    private final BiConsumer<Endpoint, Exception> unanswered;

    private @Nullable SessionId ghost;

    /** The ghost of the attempt under way, until it is settled. */
    private @Nullable SessionId asked;

    /** Who could do no more for the ghost, and is to open the next session. */
    private @Nullable Endpoint witness;

    /** Whether the witness was asked for the next session. */
    private boolean believed;

    private int attempts;

    /** Whether the attempt under way asks for a new session. */
    private boolean proving;

    /** Whether a server opened a session though none had answered for the old one. */
    private boolean proved;

    private @Nullable Connection connection;

    private boolean gone;

    private @Nullable ScheduledFuture<?> bound;

    /**
     * @param done hears when it is over: by which server, and whether the session is gone
     * @param unanswered hears instead when the next channel is needed: of whom no answer came, and why
     */
    GhostCloser(
            EventLoop loop,
            SessionSettings settings,
            BiConsumer<Endpoint, Boolean> done,
            BiConsumer<Endpoint, Exception> unanswered) {
        this.loop = loop;
        this.settings = settings;
        this.done = done;
        this.unanswered = unanswered;
    }

    /** Whether no session is left to be closed. */
    boolean isIdle() {
        return connection == null && (ghost == null || gone && witness != null && !believed);
    }

    boolean isClosing() {
        return connection != null;
    }

    /**
     * The session is lost.
     *
     * @param saidBy the server that said so, {@code null} if none did
     */
    void remember(@Nullable SessionId lost, @Nullable Endpoint saidBy) {
        ghost = lost;
        attempts = 0;
        proved = false;
        believe(saidBy);
        gone = saidBy != null;
    }

    private void believe(@Nullable Endpoint server) {
        witness = server;
        believed = false;
    }

    /**
     * The next session is opened.
     *
     * @param readOnly whether by a server without a quorum, which can close none: the old one may come back with it
     */
    void opened(boolean readOnly) {
        ghost = readOnly ? ghost : null;
        believe(null);
    }

    /** Uses the channel for the session to be closed; false if it is to open the next one. */
    boolean closeOn(Channel channel, Endpoint endpoint, long lastZxid, int addresses) {
        SessionId closing = ghost;
        if (closing == null) {
            return false;
        }
        if (endpoint.equals(witness) && !believed) {
            believed = true;
            return false;
        }
        believe(null);
        ghost = null;
        asked = closing;
        proving = attempts == MAX_UNANSWERED;
        attempts = proving ? 0 : attempts + 1;
        gone = false;
        limit(settings.handshakeTimeout(addresses));
        connection = new Connection(channel, endpoint, this, new Liveness(), settings, new ServerFeatures());
        int timeout = (int) settings.sessionTimeout().toMillis();
        connection.open(
                proving
                        ? ConnectRequest.newSession(timeout, false)
                        : new ConnectRequest(lastZxid, timeout, closing.id(), closing.password(), settings.readOnly()));
        return true;
    }

    /**
     * Closes the session that a handshake under way is about to open.
     *
     * @param fresh whether a new session was asked for: a server that hangs up instead of answering opened none
     */
    void takeOver(Connection opening, boolean fresh, Duration limit) {
        connection = opening;
        proving = false;
        gone = fresh;
        hurry(limit);
        opening.handOver(this);
        if (opening.answer() != null) {
            handshakeAnswered(opening, opening.answer());
        }
    }

    /** Somebody waits now. */
    void hurry(Duration limit) {
        limit(limit.compareTo(LATE) < 0 ? limit : LATE);
    }

    private void limit(Duration limit) {
        if (bound != null) {
            bound.cancel(false);
        }
        long millis = limit.toMillis();
        bound = loop.schedule(() -> timeIsUp(millis), millis, TimeUnit.MILLISECONDS);
    }

    private void timeIsUp(long millis) {
        gone = false;
        end("no answer within " + millis + " ms");
    }

    /** Gives up; {@code done} does not run. */
    void cancel() {
        ghost = null;
        asked = null;
        Connection closing = connection;
        connection = null;
        if (closing != null) {
            closing.close(new LinkException("client stopped"));
        }
    }

    /** The server can do no more for the session. */
    private void settled(String reason) {
        if (!proving && connection != null) {
            believe(connection.endpoint());
            attempts = 0;
        }
        end(reason);
    }

    private void end(String reason) {
        if (connection != null) {
            connection.close(new LinkException(reason));
        }
    }

    @Override
    public void handshakeAnswered(Connection answering, ConnectResponse response) {
        if (response.expired()) {
            gone = true;
            settled("session is gone");
            return;
        }
        gone = false;
        proved |= proving;
        RequestQueue queue = new RequestQueue();
        queue.add(new Request<>(new CloseSession(), Chroot.NONE, null, null));
        answering.write(queue);
    }

    @Override
    public void answered(Request<?> request, long zxid, int error, WireReader body) {
        gone = error == 0;
        if (!gone) {
            settled("server answered error " + error);
            return;
        }
        if (proving) {
            end("opens new sessions, and did not answer for session " + asked);
            return;
        }
        asked = null;
        end("session is closed");
    }

    @Override
    public void dropped(Request<?> request, ErrorCode code, Outcome outcome, String detail) {
        settled(detail);
    }

    @Override
    public void serverError(int error) {
        settled("server answered error " + error);
    }

    @Override
    public void notified(Notification notification, long zxid) {
        // Watches of a session that the client has given up interest nobody.
    }

    @Override
    public void writable(Connection which) {
        // The one request was written when the handshake was answered.
    }

    @Override
    public void disconnected(Connection which, Exception cause) {
        if (bound != null) {
            bound.cancel(false);
        }
        if (which != connection) {
            return;
        }
        connection = null;
        // A link that broke hides whether the server opened a session; one that hung up, or this end, did so on
        // purpose.
        gone &= cause instanceof LinkException;
        ghost = proved && attempts == MAX_UNANSWERED ? null : asked;
        asked = null;
        if (ghost == null || witness != null) {
            done.accept(which.endpoint(), gone);
        } else {
            unanswered.accept(which.endpoint(), cause);
        }
    }
}
