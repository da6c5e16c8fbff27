package dev.zkspring.client.internal.transport;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Connects to the first endpoint at once and lets the next one join when a running one fails or nothing was decided for
 * {@value #HEAD_START_MILLIS} ms. The first established connection wins; all others are closed.
 */
public final class ConnectionRace implements Connector {

    /** The delay that RFC 8305 recommends: longer than most round trips, shorter than a person's patience. */
    static final long HEAD_START_MILLIS = 250;

    private final EventLoop loop;

    private final Dialer dialer;

    public ConnectionRace(EventLoop loop) {
        this(loop, (endpoint, timeout) -> EventLoops.bootstrap(loop, timeout).connect(endpoint.address()));
    }

    /** A race between connections that somebody else opens. */
    public ConnectionRace(EventLoop loop, Dialer dialer) {
        this.loop = loop;
        this.dialer = dialer;
    }

    @Override
    public Attempt connect(List<Endpoint> endpoints, Duration connectTimeout, Listener listener) {
        Race race = new Race(List.copyOf(endpoints), connectTimeout, listener);
        loop.execute(race::startNext);
        return race;
    }

    /** Begins to connect one channel. */
    @FunctionalInterface
    public interface Dialer {

        /** Called on the event loop; the future succeeds when the channel is ready for use. Closing it is giving up. */
        ChannelFuture dial(Endpoint endpoint, Duration connectTimeout);
    }

    /** One run over the endpoints. Owned by the event loop. */
    private final class Race implements Attempt {

        private final List<Endpoint> endpoints;

        private final Duration connectTimeout;

        private final Listener listener;

        private final List<Channel> running = new ArrayList<>();

        private final Map<Endpoint, Throwable> causes = new LinkedHashMap<>();

        private int started;

        private boolean over;

        private @Nullable ScheduledFuture<?> headStart;

        Race(List<Endpoint> endpoints, Duration connectTimeout, Listener listener) {
            this.endpoints = endpoints;
            this.connectTimeout = connectTimeout;
            this.listener = listener;
        }

        @Override
        public void cancel() {
            assert loop.inEventLoop();
            end();
        }

        private void startNext() {
            assert loop.inEventLoop();
            stopTimer();
            if (over) {
                return;
            }
            if (started < endpoints.size()) {
                dialNext();
            } else if (running.isEmpty()) {
                end();
                listener.failed(causes);
            }
        }

        private void dialNext() {
            Endpoint endpoint = endpoints.get(started++);
            ChannelFuture dialed = dialer.dial(endpoint, connectTimeout);
            running.add(dialed.channel());
            if (started < endpoints.size()) {
                headStart = loop.schedule(this::startNext, HEAD_START_MILLIS, TimeUnit.MILLISECONDS);
            }
            dialed.addListener(done -> onLoop(() -> settle(endpoint, dialed)));
        }

        /** A channel that could not even be made reports its failure on a thread that is not the loop's. */
        private void onLoop(Runnable task) {
            if (loop.inEventLoop()) {
                task.run();
            } else {
                loop.execute(task);
            }
        }

        private void settle(Endpoint endpoint, ChannelFuture dialed) {
            Channel channel = dialed.channel();
            running.remove(channel);
            if (over) {
                discard(channel);
            } else if (dialed.isSuccess()) {
                end();
                listener.connected(channel, endpoint, untried(endpoint));
            } else {
                discard(channel);
                causes.put(endpoint, dialed.cause());
                listener.attemptFailed(endpoint, dialed.cause());
                startNext();
            }
        }

        private List<Endpoint> untried(Endpoint winner) {
            return endpoints.stream()
                    .filter(endpoint -> !endpoint.equals(winner) && !causes.containsKey(endpoint))
                    .toList();
        }

        private void end() {
            over = true;
            stopTimer();
            List.copyOf(running).forEach(this::discard);
            running.clear();
        }

        private void discard(Channel channel) {
            channel.close();
        }

        private void stopTimer() {
            if (headStart != null) {
                headStart.cancel(false);
                headStart = null;
            }
        }
    }
}
