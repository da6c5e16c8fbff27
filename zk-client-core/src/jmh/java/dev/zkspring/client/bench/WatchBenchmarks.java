package dev.zkspring.client.bench;

import dev.zkspring.client.it.ZkServer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * Watches on a real server: arming, memory, delivery, arming again after a reconnect, missing nodes, a storm of events,
 * and what many watches cost those who do something else. The clients take turns, each with a new session in each round.
 * The first rounds have everything, the later ones what stands among the targets; Curator, which takes minutes, has
 * everything in the first one and only arms in the others of these. The server, and what changes the nodes, are processes
 * of their own. System property {@code bench.quick}: a fiftieth of the nodes, one round, nothing warmed up.
 */
final class WatchBenchmarks {

    static final Duration SESSION_TIMEOUT = Duration.ofSeconds(30);

    private static final int QUICK = 50;

    private static final int NODES = 100_000;

    private static final int STORM = 50_000;

    private static final int WARM_UP_NODES = 5_000;

    /** What is changed while the client has no link, and as many after that. */
    private static final int CHANGED_MEANWHILE = 100;

    private final Figures figures;

    private final OtherSide other;

    private final String hosts;

    private final int nodes;

    private final int storm;

    private final Turns turns = new Turns();

    private WatchBenchmarks(Figures figures, OtherSide other, String hosts, int divisor) {
        this.figures = figures;
        this.other = other;
        this.hosts = hosts;
        this.nodes = NODES / divisor;
        this.storm = STORM / divisor;
    }

    public static void main(String[] args) throws Exception {
        Logs.quiet();
        boolean quick = Boolean.getBoolean(Effort.QUICK);
        int divisor = quick ? QUICK : 1;
        try (ZkServer server = server().start();
                OtherSide other = new OtherSide(server.port());
                Figures figures = Figures.of("watches")) {
            WatchBenchmarks benchmarks = new WatchBenchmarks(figures, other, server.address(), divisor);
            other.create(benchmarks.nodes);
            if (!quick) {
                benchmarks.warmUp();
            }
            for (int round = 1; round <= Effort.rounds(true); round++) {
                benchmarks.run(round);
            }
            new WatchGrowth(figures, other, server.address(), divisor).run();
        }
    }

    /** A snapshot in the middle of a measurement would be one client's bad luck. */
    private static ZkServer server() {
        return ZkServer.builder("watches")
                .jvmOption("-Xmx4g")
                .setting("snapCount", "100000000")
                .build();
    }

    static String count(int number) {
        return String.format(Locale.ROOT, "%,d", number).replace(',', ' ');
    }

    private enum Kind {
        OURS(Client.OURS, DataWatches::new),
        APACHE(Client.APACHE_NETTY, ApacheWatchers::new),
        CURATOR(Client.CURATOR, NodeCaches::new);

        private final Client client;

        private final Function<String, WatchContestant> connect;

        Kind(Client client, Function<String, WatchContestant> connect) {
            this.client = client;
            this.connect = connect;
        }
    }

    /** Loads and compiles everything by a small round whose figures nobody keeps. */
    private void warmUp() throws IOException, InterruptedException {
        Figures none = Figures.discarded();
        WatchBenchmarks small = new WatchBenchmarks(none, other, hosts, NODES / WARM_UP_NODES);
        for (Kind kind : Kind.values()) {
            small.run(kind, 0);
        }
    }

    private interface Turn {

        void take(int round) throws InterruptedException;
    }

    private void run(int round) throws InterruptedException {
        List<Turn> all = new ArrayList<>();
        all.add(this::changeUnwatched);
        all.add(number -> run(Kind.OURS, number));
        all.add(number -> run(Kind.APACHE, number));
        if (round <= Effort.rounds(false)) {
            all.add(number -> run(Kind.CURATOR, number));
        }
        for (Turn turn : turns.<Turn>next(all)) {
            turn.take(round);
        }
    }

    private void run(Kind kind, int round) throws InterruptedException {
        armAndChange(kind, round);
        if (changes(kind, round)) {
            reconnect(kind, round);
        }
        if (kind != Kind.CURATOR && round <= Effort.rounds(false)) {
            watchMissing(kind, round);
        }
        if (round <= Effort.rounds(false)) {
            storm(kind, round);
        }
    }

    private static boolean changes(Kind kind, int round) {
        return kind != Kind.CURATOR || round <= 1;
    }

    private void armAndChange(Kind kind, int round) throws InterruptedException {
        try (WatchContestant contestant = kind.connect.apply(hosts)) {
            Sightings sightings = new Sightings(nodes);
            sightings.expect(0, nodes);
            long heap = Memory.heap();
            Stopwatch arming = new Stopwatch();
            contestant.watch(0, nodes, sightings);
            sightings.await();
            String armed = "arm " + count(nodes) + " data watches";
            figures.add(armed, kind.client, Quantity.TIME, round, arming.millis());
            figures.add(armed, kind.client, Quantity.CPU_TIME, round, arming.cpuMillis());
            double each = (double) (Memory.heap() - heap) / nodes;
            figures.add("one of " + count(nodes) + " data watches", kind.client, Quantity.HEAP, round, each);
            if (changes(kind, round)) {
                change(kind, round, sightings);
            }
        }
    }

    private String changes() {
        return "one change to each of " + count(nodes) + " nodes";
    }

    /** The writer alone, without anybody that costs the server or the machine something. */
    private void changeUnwatched(int round) throws InterruptedException {
        Memory.settle();
        Stopwatch changing = new Stopwatch();
        other.change(0, 1, nodes);
        figures.add(changes() + ": written", Client.NOBODY, Quantity.TIME, round, changing.millis());
    }

    private void change(Kind kind, int round, Sightings sightings) throws InterruptedException {
        String scenario = changes();
        sightings.expect(other.nextGeneration(), nodes);
        Stopwatch changing = new Stopwatch();
        other.change(0, 1, nodes);
        figures.add(scenario + ": written", kind.client, Quantity.TIME, round, changing.millis());
        sightings.await();
        double millis = changing.millis();
        figures.add(scenario + ": seen", kind.client, Quantity.TIME, round, millis);
        figures.add(scenario + ": seen", kind.client, Quantity.EVENTS, round, nodes * 1e3 / millis);
        figures.add(scenario + ": seen", kind.client, Quantity.CPU_TIME, round, changing.cpuMillis());
    }

    /** The link holds back what the server sends while nodes are changed, and then it is closed with all that. */
    private void reconnect(Kind kind, int round) throws InterruptedException {
        try (WatchContestant contestant = kind.connect.apply(other.proxy())) {
            Sightings sightings = new Sightings(nodes);
            sightings.expect(0, nodes);
            contestant.watch(0, nodes, sightings);
            sightings.await();
            String scenario = "cut link with " + count(nodes) + " data watches";
            int step = nodes / CHANGED_MEANWHILE;
            Memory.settle();
            other.stall();
            sightings.expect(other.nextGeneration(), CHANGED_MEANWHILE);
            other.change(0, step, CHANGED_MEANWHILE);
            Stopwatch restoring = new Stopwatch();
            other.cut();
            sightings.await();
            figures.add(
                    scenario + ": 100 changes meanwhile seen", kind.client, Quantity.TIME, round, restoring.millis());
            sightings.expect(other.nextGeneration(), CHANGED_MEANWHILE);
            other.change(step / 2, step, CHANGED_MEANWHILE);
            sightings.await();
            figures.add(scenario + ": 100 later changes seen", kind.client, Quantity.TIME, round, restoring.millis());
            figures.add(
                    scenario + ": 100 later changes seen",
                    kind.client,
                    Quantity.CPU_TIME,
                    round,
                    restoring.cpuMillis());
        }
    }

    private void watchMissing(Kind kind, int round) throws InterruptedException {
        try (WatchContestant contestant = kind.connect.apply(hosts)) {
            Sightings sightings = new Sightings(0);
            sightings.expect(0, nodes);
            long heap = Memory.heap();
            Stopwatch arming = new Stopwatch();
            contestant.watchMissing(0, nodes, sightings);
            sightings.await();
            String armed = "arm " + count(nodes) + " watches on missing nodes";
            figures.add(armed, kind.client, Quantity.TIME, round, arming.millis());
            figures.add(armed, kind.client, Quantity.CPU_TIME, round, arming.cpuMillis());
            double each = (double) (Memory.heap() - heap) / nodes;
            figures.add(
                    "one of " + count(nodes) + " watches on missing nodes", kind.client, Quantity.HEAP, round, each);
        }
    }

    private void storm(Kind kind, int round) throws InterruptedException {
        try (WatchContestant contestant = kind.connect.apply(hosts)) {
            Sightings sightings = new Sightings(0);
            contestant.watchTree(WatchedNode.ROOT, sightings);
            sightings.expect(0, storm);
            Memory.settle();
            Stopwatch changing = new Stopwatch();
            other.change(0, 1, storm);
            sightings.await();
            double millis = changing.millis();
            double cpuMicros = changing.cpuMillis() * 1e3 / storm;
            String scenario = count(storm) + " events for one recursive watch";
            figures.add(scenario, kind.client, Quantity.EVENTS, round, storm * 1e3 / millis);
            figures.add(scenario, kind.client, Quantity.CPU, round, cpuMicros);
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
