package dev.zkspring.client.bench;

import dev.zkspring.client.it.CuttingProxy;
import dev.zkspring.client.it.ZkEnsemble;
import dev.zkspring.client.it.ZkServer;
import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Connections: the time until a new client's first answer, and until the first answer after the server in use went
 * away while two others of its ensemble are there; then what idle clients cost. Each kind of client has a process of its
 * own, and they take turns. System property {@code bench.quick}: few rounds.
 */
final class ConnectionBenchmarks implements AutoCloseable {

    private final Figures figures;

    private final boolean quick;

    private final Turns turns = new Turns();

    private final Map<Client, RemoteLink> links = new EnumMap<>(Client.class);

    private ConnectionBenchmarks(Figures figures, boolean quick) throws IOException {
        this.figures = figures;
        this.quick = quick;
        for (LinkKind kind : LinkKind.values()) {
            links.put(kind.client(), RemoteLink.of(kind));
        }
        RemoteLink.kazoo().ifPresent(link -> links.put(Client.KAZOO, link));
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        boolean quick = Boolean.getBoolean(Effort.QUICK);
        try (Figures figures = Figures.of("connections");
                ConnectionBenchmarks benchmarks = new ConnectionBenchmarks(figures, quick)) {
            benchmarks.run();
        }
    }

    private void run() throws IOException, InterruptedException {
        try (ZkServer server = ZkServer.builder("connections").build().start()) {
            connect(server.address(), quick ? 2 : 30);
            try (IdleRounds idle = new IdleRounds(figures, server.address())) {
                idle.run(Effort.rounds(false), quick ? 1 : 6);
            }
        }
        reconnect(quick ? 1 : 15);
    }

    private void connect(String hosts, int rounds) {
        for (int round = firstRound(); round <= rounds; round++) {
            for (Client client : turns.<Client>next(links.keySet())) {
                RemoteLink link = links.get(client);
                Stopwatch connecting = new Stopwatch();
                link.connect(hosts);
                add("connect until the first reply", client, round, connecting);
                link.disconnect();
            }
        }
    }

    private void reconnect(int rounds) {
        try (ZkEnsemble ensemble = ZkEnsemble.of("reconnect", 3).start()) {
            List<CuttingProxy> proxies = ensemble.servers().stream()
                    .map(server -> new CuttingProxy(server.port()))
                    .toList();
            for (int round = firstRound(); round <= rounds; round++) {
                for (Client client : turns.<Client>next(links.keySet())) {
                    reconnect(client, proxies, round);
                }
            }
            proxies.forEach(CuttingProxy::close);
        }
    }

    private void reconnect(Client client, List<CuttingProxy> proxies, int round) {
        RemoteLink link = links.get(client);
        link.connect(proxies.stream().map(CuttingProxy::address).collect(Collectors.joining(",")));
        String session = link.session();
        CuttingProxy inUse = inUse(proxies);
        Stopwatch reconnecting = new Stopwatch();
        inUse.refuse();
        link.get();
        add("reconnect to another server until the first reply", client, round, reconnecting);
        inUse.heal();
        if (!link.session().equals(session)) {
            throw new IllegalStateException(client + " has a new session; its figure means nothing");
        }
        link.disconnect();
    }

    /** The one with a link, once those that only asked for something, or were left, are closed. */
    private static CuttingProxy inUse(List<CuttingProxy> proxies) {
        while (proxies.stream().mapToInt(CuttingProxy::open).sum() > 1) {
            Thread.onSpinWait();
        }
        return proxies.stream().filter(proxy -> proxy.open() > 0).findFirst().orElseThrow();
    }

    /** Rounds before the first one load and compile everything. */
    private int firstRound() {
        return quick ? 0 : -9;
    }

    private void add(String scenario, Client client, int round, Stopwatch stopwatch) {
        if (round > 0) {
            figures.add(scenario, client, Quantity.TIME, round, stopwatch.millis());
        }
    }

    @Override
    public void close() {
        links.values().forEach(RemoteLink::close);
    }
}
