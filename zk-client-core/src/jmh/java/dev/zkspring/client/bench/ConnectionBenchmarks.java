package dev.zkspring.client.bench;

import dev.zkspring.client.it.CuttingProxy;
import dev.zkspring.client.it.ZkEnsemble;
import dev.zkspring.client.it.ZkServer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Connections: the time until a new client's first answer, and until the first answer after the server in use went
 * away while two others of its ensemble are there; then what idle clients cost. The clients take turns. Argument {@code
 * --quick}, or system property {@code bench.quick}: few rounds.
 */
final class ConnectionBenchmarks {

    /** Rounds that load and compile everything. */
    private static final int WARM_UP = 3;

    private final Figures figures;

    private final Set<LinkKind> kinds = EnumSet.allOf(LinkKind.class);

    private ConnectionBenchmarks(Figures figures) {
        this.figures = figures;
    }

    public static void main(String[] args) throws Exception {
        Logs.quiet();
        boolean quick = Boolean.getBoolean("bench.quick") || List.of(args).contains("--quick");
        try (Figures figures = Figures.of("connections")) {
            ConnectionBenchmarks benchmarks = new ConnectionBenchmarks(figures);
            if (!KazooLink.isInstalled()) {
                benchmarks.kinds.remove(LinkKind.KAZOO);
            }
            try (ZkServer server = ZkServer.builder("connections").build().start()) {
                benchmarks.connect(server.address(), quick ? 2 : 30);
                benchmarks.idle(server.address(), quick ? 1 : 3, quick ? 1 : 20);
            }
            benchmarks.reconnect(quick ? 1 : 15);
        }
    }

    private void connect(String hosts, int rounds) throws Exception {
        for (int round = 1 - WARM_UP; round <= rounds; round++) {
            for (LinkKind kind : turns(round)) {
                Stopwatch connecting = new Stopwatch();
                try (Link link = kind.open(hosts)) {
                    link.get();
                    add("connect until the first reply", kind, round, connecting);
                }
            }
        }
    }

    /** The processor time in the first round only: it takes a while. */
    private void idle(String hosts, int rounds, int seconds) throws IOException {
        for (int round = 1; round <= rounds; round++) {
            for (LinkKind kind : turns(round)) {
                if (kind.isJava()) {
                    idle(hosts, kind, round, round == 1 ? seconds : 0);
                }
            }
        }
    }

    private void idle(String hosts, LinkKind kind, int round, int seconds) throws IOException {
        try (LineProcess clients = LineProcess.java(IdleClients.class, kind.name(), hosts)) {
            for (Quantity quantity : List.of(Quantity.THREADS, Quantity.HEAP, Quantity.DIRECT)) {
                figures.add("idle client", kind.client(), quantity, round, Double.parseDouble(clients.answer()));
            }
            if (seconds > 0) {
                double millis = Double.parseDouble(clients.ask(Integer.toString(seconds))) / seconds;
                figures.add("one second of an idle client", kind.client(), Quantity.CPU_TIME, round, millis);
            }
        }
    }

    private void reconnect(int rounds) throws Exception {
        try (ZkEnsemble ensemble = ZkEnsemble.of("reconnect", 3).start()) {
            List<CuttingProxy> proxies = ensemble.servers().stream()
                    .map(server -> new CuttingProxy(server.port()))
                    .toList();
            for (int round = 1 - WARM_UP; round <= rounds; round++) {
                for (LinkKind kind : turns(round)) {
                    reconnect(kind, proxies, round);
                }
            }
            proxies.forEach(CuttingProxy::close);
        }
    }

    private void reconnect(LinkKind kind, List<CuttingProxy> proxies, int round) throws Exception {
        String hosts = proxies.stream().map(CuttingProxy::address).collect(Collectors.joining(","));
        try (Link link = kind.open(hosts)) {
            link.get();
            long session = link.session();
            CuttingProxy inUse = inUse(proxies);
            Stopwatch reconnecting = new Stopwatch();
            inUse.refuse();
            link.get();
            add("reconnect to another server until the first reply", kind, round, reconnecting);
            inUse.heal();
            if (link.session() != session) {
                throw new IllegalStateException(kind + " has a new session; its figure means nothing");
            }
        }
    }

    /** The one with a link, once those that only asked for something are closed. */
    private static CuttingProxy inUse(List<CuttingProxy> proxies) {
        while (proxies.stream().mapToInt(CuttingProxy::open).sum() > 1) {
            Thread.onSpinWait();
        }
        return proxies.stream().filter(proxy -> proxy.open() > 0).findFirst().orElseThrow();
    }

    /** Each begins as often as the others. */
    private List<LinkKind> turns(int round) {
        List<LinkKind> turns = new ArrayList<>(kinds);
        Collections.rotate(turns, round);
        return turns;
    }

    private void add(String scenario, LinkKind kind, int round, Stopwatch stopwatch) {
        if (round > 0) {
            figures.add(scenario, kind.client(), Quantity.TIME, round, stopwatch.millis());
        }
    }
}
