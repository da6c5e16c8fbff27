package dev.zkspring.client.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** One run: workloads on an ensemble while the faults of one schedule happen, and then the judgement. */
public final class FaultRun {

    /** What a run may take besides its length. */
    private static final Duration SLACK = Duration.ofMinutes(4);

    private final FaultyEnsemble ensemble;

    private final long seed;

    private final Duration length;

    private final List<WorkloadFactory> factories;

    private Set<Fault> faults = Fault.HONEST;

    private @Nullable FaultSchedule given;

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

    /**
     * Starts the workloads, plays the schedule, heals everything, lets the workloads settle and asks for violations.
     *
     * @throws AssertionError if there are violations, or if the run is stuck; it says how to replay the run
     */
    public Report run() {
        FutureTask<Report> task = new FutureTask<>(new Course());
        Thread thread = new Thread(task, "fault-run");
        thread.setDaemon(true);
        thread.start();
        try {
            return task.get(length.plus(SLACK).toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("run with seed " + seed + " is stuck", e);
        } catch (ExecutionException e) {
            throw new AssertionError("run with seed " + seed + " failed", e.getCause());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private final class Course implements Callable<Report> {

        private final List<Workload> workloads = new ArrayList<>();

        @Override
        public Report call() throws InterruptedException {
            ensemble.heal();
            ensemble.forgetClients();
            try {
                startWorkloads();
                FaultSchedule schedule = given == null
                        ? FaultSchedule.random(seed, length, ensemble.clients().size(), faults)
                        : given;
                new FaultPlayer(ensemble, schedule, ensemble.clients()).play();
                ensemble.heal();
                return judge(schedule);
            } finally {
                workloads.forEach(Workload::close);
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

        private Report judge(FaultSchedule schedule) {
            workloads.forEach(Workload::settle);
            List<String> violations = new ArrayList<>();
            for (Workload workload : workloads) {
                workload.violations().forEach(violation -> violations.add(workload.name() + ": " + violation));
            }
            if (!violations.isEmpty()) {
                throw new AssertionError(String.join("\n", violations) + "\n" + schedule.text());
            }
            return new Report(schedule, workloads.stream().map(Workload::tally).toList());
        }
    }

    /**
     * What a run without violations did.
     *
     * @param tallies one for each workload, in their order
     */
    public record Report(FaultSchedule schedule, List<Tally> tallies) {}
}
