package dev.zkspring.client.internal.session;

import dev.zkspring.client.internal.transport.ConnectionRace;
import dev.zkspring.client.internal.transport.EventLoops;
import dev.zkspring.client.internal.transport.FourLetterWordClient;
import dev.zkspring.client.internal.transport.HostResolver;
import dev.zkspring.client.internal.watch.CallbackDispatcher;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import java.util.concurrent.TimeUnit;

/** The event loop of a client for its whole life, and what runs on it. Safe for use by any thread. */
public final class Engine {

    private final EventLoopGroup group;

    private final EventLoop loop;

    private final HostResolver resolver;

    private final Session session;

    private final FourLetterWordClient words;

    public Engine(SessionSettings settings, CallbackDispatcher callbacks, ConnectionListeners listeners) {
        this.group = EventLoops.newLoop(settings.clientName());
        this.loop = group.next();
        this.resolver = new HostResolver(settings.clientName());
        this.words = new FourLetterWordClient(
                loop, resolver, settings.connectTimeout(1), settings.requestTimeout(), settings.maxResponseSize());
        this.session = new Session(
                loop,
                new ConnectionRace(loop),
                resolver::resolve,
                new SrvrVersionReader(words),
                settings,
                callbacks,
                listeners);
    }

    public Session session() {
        return session;
    }

    public FourLetterWordClient words() {
        return words;
    }

    /** Whether the calling thread is the event loop, which must never wait. */
    public boolean onEventLoop() {
        return loop.inEventLoop();
    }

    public boolean isShutDown() {
        return group.isShuttingDown();
    }

    /** Gives the threads back; the session should be stopped before. Does not wait. */
    public void shutDown() {
        words.close();
        resolver.close();
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
}
