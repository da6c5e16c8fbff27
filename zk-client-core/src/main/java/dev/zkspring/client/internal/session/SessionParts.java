package dev.zkspring.client.internal.session;

import dev.zkspring.client.internal.transport.LinkException;
import dev.zkspring.client.observe.ClientStatistics;
import io.netty.channel.EventLoop;
import org.jspecify.annotations.Nullable;

/**
 * What {@link SessionDriver} and {@link SessionEnd} work with: the parts of a session, and the link, up or coming up.
 * Confined to the session's event loop.
 */
final class SessionParts {

    final EventLoop loop;

    final SessionSettings settings;

    final StateMachine state;

    final PendingRequests pending;

    final Watches watches;

    final Dialer dialer;

    final Upkeep upkeep;

    final ReadWriteSearch search;

    final Authentication authentication;

    final Handshake handshake;

    final Lifecycle lifecycle = new Lifecycle();

    final Identity identity;

    /** Volatile for those who only want to know how busy it is; written on the event loop. */
    volatile @Nullable Connection connection;

    SessionParts(
            EventLoop loop,
            SessionSettings settings,
            StateMachine state,
            PendingRequests pending,
            Watches watches,
            Dialer dialer,
            Upkeep upkeep,
            Identity identity,
            ReadWriteSearch search) {
        this.loop = loop;
        this.settings = settings;
        this.state = state;
        this.pending = pending;
        this.watches = watches;
        this.dialer = dialer;
        this.upkeep = upkeep;
        this.identity = identity;
        this.search = search;
        this.authentication = new Authentication(loop, settings);
        this.handshake = new Handshake(loop, settings, authentication);
    }

    /** For any thread: each number was right a moment ago. */
    ClientStatistics statistics() {
        RequestWindow window = pending.window();
        Connection present = connection;
        return new ClientStatistics(
                window.taken(),
                window.limit(),
                window.waiting(),
                present == null ? 0 : present.inFlight().size(),
                watches.size());
    }

    SessionPhase phase() {
        return state.phase();
    }

    /** Takes the link out of use without a word; what belongs to it, the handshake for one, is over too. */
    @Nullable
    Connection takeConnection() {
        Connection taken = connection;
        connection = null;
        handshake.end();
        search.end();
        return taken;
    }

    /** Leaves the server for another one, unless the session is being closed there. */
    void moveOn(String why) {
        if (phase().isLinked() && phase() != SessionPhase.CLOSING) {
            close(connection, why);
        }
    }

    static void close(@Nullable Connection ending, String why) {
        if (ending != null) {
            ending.close(new LinkException(why));
        }
    }
}
