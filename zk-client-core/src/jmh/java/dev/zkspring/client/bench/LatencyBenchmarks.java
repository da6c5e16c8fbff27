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

    private static final String NODE = "/b100";

    private static final int P50 = 500;

    private static final int P99 = 990;

    private static final int P999 = 999;

    /** Enough threads that a client may put their reads together. */
    private static final int MANY = 64;

    private final Figures figures;

    private final List<BlockingCaller> callers;

    private LatencyBenchmarks(Figures figures, List<BlockingCaller> callers) {
        this.figures = figures;
        this.callers = callers;
    }

    public static void main(String[] args) throws Exception {
        if (args[0].equals("instant")) {
            try (InstantServer server = InstantServer.start()) {
                compare("latency-instant", server.hosts(), 1, 16);
            }
        } else {
            try (ZkServer server = Servers.real()) {
                fill(server.address());
                compare("latency-real", server.address(), 1, 16, MANY);
            }
        }
    }

    private static void fill(String hosts) {
        try (ZkClient client = ZkClient.builder().hosts(hosts).build()) {
            client.start();
            client.create(NODE, new byte[100]);
        }
    }

    private static void compare(String suite, String hosts, int... threads) throws Exception {
        List<BlockingCaller> callers = new ArrayList<>();
        try (Figures figures = Figures.of(suite)) {
            callers.add(new ZkSpringCaller(Client.OURS, hosts));
            callers.add(new ZkSpringCaller(Client.OURS_UNBATCHED, hosts));
            callers.add(new FloorCaller(hosts, NODE));
            callers.add(new ApacheCaller(Client.APACHE_NETTY, hosts));
            callers.add(new ApacheCaller(Client.APACHE_DEFAULT, hosts));
            callers.add(new CuratorCaller(hosts));
            LatencyBenchmarks benchmarks = new LatencyBenchmarks(figures, callers);
            for (int number : threads) {
                benchmarks.run(number);
            }
        } finally {
            callers.forEach(BlockingCaller::close);
        }
    }

    /** Round 0 warms up. Each round begins with another client. */
    private void run(int threads) throws Exception {
        String scenario = threads == 1 ? "1 blocking caller" : threads + " blocking callers";
        for (int round = 0; round <= Effort.rounds(); round++) {
            for (int turn = 0; turn < callers.size(); turn++) {
                BlockingCaller caller = callers.get((round + turn) % callers.size());
                System.gc();
                Latencies latencies = Latencies.of(caller, NODE, threads, duration(round));
                if (round > 0) {
                    write(scenario, caller.client(), round, latencies);
                }
            }
        }
    }

    /** Longer than that of pipelined requests: the slowest of a thousand calls is to be seen several times. */
    private static long duration(int round) {
        return round == 0 ? Effort.warmUpNanos() : 3 * Effort.roundNanos();
    }

    private void write(String scenario, Client client, int round, Latencies latencies) {
        figures.add(scenario, client, Quantity.P50, round, latencies.micros(P50));
        figures.add(scenario, client, Quantity.P99, round, latencies.micros(P99));
        figures.add(scenario, client, Quantity.P999, round, latencies.micros(P999));
        figures.add(scenario, client, Quantity.THROUGHPUT, round, latencies.callsPerSecond());
        figures.add(scenario, client, Quantity.CPU, round, latencies.cpuMicrosPerCall());
    }
}
