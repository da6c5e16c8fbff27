package dev.zkspring.client.internal.session;

import dev.zkspring.client.config.RetryPolicy;
import dev.zkspring.client.internal.transport.Connector;
import dev.zkspring.client.internal.transport.Endpoint;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * While the link is to a server without a quorum: asks all others, again and again with growing pauses, whether they
 * have one. The link stays as it is meanwhile. Confined to the session's event loop.
 */
final class ReadWriteSearch {

    /** As Apache's client: 100 ms doubling to a minute; spread, because all clients of a lost quorum search at once. */
    private static final RetryPolicy PAUSES =
            new RetryPolicy(RetryPolicy.UNLIMITED, Duration.ofMillis(100), 2, 0.4, Duration.ofSeconds(60), null, true);

    private final EventLoop loop;

    private final Connector connector;

    private final SessionSettings settings;

    private final Dialer dialer;

    private final Consumer<Endpoint> found;

    private final List<ReadWriteProbe> probes = new ArrayList<>();

    private @Nullable ScheduledFuture<?> waiting;

    /** Counts the searches, so that the answer to a name lookup of an earlier one is not taken for this one's. */
    private int search;

    private int rounds;

    private int asked;

    ReadWriteSearch(
            EventLoop loop, Connector connector, SessionSettings settings, Dialer dialer, Consumer<Endpoint> found) {
        this.loop = loop;
        this.connector = connector;
        this.settings = settings;
        this.dialer = dialer;
        this.found = found;
    }

    /** Begins, after a first pause. */
    void start(Endpoint present) {
        end();
        rounds = 0;
        pause(present);
    }

    private void pause(Endpoint present) {
        long nanos = PAUSES.delayBefore(rounds++).toNanos();
        waiting = loop.schedule(() -> round(present), nanos, TimeUnit.NANOSECONDS);
    }

    private void round(Endpoint present) {
        int mine = search;
        dialer.resolve(endpoints -> {
            if (mine == search) {
                ask(endpoints.stream().filter(each -> !each.equals(present)).toList(), present);
            }
        });
    }

    private void ask(List<Endpoint> others, Endpoint present) {
        probes.clear();
        asked = others.size();
        if (others.isEmpty()) {
            pause(present);
        }
        Duration limit = settings.handshakeTimeout(others.size());
        for (Endpoint other : others) {
            ReadWriteProbe probe =
                    new ReadWriteProbe(loop, settings, limit, readWrite -> answered(readWrite, other, present));
            probes.add(probe);
            probe.start(connector, other);
        }
    }

    private void answered(boolean readWrite, Endpoint other, Endpoint present) {
        if (readWrite) {
            end();
            found.accept(other);
        } else if (--asked == 0) {
            pause(present);
        }
    }

    void end() {
        search++;
        if (waiting != null) {
            waiting.cancel(false);
            waiting = null;
        }
        List<ReadWriteProbe> running = List.copyOf(probes);
        probes.clear();
        running.forEach(ReadWriteProbe::cancel);
    }
}
