package dev.zkspring.client.internal.session;

import dev.zkspring.client.data.AddWatchMode;
import dev.zkspring.client.data.ServerVersion;
import dev.zkspring.client.error.ErrorCode;
import dev.zkspring.client.error.Outcome;
import dev.zkspring.client.internal.protocol.AddWatch;
import dev.zkspring.client.internal.protocol.Chroot;
import dev.zkspring.client.internal.protocol.CloseSession;
import dev.zkspring.client.internal.protocol.ConnectRequest;
import dev.zkspring.client.internal.protocol.ConnectResponse;
import dev.zkspring.client.internal.protocol.Notification;
import dev.zkspring.client.internal.protocol.Operation;
import dev.zkspring.client.internal.protocol.RemoveWatches;
import dev.zkspring.client.internal.protocol.WhoAmI;
import dev.zkspring.client.internal.transport.Connector;
import dev.zkspring.client.internal.transport.Endpoint;
import dev.zkspring.client.internal.wire.WireReader;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Finds out how old a server is that does not tell its version: asks it, from the newest on, for harmless operations
 * that came with one. A server ends the connection at the first that it does not know, so each is tried on a connection
 * and in a session of its own, away from the session that matters. Confined to the session's event loop.
 */
final class VersionProbe implements VersionReader {

    /** For one operation, connecting included. */
    private static final Duration LIMIT = Duration.ofSeconds(1);

    private static final List<Operation<?>> NEWEST_FIRST =
            List.of(new WhoAmI(), new AddWatch("/", AddWatchMode.PERSISTENT), RemoveWatches.all("/"));

    /** What is left when a server knows none of them. */
    private static final ServerVersion OLDEST = new ServerVersion(3, 4, 0);

    private final EventLoop loop;

    private final Connector connector;

    private final SessionSettings settings;

    VersionProbe(EventLoop loop, Connector connector, SessionSettings settings) {
        this.loop = loop;
        this.connector = connector;
        this.settings = settings;
    }

    @Override
    public void read(Endpoint endpoint, Consumer<@Nullable ServerVersion> done) {
        tryNext(endpoint, NEWEST_FIRST.iterator(), done);
    }

    private void tryNext(Endpoint endpoint, Iterator<Operation<?>> untried, Consumer<@Nullable ServerVersion> done) {
        if (untried.hasNext()) {
            new Question(untried.next(), untried, done).ask(endpoint);
        } else {
            done.accept(OLDEST);
        }
    }

    private enum Verdict {
        KNOWN,
        UNKNOWN,
        NO_ANSWER
    }

    /** One operation on its way, on a connection of its own. */
    private final class Question implements Connector.Listener, ConnectionOwner {

        private final Operation<?> operation;

        private final Iterator<Operation<?>> untried;

        private final Consumer<@Nullable ServerVersion> done;

        private @Nullable Connection connection;

        private Verdict verdict = Verdict.NO_ANSWER;

        private boolean over;

        Question(Operation<?> operation, Iterator<Operation<?>> untried, Consumer<@Nullable ServerVersion> done) {
            this.operation = operation;
            this.untried = untried;
            this.done = done;
        }

        void ask(Endpoint endpoint) {
            Connector.Attempt attempt = connector.connect(List.of(endpoint), LIMIT, this);
            loop.schedule(
                    () -> {
                        attempt.cancel();
                        end(endpoint);
                    },
                    LIMIT.toMillis(),
                    TimeUnit.MILLISECONDS);
        }

        private void end(Endpoint endpoint) {
            if (over) {
                return;
            }
            over = true;
            SessionParts.close(connection, "asked for the version only");
            switch (verdict) {
                case KNOWN -> done.accept(operation.since());
                case UNKNOWN -> tryNext(endpoint, untried, done);
                case NO_ANSWER -> done.accept(null);
            }
        }

        @Override
        public void connected(Channel channel, Endpoint endpoint, List<Endpoint> others) {
            connection = new Connection(channel, endpoint, this, new Liveness(), settings, new ServerFeatures());
            connection.open(ConnectRequest.newSession((int) LIMIT.toMillis(), true));
        }

        @Override
        public void failed(Map<Endpoint, Throwable> causes) {
            causes.keySet().forEach(this::end);
        }

        @Override
        public void attemptFailed(Endpoint endpoint, Throwable cause) {
            // The one endpoint there is; failed() follows.
        }

        @Override
        public void handshakeAnswered(Connection answering, ConnectResponse response) {
            send(answering, operation);
        }

        private void send(Connection open, Operation<?> next) {
            RequestQueue queue = new RequestQueue();
            queue.add(new Request<>(next, Chroot.NONE, null, null));
            open.write(queue);
        }

        @Override
        public void answered(Request<?> request, long zxid, int error, WireReader body) {
            if (connection == null || verdict != Verdict.NO_ANSWER) {
                return;
            }
            switch (ErrorCode.of(error)) {
                // Said to any operation, known or not.
                case AUTH_FAILED, SESSION_CLOSED_REQUIRE_SASL_AUTH, SESSION_EXPIRED, SESSION_MOVED ->
                    serverError(error);
                default -> judge(connection);
            }
        }

        private void judge(Connection answered) {
            verdict = answered.features().supports(operation) ? Verdict.KNOWN : Verdict.UNKNOWN;
            if (verdict == Verdict.KNOWN) {
                send(answered, new CloseSession());
            }
        }

        @Override
        public void dropped(Request<?> request, ErrorCode code, Outcome outcome, String detail) {
            SessionParts.close(connection, detail);
        }

        @Override
        public void serverError(int error) {
            SessionParts.close(connection, "server answered error " + error);
        }

        @Override
        public void notified(Notification notification, long zxid) {
            // Of interest to nobody.
        }

        @Override
        public void writable(Connection which) {
            // One request at a time was written when it was made.
        }

        @Override
        public void disconnected(Connection which, Exception cause) {
            end(which.endpoint());
        }
    }
}
