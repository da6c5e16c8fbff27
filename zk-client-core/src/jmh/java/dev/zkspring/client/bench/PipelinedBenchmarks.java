package dev.zkspring.client.bench;

import dev.zkspring.client.ZkClient;
import dev.zkspring.client.it.ZkServer;
import io.netty.channel.epoll.Epoll;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntFunction;

/**
 * Requests of which a number is always outstanding: all operations with 100 bytes at all windows, other sizes at one
 * window each. Argument: {@code instant}, a server that costs nothing, to measure the client; {@code epoll}, a part of
 * that on the native transport; or {@code real}, a server 3.9.5, to measure what a user sees. There the calls go round a
 * thousand nodes; for the other all nodes are the same, and looking up their frames would be a part of the floor.
 */
final class PipelinedBenchmarks {

    private static final int[] WINDOWS = {1, 16, 512, 4096};

    /** That of the targets. */
    private static final int JUDGED_WINDOW = 512;

    private static final String GET = "get 100 B";

    private static final String CREATED = "/created";

    private static final int CHANGES = 100;

    private static final String MANY_CHILDREN = "/c100k";

    private static final int MANY = 100_000;

    private static final IntFunction<String> ONE = number -> ReadNodes.ONE;

    private PipelinedBenchmarks() {}

    public static void main(String[] args) throws IOException {
        switch (args[0]) {
            case "instant" -> onInstantServer("pipelined-instant", PipelinedBenchmarks::clients, scenarios(ONE));
            case "epoll" -> {
                Epoll.ensureAvailability();
                onInstantServer("pipelined-epoll", PipelinedBenchmarks::nettyClients, readsAndWrites(ONE));
            }
            case "real" -> onRealServer();
            default -> throw new IllegalArgumentException(args[0] + " (expected: instant, epoll or real)");
        }
    }

    private static void onInstantServer(String suite, Clients clients, List<Scenario> scenarios) throws IOException {
        try (InstantServer server = InstantServer.start()) {
            compare(suite, clients, server.hosts(), scenarios);
        }
    }

    private static void onRealServer() throws IOException {
        try (ZkServer server = Servers.real()) {
            fill(server.address());
            compare("pipelined-real", PipelinedBenchmarks::clients, server.address(), scenarios(ReadNodes::path));
        }
    }

    private interface Clients {
        void connect(String hosts, List<Contestant> connected);
    }

    private static void clients(String hosts, List<Contestant> connected) {
        nettyClients(hosts, connected);
        connected.add(new ApacheContestant(Client.APACHE_DEFAULT, hosts));
        connected.add(new CuratorContestant(hosts));
    }

    /** Those that take epoll where Netty has it. */
    private static void nettyClients(String hosts, List<Contestant> connected) {
        connected.add(new ZkSpringContestant(Client.OURS, hosts));
        connected.add(new ZkSpringContestant(Client.OURS_UNBATCHED, hosts));
        connected.add(new ApacheContestant(Client.APACHE_NETTY, hosts));
        connected.add(new FloorContestant(hosts));
        connected.add(new FloorFuturesContestant(hosts));
    }

    private static void compare(String suite, Clients clients, String hosts, List<Scenario> scenarios)
            throws IOException {
        List<Contestant> contestants = new ArrayList<>();
        try (Figures figures = Figures.of(suite)) {
            clients.connect(hosts, contestants);
            Rounds rounds = new Rounds(figures, contestants);
            scenarios.stream().filter(PipelinedBenchmarks::warmsUp).forEach(rounds::warmUp);
            scenarios.forEach(rounds::run);
        } finally {
            contestants.forEach(Contestant::close);
        }
    }

    /** Reads and writes of the middle sort have most of what the others need compiled. */
    private static boolean warmsUp(Scenario scenario) {
        return scenario.window() == JUDGED_WINDOW && scenario.what().endsWith("et 100 B");
    }

    private static List<Scenario> readsAndWrites(IntFunction<String> node) {
        byte[] data = new byte[100];
        List<Scenario> all = new ArrayList<>();
        all.addAll(atAllWindows(GET, (client, number, window) -> client.get(node.apply(number), window)));
        all.addAll(atAllWindows("set 100 B", (client, number, window) -> client.set(node.apply(number), data, window)));
        return all;
    }

    private static List<Scenario> scenarios(IntFunction<String> node) {
        byte[] data = new byte[100];
        List<Scenario> all = new ArrayList<>(readsAndWrites(node));
        all.addAll(atAllWindows("exists", (client, number, window) -> client.exists(node.apply(number), window)));
        all.addAll(
                atAllWindows("create 100 B", (client, number, window) -> client.create(CREATED + "/n", data, window)));
        all.addAll(atAllWindows("get and set 100 B", (client, number, window) -> {
            if (number % 2 == 0) {
                client.get(node.apply(number), window);
            } else {
                client.set(node.apply(number), data, window);
            }
        }));
        all.addAll(ofSize("0 B", 0, "/b0", 512));
        all.addAll(ofSize("10 kB", 10_000, "/b10k", 512));
        all.addAll(ofSize("500 kB", 500_000, "/b500k", 16));
        all.add(children("10 names", "/c10", 512));
        all.add(children("100 000 names", MANY_CHILDREN, 1));
        all.add(new Scenario(
                "transaction of 100 sets of 100 B",
                16,
                false,
                (client, number, window) -> client.transaction(ReadNodes.ONE, data, CHANGES, window)));
        return all;
    }

    private static List<Scenario> atAllWindows(String what, Scenario.Call call) {
        List<Scenario> scenarios = new ArrayList<>();
        for (int window : WINDOWS) {
            scenarios.add(new Scenario(what, window, isJudged(what, window), call));
        }
        return scenarios;
    }

    private static boolean isJudged(String what, int window) {
        return window == JUDGED_WINDOW || what.equals(GET) && window > JUDGED_WINDOW;
    }

    private static List<Scenario> ofSize(String size, int bytes, String path, int window) {
        byte[] data = new byte[bytes];
        return List.of(
                new Scenario("get " + size, window, false, (client, number, places) -> client.get(path, places)),
                new Scenario("set " + size, window, false, (client, number, places) -> client.set(path, data, places)));
    }

    private static Scenario children(String size, String path, int window) {
        return new Scenario(
                "getChildren " + size, window, false, (client, number, places) -> client.getChildren(path, places));
    }

    /** Makes the nodes look as those of the instant-reply server. */
    private static void fill(String hosts) {
        try (ZkClient client = ZkClient.builder().hosts(hosts).build()) {
            client.start();
            client.create(CREATED, null);
            client.create("/b0", new byte[0]);
            ReadNodes.create(client);
            client.create("/b10k", new byte[10_000]);
            client.create("/b500k", new byte[500_000]);
            fillChildren(client, "/c10", 10);
            fillChildren(client, MANY_CHILDREN, MANY);
        }
    }

    private static void fillChildren(ZkClient client, String path, int count) {
        client.create(path, null);
        CompletableFuture<?>[] children = new CompletableFuture<?>[count];
        for (int i = 0; i < count; i++) {
            children[i] = client.async().create(String.format(Locale.ROOT, "%s/%06d", path, i), null);
        }
        CompletableFuture.allOf(children).join();
    }
}
