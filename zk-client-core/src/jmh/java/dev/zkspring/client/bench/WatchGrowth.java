package dev.zkspring.client.bench;

import java.util.List;

/**
 * What calls and events cost a client that holds more and more watches, beside one of the same kind that holds ten: a
 * read of one node again and again, and changes of ten watched nodes. All clients take turns. All watches but these ten
 * are on missing nodes.
 */
final class WatchGrowth {

    private static final int FEW = 10;

    private static final int MANY = 100_000;

    private static final int MOST = 1_000_000;

    private static final int WINDOW = 512;

    private final Figures figures;

    private final OtherSide other;

    private final String hosts;

    private final int divisor;

    private final Turns turns = new Turns();

    private final Sightings sightings = new Sightings(4 * FEW);

    WatchGrowth(Figures figures, OtherSide other, String hosts, int divisor) {
        this.figures = figures;
        this.other = other;
        this.hosts = hosts;
        this.divisor = divisor;
    }

    void run() throws InterruptedException {
        try (Subject few = new Subject(Client.OURS, new DataWatches(hosts), 0, FEW);
                Subject many = new Subject(Client.OURS, new DataWatches(hosts), 1, MOST / divisor);
                Subject apacheFew = new Subject(Client.APACHE_NETTY, new ApacheWatchers(hosts), 2, FEW);
                Subject apacheMany = new Subject(Client.APACHE_NETTY, new ApacheWatchers(hosts), 3, MANY / divisor)) {
            measure(List.of(few, many, apacheFew, apacheMany));
        }
    }

    /** Round 0 is for warming up. */
    private void measure(List<Subject> subjects) throws InterruptedException {
        take(subjects, 0);
        int round = 1;
        for (int size : new int[] {1_000, MANY, MOST}) {
            for (Subject subject : subjects) {
                subject.grow(size / divisor);
            }
            for (int last = round + Effort.rounds(size == MOST); round < last; round++) {
                take(subjects, round);
            }
        }
    }

    private void take(List<Subject> subjects, int round) throws InterruptedException {
        for (Subject subject : turns.<Subject>next(subjects)) {
            subject.measure(round);
        }
    }

    /** One client and its watches. */
    private final class Subject implements AutoCloseable {

        private final Client client;

        private final WatchContestant contestant;

        private final int first;

        private final int most;

        private int watches = FEW;

        /**
         * Watches ten nodes.
         *
         * @param number tells its ten from those of others
         * @param most where its watches stop to grow
         */
        Subject(Client client, WatchContestant contestant, int number, int most) throws InterruptedException {
            this.client = client;
            this.contestant = contestant;
            this.first = number * FEW;
            this.most = most;
            sightings.expect(0, FEW);
            contestant.watch(first, first + FEW, sightings);
            sightings.await();
        }

        void grow(int wanted) throws InterruptedException {
            int size = Math.max(watches, Math.min(wanted, most));
            Sightings missing = new Sightings(0);
            missing.expect(0, size - watches);
            contestant.watchMissing(watches, size, missing);
            missing.await();
            watches = size;
        }

        void measure(int round) throws InterruptedException {
            read(round);
            change(round);
        }

        private void read(int round) {
            String path = WatchedNode.path(first);
            System.gc();
            Measure measure =
                    Measure.of((number, window) -> contestant.get(path, window), WINDOW, 2 * Effort.turnNanos());
            add("pipelined get beside ", Quantity.CPU, round, measure.cpuMicrosPerCall());
            add("pipelined get beside ", Quantity.THROUGHPUT, round, measure.callsPerSecond());
        }

        private void change(int round) throws InterruptedException {
            int changes = 500 / divisor + 1;
            Stopwatch stopwatch = new Stopwatch();
            for (int i = 0; i < changes; i++) {
                sightings.expect(other.nextGeneration(), FEW);
                other.change(first, 1, FEW);
                sightings.await();
            }
            double millis = stopwatch.millis();
            double cpuMillis = stopwatch.cpuMillis();
            add("changes of 10 nodes beside ", Quantity.CPU, round, cpuMillis * 1e3 / (changes * FEW));
            add("changes of 10 nodes beside ", Quantity.EVENTS, round, changes * FEW * 1e3 / millis);
        }

        private void add(String scenario, Quantity quantity, int round, double value) {
            if (round > 0) {
                figures.add(scenario + WatchBenchmarks.count(watches) + " watches", client, quantity, round, value);
            }
        }

        @Override
        public void close() {
            contestant.close();
        }
    }
}
