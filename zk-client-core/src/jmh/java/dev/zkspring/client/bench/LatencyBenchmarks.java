package dev.zkspring.client.bench;

import dev.zkspring.client.ZkClient;
import dev.zkspring.client.it.ZkServer;
import java.util.ArrayList;
import java.util.List;

/**
 * How long a blocking read of 100 bytes takes, and what several threads that do nothing else get done. Argument: {@code
 * instant}, a server that costs nothing, to measure the client; or {@code real}, a server 3.9.5, to measure what a user
 * sees.
 */
final class LatencyBenchmarks {

    private static final int P50 = 500;

    private static final int P99 = 990;

    private static final int P999 = 999;

    private static final int SOME = 16;

    /** How many threads call at once. The last are enough that a client may put their reads together. */
    private static final int[] THREADS = {1, SOME, 64};

    private final Figures figures;

    private final List<BlockingCaller> callers;

    private final Turns turns = new Turns();

    private LatencyBenchmarks(Figures figures, List<BlockingCaller> callers) {
        this.figures = figures;
        this.callers = callers;
    }

    public static void main(String[] args) throws Exception {
        if (args[0].equals("instant")) {
            try (InstantServer server = InstantServer.start()) {
                compare("latency-instant", server.hosts());
            }
        } else {
            try (ZkServer server = Servers.real()) {
                fill(server.address());
                compare("latency-real", server.address());
            }
        }
    }

    private static void fill(String hosts) {
        try (ZkClient client = ZkClient.builder().hosts(hosts).build()) {
            client.start();
            ReadNodes.create(client);
        }
    }

    private static void compare(String suite, String hosts) throws Exception {
        List<BlockingCaller> callers = new ArrayList<>();
        try (Figures figures = Figures.of(suite)) {
            callers.add(new ZkSpringCaller(Client.OURS, hosts));
            callers.add(new ZkSpringCaller(Client.OURS_UNBATCHED, hosts));
            callers.add(new FloorCaller(hosts));
            callers.add(new ApacheCaller(Client.APACHE_NETTY, hosts));
            callers.add(new ApacheCaller(Client.APACHE_DEFAULT, hosts));
            callers.add(new CuratorCaller(hosts));
            LatencyBenchmarks benchmarks = new LatencyBenchmarks(figures, callers);
            for (int number : THREADS) {
                benchmarks.run(number);
            }
        } finally {
            callers.forEach(BlockingCaller::close);
        }
    }

    /** Round 0 warms up. */
    private void run(int threads) throws Exception {
        String scenario = threads == 1 ? "1 blocking caller" : threads + " blocking callers";
        for (int round = 0; round <= Effort.rounds(threads != SOME); round++) {
            for (BlockingCaller caller : turns.<BlockingCaller>next(callers)) {
                System.gc();
                Latencies latencies = Latencies.of(caller, threads, duration(round));
                if (round > 0) {
                    write(scenario, caller.client(), round, latencies);
                }
            }
        }
    }

    /** Longer than that of pipelined requests: the slowest of a thousand calls is to be seen several times. */
    private static long duration(int round) {
        return round == 0 ? Effort.warmUpNanos() : 3 * Effort.turnNanos() / 2;
    }

    private void write(String scenario, Client client, int round, Latencies latencies) {
        figures.add(scenario, client, Quantity.CPU, round, latencies.cpuMicrosPerCall());
        figures.add(scenario, client, Quantity.THROUGHPUT, round, latencies.callsPerSecond());
        figures.add(scenario, client, Quantity.P50, round, latencies.micros(P50));
        figures.add(scenario, client, Quantity.P99, round, latencies.micros(P99));
        figures.add(scenario, client, Quantity.P999, round, latencies.micros(P999));
    }
}
