package dev.zkspring.client.internal.transport;

import dev.zkspring.client.data.ServerAddress;
import io.netty.util.concurrent.EventExecutor;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;

/**
 * Finds the addresses behind server names, on threads of its own because a lookup blocks. Each call asks the JDK's
 * resolver anew; a name that is being looked up already is not asked twice. Safe for use by many threads.
 */
public final class HostResolver implements AutoCloseable {

    /** Lookups at a time in one call. */
    static final int PARALLEL_LOOKUPS = 4;

    /**
     * The resolver of the operating system asks one name server for 5 s before it turns to the next. A name that takes
     * longer is in trouble, and waiting it out would use up the session timeout that other servers could still save.
     */
    private static final Duration LOOKUP_TIMEOUT = Duration.ofSeconds(5);

    private static final long IDLE_SECONDS = 5;

    private final Lookup lookup;

    private final Duration timeout;

    private final ThreadPoolExecutor threads;

    private final Map<String, CompletableFuture<List<InetAddress>>> underWay = new HashMap<>();

    public HostResolver(String clientName) {
        this(clientName, InetAddress::getAllByName, LOOKUP_TIMEOUT);
    }

    HostResolver(String clientName, Lookup lookup, Duration timeout) {
        this(lookup, timeout, daemons(clientName));
    }

    HostResolver(Lookup lookup, Duration timeout, ThreadFactory factory) {
        this.lookup = lookup;
        this.timeout = timeout;
        this.threads = newThreads(factory);
    }

    private static ThreadFactory daemons(String clientName) {
        AtomicInteger count = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, clientName + "-dns-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    /**
     * A hung lookup keeps its thread beyond its timeout, so a fixed number could run out. There are never more threads
     * than names, because a name is looked up by one thread at a time. After the end new lookups just never finish.
     */
    private static ThreadPoolExecutor newThreads(ThreadFactory factory) {
        return new ThreadPoolExecutor(
                0,
                Integer.MAX_VALUE,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                factory,
                new ThreadPoolExecutor.DiscardPolicy());
    }

    /**
     * Looks up all servers, some at a time. A server whose lookup takes longer than 5 s counts as failed.
     *
     * @param servers in the order of preference
     * @param callback where {@code done} runs; its threads are not blocked
     * @param done gets the endpoints in the order of the servers, each server's in the order of the resolver, without
     *     an address that came before; and the failures of those servers that have none. Not called when the resolver
     *     is closed meanwhile
     */
    public void resolve(
            List<ServerAddress> servers,
            EventExecutor callback,
            BiConsumer<List<Endpoint>, Map<ServerAddress, Throwable>> done) {
        Resolution resolution = new Resolution(this, List.copyOf(servers), callback, done);
        callback.execute(resolution::start);
    }

    /** Ends the threads; lookups that run are abandoned. */
    @Override
    public void close() {
        threads.shutdownNow();
    }

    Duration timeout() {
        return timeout;
    }

    boolean isClosed() {
        return threads.isShutdown();
    }

    /** The addresses of one name, never empty; completes on a thread of this resolver, or fails at once. */
    CompletableFuture<List<InetAddress>> lookUp(String host) {
        synchronized (underWay) {
            CompletableFuture<List<InetAddress>> running = underWay.get(host);
            if (running != null) {
                return running;
            }
            CompletableFuture<List<InetAddress>> result = new CompletableFuture<>();
            underWay.put(host, result);
            try {
                threads.execute(() -> lookUpNow(host, result));
            } catch (OutOfMemoryError e) {
                // No thread is to be had now; there may be one for the next call.
                underWay.remove(host);
                result.completeExceptionally(e);
            }
            return result;
        }
    }

    private void lookUpNow(String host, CompletableFuture<List<InetAddress>> result) {
        List<InetAddress> addresses = List.of();
        Throwable failure = new UnknownHostException(host);
        try {
            addresses = List.of(lookup.addressesOf(host));
        } catch (UnknownHostException | RuntimeException | Error e) {
            // An error too: the name would count as being looked up for ever.
            failure = e;
        }
        synchronized (underWay) {
            underWay.remove(host);
        }
        if (addresses.isEmpty()) {
            result.completeExceptionally(failure);
        } else {
            result.complete(addresses);
        }
    }

    /** The blocking question to the resolver. */
    @FunctionalInterface
    interface Lookup {

        InetAddress[] addressesOf(String host) throws UnknownHostException;
    }
}
