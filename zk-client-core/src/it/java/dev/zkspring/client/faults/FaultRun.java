package dev.zkspring.client.faults;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** One run: workloads on an ensemble while the faults of one schedule happen, and then the judgement. */
public final class FaultRun {

    /** What a run may take besides its length. */
    private static final Duration SLACK = Duration.ofMinutes(10);

    /** A longer schedule is in its file only. */
    private static final int MOST_PRINTED = 200;

    private final FaultyEnsemble ensemble;

    private final long seed;

    private final Duration length;

    private final List<WorkloadFactory> factories;

    private Set<Fault> faults = Fault.HONEST;

    private @Nullable FaultSchedule given;

    private String command = "";

    private FaultRun(FaultyEnsemble ensemble, long seed, Duration length, List<WorkloadFactory> factories) {
        this.ensemble = ensemble;
        this.seed = seed;
        this.length = length;
        this.factories = List.copyOf(factories);
    }

    /** A run of {@link Fault#HONEST} faults that all is drawn for from one seed. */
    public static FaultRun of(FaultyEnsemble ensemble, long seed, Duration length, List<WorkloadFactory> factories) {
        return new FaultRun(ensemble, seed, length, factories);
    }

    /** A run of a given schedule, whose seed also drives the workloads. */
    public static FaultRun of(FaultyEnsemble ensemble, FaultSchedule schedule, List<WorkloadFactory> factories) {
        FaultRun run = new FaultRun(ensemble, schedule.seed(), schedule.length(), factories);
        run.given = schedule;
        return run;
    }

    /** The kinds of faults to draw from. */
    public FaultRun faults(Set<Fault> kinds) {
        faults = kinds;
        return this;
    }

    /** How long its faults last. */
    Duration length() {
        return length;
    }

    /** The command that makes the same run again, for who reads of a failure. */
    public FaultRun repeatedBy(String commandLine) {
        command = commandLine;
        return this;
    }

    /**
     * Starts the workloads, plays the schedule, heals everything, lets the workloads settle and asks for violations.
     * Each workload gets its line in {@code target/faults/runs.csv}.
     *
     * @return one report for each workload, in their order
     * @throws AssertionError if there are violations, or if the run failed or is stuck; it says how to replay the run
     */
    public List<FaultReport> run() throws InterruptedException {
        Course course = new Course();
        try {
            return Watchdog.watch("fault-run-" + seed, length.plus(SLACK), course);
        } catch (AssertionError e) {
            throw new AssertionError("run with seed " + seed + " failed: " + e.getMessage() + "\n" + replay(course), e);
        }
    }

    private String replay(Course course) {
        String replay = command.isEmpty() ? "" : "replay: " + command + "\n";
        FaultSchedule schedule = course.schedule;
        PlayedFaults played = course.played;
        if (schedule == null || played == null) {
            return replay + "before its schedule was drawn";
        }
        return replay + "schedule: " + course.file + "\nwhat was played of it, with the leaders by their numbers: "
                + played.file() + (schedule.events().size() > MOST_PRINTED ? "" : "\n" + schedule.text());
    }

    private FaultSchedule schedule() {
        return given == null
                ? FaultSchedule.random(seed, length, ensemble.clients().size(), faults)
                : given;
    }

    private final class Course implements Callable<List<FaultReport>> {

        private final List<Workload> workloads = new ArrayList<>();

        private final Instant time = Instant.now();

        private volatile @Nullable FaultSchedule schedule;

        private volatile @Nullable PlayedFaults played;

        private volatile @Nullable Path file;

        @Override
        public List<FaultReport> call() throws InterruptedException {
            List<FaultReport> reports;
            try {
                reports = make();
            } catch (InterruptedException | RuntimeException | Error failure) {
                cleanAfter(failure);
                throw failure;
            }
            clean();
            return reports;
        }

        /** What cannot be cleaned up then is not to hide why. */
        private void cleanAfter(Throwable failure) {
            try {
                clean();
            } catch (RuntimeException | Error again) {
                failure.addSuppressed(again);
            }
        }

        private void clean() {
            workloads.forEach(Workload::close);
            ensemble.deleteRoots();
        }

        private List<FaultReport> make() throws InterruptedException {
            ensemble.heal();
            ensemble.begin(seed);
            try (Lateness lateness = new Lateness()) {
                startWorkloads();
                FaultSchedule drawn = schedule();
                file = drawn.save();
                PlayedFaults faultsPlayed = new PlayedFaults(drawn);
                played = faultsPlayed;
                schedule = drawn;
                new FaultPlayer(ensemble, drawn, ensemble.clients(), faultsPlayed).play();
                ensemble.heal();
                settle();
                return judge(drawn, faultsPlayed, lateness.total());
            }
        }

        private void startWorkloads() {
            SplittableRandom random = new SplittableRandom(seed);
            int firstClient = 0;
            for (WorkloadFactory factory : factories) {
                Workload workload = factory.create(ensemble, firstClient, random.nextLong());
                workloads.add(workload);
                workload.start();
                firstClient += WorkloadFactory.CLIENTS;
            }
        }

        /** All at once: none may go on while another one settles. */
        private void settle() throws InterruptedException {
            ExecutorService threads = Executors.newCachedThreadPool();
            try {
                List<Callable<Object>> tasks = workloads.stream()
                        .map(workload -> Executors.callable(workload::settle))
                        .toList();
                for (Future<Object> settled : threads.invokeAll(tasks)) {
                    settled.get();
                }
            } catch (ExecutionException e) {
                throw new IllegalStateException("a workload cannot settle", e.getCause());
            } finally {
                threads.shutdownNow();
            }
        }

        private List<FaultReport> judge(FaultSchedule drawn, PlayedFaults faultsPlayed, Duration starved) {
            List<FaultReport> reports = new ArrayList<>();
            List<String> violations = new ArrayList<>();
            for (Workload workload : workloads) {
                List<String> found = workload.violations();
                found.forEach(violation -> violations.add(workload.name() + ": " + violation));
                reports.add(new FaultReport(
                        time, drawn, faultsPlayed, starved, workload.name(), workload.tally(), found.size()));
            }
            reports.forEach(FaultReport::write);
            if (!violations.isEmpty()) {
                throw new AssertionError(violations.size() + " violations\n" + String.join("\n", violations));
            }
            return reports;
        }
    }
}
