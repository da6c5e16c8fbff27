package dev.zkspring.client.internal.session;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The one timer of a session. Asked for a later time than it is set to, it stays as it is and is asked again when it
 * fires, so that a busy session does not reschedule. Confined to the session's event loop.
 */
final class LazyTimer {

    private final EventLoop loop;

    private final Runnable task;

    private @Nullable ScheduledFuture<?> scheduled;

    private long dueAt;

    LazyTimer(EventLoop loop, Runnable task) {
        this.loop = loop;
        this.task = task;
    }

    /** Makes sure that the task runs at this time or earlier. */
    void ensure(long at) {
        if (scheduled != null && dueAt - at <= 0) {
            return;
        }
        cancel();
        dueAt = at;
        long delay = Math.max(0, at - loop.ticker().nanoTime());
        scheduled = loop.schedule(this::fire, delay, TimeUnit.NANOSECONDS);
    }

    private void fire() {
        scheduled = null;
        task.run();
    }

    void cancel() {
        if (scheduled != null) {
            scheduled.cancel(false);
            scheduled = null;
        }
    }
}
