package dev.zkspring.client.internal.session;

import io.netty.channel.EventLoop;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * What a session has to do because time passes: pings, judging link and session, failing requests that took too long.
 * Confined to the session's event loop.
 */
final class Upkeep {

    /** Whose upkeep it is. */
    interface Owner {

        /** The link, up or coming up; {@code null} if there is none. */
        @Nullable
        Connection connection();

        boolean hasSession();

        boolean acceptsRequests();

        void linkIsDead(String why);

        void sessionIsDead(String why);

        /** Called after each look. */
        void timeHasPassed();
    }

    private final EventLoop loop;

    private final PendingRequests pending;

    private final Owner owner;

    private final Liveness liveness = new Liveness();

    private final InstantSource wallClock;

    private final LazyTimer timer;

    Upkeep(EventLoop loop, PendingRequests pending, InstantSource wallClock, Owner owner) {
        this.loop = loop;
        this.pending = pending;
        this.wallClock = wallClock;
        this.owner = owner;
        this.timer = new LazyTimer(loop, this::onTimer);
    }

    Liveness liveness() {
        return liveness;
    }

    /** A link of the session is up. */
    void linked(int timeoutMillis) {
        liveness.linked(loop.ticker().nanoTime(), wallClock.millis(), timeoutMillis);
    }

    /** A session is to be resumed whose servers have not been asked yet. */
    void resuming(Duration timeout) {
        liveness.resuming(loop.ticker().nanoTime(), wallClock.millis(), timeout);
        arm();
    }

    /** Makes sure that whatever is due next is looked at in time. */
    void arm() {
        Request<?> oldest = pending.oldest(owner.connection());
        if (oldest != null) {
            timer.ensure(oldest.deadline);
        }
        if (owner.hasSession()) {
            timer.ensure(liveness.nextCheck(loop.ticker().nanoTime()));
        }
    }

    void cancel() {
        timer.cancel();
    }

    private void onTimer() {
        long now = loop.ticker().nanoTime();
        pending.take(owner.acceptsRequests());
        pending.expire(now, owner.connection());
        if (owner.hasSession()) {
            obey(liveness.check(now, wallClock.millis()));
        }
        owner.timeHasPassed();
    }

    private void obey(Liveness.Verdict verdict) {
        switch (verdict) {
            case PING_DUE -> {
                Connection connection = owner.connection();
                if (connection != null) {
                    connection.ping();
                }
            }
            case LINK_DEAD -> owner.linkIsDead("nothing came from the server for 2/3 of the session timeout");
            case UNANSWERED ->
                owner.linkIsDead("no answer from the server for 5/6 of the session timeout, though bytes came");
            case SLEPT ->
                owner.linkIsDead("the wall clock ran ahead by more than 1/3 of the session timeout, as after a "
                        + "suspension of the machine");
            case SESSION_DEAD -> owner.sessionIsDead("no answer from the server for 4/3 of the session timeout");
            case ALIVE, SUSPECT -> {
                // Nothing to do until the next check.
            }
        }
    }
}
