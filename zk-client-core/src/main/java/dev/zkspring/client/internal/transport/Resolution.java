package dev.zkspring.client.internal.transport;

import dev.zkspring.client.data.ServerAddress;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.ScheduledFuture;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** One call of a {@link HostResolver}. Owned by the executor it calls back on. */
final class Resolution {

    private final HostResolver resolver;

    private final List<ServerAddress> servers;

    private final EventExecutor executor;

    private final BiConsumer<List<Endpoint>, Map<ServerAddress, Throwable>> done;

    private final Map<ServerAddress, List<InetAddress>> found = new HashMap<>();

    private final Map<ServerAddress, Throwable> failures = new HashMap<>();

    private int started;

    private int running;

    Resolution(
            HostResolver resolver,
            List<ServerAddress> servers,
            EventExecutor executor,
            BiConsumer<List<Endpoint>, Map<ServerAddress, Throwable>> done) {
        this.resolver = resolver;
        this.servers = servers.stream().distinct().toList();
        this.executor = executor;
        this.done = done;
    }

    void start() {
        assert executor.inEventLoop();
        if (resolver.isClosed()) {
            return;
        }
        while (running < HostResolver.PARALLEL_LOOKUPS && started < servers.size()) {
            running++;
            lookUp(servers.get(started++));
        }
        if (running == 0) {
            done.accept(endpoints(), orderedFailures());
        }
    }

    private void lookUp(ServerAddress server) {
        Duration timeout = resolver.timeout();
        ScheduledFuture<?> timer = executor.schedule(
                () -> settle(server, null, tooSlow(timeout)), timeout.toNanos(), TimeUnit.NANOSECONDS);
        resolver.lookUp(server.host())
                .whenComplete((addresses, failure) -> executor.execute(() -> {
                    timer.cancel(false);
                    settle(server, addresses, failure);
                }));
    }

    private static Throwable tooSlow(Duration timeout) {
        String bound = timeout.toMillis() % 1000 == 0 ? timeout.toSeconds() + " s" : timeout.toMillis() + " ms";
        return new NameLookupTimeoutException("name lookup took longer than " + bound);
    }

    private void settle(ServerAddress server, @Nullable List<InetAddress> addresses, @Nullable Throwable failure) {
        assert executor.inEventLoop();
        if (found.containsKey(server) || failures.containsKey(server)) {
            return;
        }
        if (addresses != null) {
            found.put(server, addresses);
        } else if (failure != null) {
            failures.put(server, failure);
        }
        running--;
        start();
    }

    private List<Endpoint> endpoints() {
        List<Endpoint> endpoints = new ArrayList<>();
        Set<InetSocketAddress> seen = new HashSet<>();
        for (ServerAddress server : servers) {
            found.getOrDefault(server, List.of()).stream()
                    .map(ip -> new Endpoint(server, new InetSocketAddress(ip, server.port())))
                    .filter(endpoint -> seen.add(endpoint.address()))
                    .forEach(endpoints::add);
        }
        return List.copyOf(endpoints);
    }

    private Map<ServerAddress, Throwable> orderedFailures() {
        Map<ServerAddress, Throwable> ordered = new LinkedHashMap<>();
        for (ServerAddress server : servers) {
            Throwable failure = failures.get(server);
            if (failure != null) {
                ordered.put(server, failure);
            }
        }
        return ordered;
    }
}
