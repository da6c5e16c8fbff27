package dev.zkspring.client.internal.session;

import dev.zkspring.client.config.TlsOptions;
import dev.zkspring.client.internal.transport.ConnectionRace;
import dev.zkspring.client.internal.transport.Connector;
import dev.zkspring.client.internal.transport.EventLoops;
import dev.zkspring.client.internal.transport.FourLetterWordClient;
import dev.zkspring.client.internal.transport.HostResolver;
import dev.zkspring.client.internal.transport.TlsContexts;
import dev.zkspring.client.internal.transport.TlsDialer;
import dev.zkspring.client.internal.watch.CallbackDispatcher;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The event loop of a client for its whole life, and what runs on it. Safe for use by any thread. */
public final class Engine {

    private final EventLoopGroup group;

    private final EventLoop loop;

    private final HostResolver resolver;

    private final Session session;

    private final FourLetterWordClient words;

    private final @Nullable TlsDialer tls;

    /**
     * Reads the files of TLS, if there is any, so it blocks then.
     *
     * @throws IllegalArgumentException says what in the options or files of TLS cannot be used
     */
    public Engine(
            SessionSettings settings,
            @Nullable TlsOptions tlsOptions,
            CallbackDispatcher callbacks,
            ConnectionListeners listeners) {
        // First, because it may fail: nothing is to be given back then.
        TlsContexts contexts = tlsOptions == null ? null : new TlsContexts(tlsOptions, settings.clientName());
        this.group = EventLoops.newLoop(settings.clientName());
        this.loop = group.next();
        this.tls = contexts == null ? null : new TlsDialer(loop, contexts, settings.clientName());
        Connector connector = tls == null ? new ConnectionRace(loop) : new ConnectionRace(loop, tls);
        this.resolver = new HostResolver(settings.clientName());
        this.words = new FourLetterWordClient(
                loop,
                resolver,
                connector,
                settings.connectTimeout(1),
                settings.requestTimeout(),
                settings.maxResponseSize());
        this.session = new Session(
                loop,
                connector,
                resolver::resolve,
                new SrvrVersionReader(words, new VersionProbe(loop, connector, settings)),
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
        if (tls != null) {
            tls.close();
        }
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
}
