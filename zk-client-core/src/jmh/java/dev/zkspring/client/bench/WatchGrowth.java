package dev.zkspring.client.bench;

/**
 * What calls and events cost a client that holds more and more watches, beside one that holds ten: in turns, a read of
 * one node again and again, and changes of ten watched nodes. All watches but these ten are on missing nodes.
 */
final class WatchGrowth {

    private static final int FEW = 10;

    private static final int ROUNDS = 3;

    private static final int WINDOW = 512;

    private final Figures figures;

    private final OtherSide other;

    private final String hosts;

    private final int divisor;

    WatchGrowth(Figures figures, OtherSide other, String hosts, int divisor) {
        this.figures = figures;
        this.other = other;
        this.hosts = hosts;
        this.divisor = divisor;
    }

    void run() throws InterruptedException {
        run(Client.OURS, new DataWatches(hosts), new DataWatches(hosts), 1_000, 100_000, 1_000_000);
        run(Client.APACHE_NETTY, new ApacheWatchers(hosts), new ApacheWatchers(hosts), 100_000);
    }

    private void run(Client client, WatchContestant few, WatchContestant many, int... sizes)
            throws InterruptedException {
        try (few;
                many) {
            Subject control = new Subject(client, few, 0);
            Subject growing = new Subject(client, many, FEW);
            control.measure(0);
            growing.measure(0);
            int round = 0;
            for (int size : sizes) {
                growing.grow(Math.max(size / divisor, FEW));
                for (int i = 0; i < ROUNDS; i++) {
                    round++;
                    control.measure(round);
                    growing.measure(round);
                }
            }
        }
    }

    /** One client and its watches. */
    private final class Subject {

        private final Client client;

        private final WatchContestant contestant;

        private final Sightings sightings = new Sightings(2 * FEW);

        private final int first;

        private int watches = FEW;

        Subject(Client client, WatchContestant contestant, int first) throws InterruptedException {
            this.client = client;
            this.contestant = contestant;
            this.first = first;
            sightings.expect(0, FEW);
            contestant.watch(first, first + FEW, sightings);
            sightings.await();
        }

        void grow(int size) throws InterruptedException {
            Sightings missing = new Sightings(0);
            missing.expect(0, size - watches);
            contestant.watchMissing(watches, size, missing);
            missing.await();
            watches = size;
        }

        /** Round 0 is for warming up. */
        void measure(int round) throws InterruptedException {
            read(round);
            change(round);
        }

        private void read(int round) {
            int calls = 50_000 / divisor;
            String path = WatchedNode.path(first);
            System.gc();
            Window window = new Window(WINDOW);
            Stopwatch stopwatch = new Stopwatch();
            for (int i = 0; i < calls; i++) {
                window.enter();
                contestant.get(path, window);
            }
            window.drain();
            add("pipelined get beside ", Quantity.THROUGHPUT, round, calls * 1e3 / stopwatch.millis());
            add("pipelined get beside ", Quantity.CPU, round, stopwatch.cpuMillis() * 1e3 / calls);
        }

        private void change(int round) throws InterruptedException {
            int changes = 300 / divisor + 1;
            Stopwatch stopwatch = new Stopwatch();
            for (int i = 0; i < changes; i++) {
                sightings.expect(other.nextGeneration(), FEW);
                other.change(first, 1, FEW);
                sightings.await();
            }
            add("changes of 10 nodes beside ", Quantity.EVENTS, round, changes * FEW * 1e3 / stopwatch.millis());
            add("changes of 10 nodes beside ", Quantity.CPU, round, stopwatch.cpuMillis() * 1e3 / (changes * FEW));
        }

        private void add(String scenario, Quantity quantity, int round, double value) {
            if (round > 0) {
                figures.add(scenario + WatchBenchmarks.count(watches) + " watches", client, quantity, round, value);
            }
        }
    }
}
