package dev.zkspring.client.internal.transport;

import dev.zkspring.client.config.TlsOptions;
import dev.zkspring.client.data.ServerAddress;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelPromise;
import io.netty.channel.EventLoop;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.NetUtil;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/**
 * Opens connections that are secured by TLS: what it dials is ready when the TLS handshake is done. Files, key stores
 * and certificates are read and checked on threads of its own. Owned by the event loop.
 */
public final class TlsDialer implements ConnectionRace.Dialer, AutoCloseable {

    /** One may hang on a slow file system; the other goes on with the handshakes under way. */
    private static final int THREADS = 2;

    private static final long IDLE_SECONDS = 5;

    /** A link that takes no more bytes ends all the same, without the last word of TLS. */
    private static final long CLOSE_MILLIS = 500;

    private final EventLoop loop;

    private final TlsOptions options;

    private final TlsContexts contexts;

    private final ThreadPoolExecutor threads;

    private @Nullable CompletableFuture<SSLContext> loading;

    /** Makes a dialer that must be closed. */
    public TlsDialer(EventLoop loop, TlsContexts contexts, String clientName) {
        this.loop = loop;
        this.options = contexts.options();
        this.contexts = contexts;
        this.threads = newThreads(clientName);
    }

    /** After the end nothing runs any more; the loop ends too, and closes the connections. */
    private static ThreadPoolExecutor newThreads(String clientName) {
        AtomicInteger count = new AtomicInteger();
        ThreadFactory factory = task -> {
            Thread thread = new Thread(task, clientName + "-tls-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                THREADS,
                THREADS,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                factory,
                new ThreadPoolExecutor.DiscardPolicy());
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    @Override
    public ChannelFuture dial(Endpoint endpoint, Duration connectTimeout) {
        assert loop.inEventLoop();
        ChannelFuture registered = EventLoops.bootstrap(loop, connectTimeout).register();
        if (registered.cause() != null) {
            return registered;
        }
        Dial dial = new Dial(endpoint, connectTimeout, registered.channel());
        dial.start(context());
        return dial.ready;
    }

    /** One look at the files at a time, however many connections wait for it. */
    private CompletableFuture<SSLContext> context() {
        CompletableFuture<SSLContext> running = loading;
        if (running == null || running.isDone()) {
            running = CompletableFuture.supplyAsync(contexts::current, threads);
            loading = running;
        }
        return running;
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    /** The engine for one connection; the server is who the application named, whatever its address is called. */
    static SSLEngine engine(SSLContext context, TlsOptions options, ServerAddress server) {
        SSLEngine engine = context.createSSLEngine(server.host(), server.port());
        engine.setUseClientMode(true);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm(options.verifyHostname() ? "HTTPS" : null);
        parameters.setServerNames(serverNames(server.host()));
        if (!options.protocols().isEmpty()) {
            parameters.setProtocols(options.protocols().toArray(String[]::new));
        }
        if (!options.ciphers().isEmpty()) {
            parameters.setCipherSuites(options.ciphers().toArray(String[]::new));
        }
        engine.setSSLParameters(parameters);
        return engine;
    }

    /** RFC 6066: names only, no addresses, no final dot. What is no name by the book, "zk_1" say, is left out. */
    private static List<SNIServerName> serverNames(String host) {
        if (NetUtil.isValidIpV4Address(host) || NetUtil.isValidIpV6Address(host)) {
            return List.of();
        }
        try {
            return List.of(new SNIHostName(host.endsWith(".") ? host.substring(0, host.length() - 1) : host));
        } catch (IllegalArgumentException e) {
            return List.of();
        }
    }

    /** One connection on its way. */
    private final class Dial {

        private final Endpoint endpoint;

        private final long timeoutMillis;

        private final Channel channel;

        private final ChannelPromise ready;

        private String late = "TLS files not read after %d ms; a slow file system?";

        Dial(Endpoint endpoint, Duration connectTimeout, Channel channel) {
            this.endpoint = endpoint;
            this.timeoutMillis = Math.max(1, connectTimeout.toMillis());
            this.channel = channel;
            this.ready = channel.newPromise();
        }

        void start(CompletableFuture<SSLContext> context) {
            ScheduledFuture<?> limit = loop.schedule(this::timeOut, timeoutMillis, TimeUnit.MILLISECONDS);
            ready.addListener(done -> limit.cancel(false));
            channel.closeFuture().addListener(closed -> limit.cancel(false));
            Executor onLoop = loop;
            context.whenCompleteAsync(this::connect, onLoop);
        }

        private void timeOut() {
            ready.tryFailure(new LinkException(late.formatted(timeoutMillis)));
        }

        private void connect(@Nullable SSLContext context, @Nullable Throwable failure) {
            if (ready.isDone()) {
                return;
            }
            if (context == null) {
                ready.tryFailure(failure != null ? failure : new IllegalStateException("no TLS context"));
                return;
            }
            late = "connection timed out after %d ms";
            try {
                secure(engine(context, options, endpoint.server()));
            } catch (RuntimeException e) {
                // A given context may do less than the JDK's.
                ready.tryFailure(e);
                return;
            }
            channel.connect(endpoint.address()).addListener(this::connected);
        }

        private void secure(SSLEngine engine) {
            SslHandler tls = new SslHandler(engine, threads);
            // The dial's own limit, which covers the connection too, ends the handshake.
            tls.setHandshakeTimeoutMillis(0);
            tls.setCloseNotifyFlushTimeoutMillis(CLOSE_MILLIS);
            channel.pipeline().addLast(tls, new TlsLink(new TlsFailures(engine, options, endpoint.server()), ready));
        }

        private void connected(Future<? super Void> connection) {
            if (connection.isSuccess()) {
                late = "TLS handshake not done after %d ms: the server took the connection and fell silent; is it "
                        + "overloaded, or is this not a port for TLS?";
            } else {
                ready.tryFailure(connection.cause());
            }
        }
    }
}
