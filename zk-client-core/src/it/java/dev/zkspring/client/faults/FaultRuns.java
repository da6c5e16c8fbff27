package dev.zkspring.client.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The runs that one test class makes: the same few seeds and new ones in each build, and with the profile {@code faults}
 * as many and as long ones as its properties say. A seed that is given means that run alone.
 */
final class FaultRuns {

    private static final Logger log = LoggerFactory.getLogger(FaultRuns.class);

    private final Class<?> test;

    private final Set<Fault> faults;

    /** Makes one run to its end. */
    @FunctionalInterface
    interface Run {

        void make(FaultRun run) throws InterruptedException, IOException;
    }

    /** Runs of this class, with these kinds of faults. */
    FaultRuns(Class<?> test, Set<Fault> faults) {
        this.test = test;
        this.faults = faults;
    }

    /** As {@code faults.length} says, such as 500ms, 8s and 30m. */
    static Duration length() {
        String text = System.getProperty("faults.length", "6s");
        return text.endsWith("ms")
                ? Duration.ofMillis(Long.parseLong(text.substring(0, text.length() - 2)))
                : Duration.parse("PT" + text);
    }

    /**
     * A test for each run.
     *
     * @param known the seeds of every build
     * @param fresh how many other ones a build tries
     */
    Stream<DynamicTest> tests(
            FaultyEnsemble ensemble, List<WorkloadFactory> workloads, long[] known, int fresh, Run run) {
        String schedule = System.getProperty("faults.schedule", "");
        if (!schedule.isEmpty()) {
            return Stream.of(DynamicTest.dynamicTest(
                    schedule,
                    () -> run.make(
                            repeated(FaultRun.of(ensemble, read(schedule), workloads), "schedule=" + schedule))));
        }
        return seeds(known, fresh)
                .mapToObj(seed -> DynamicTest.dynamicTest(
                        "seed " + seed,
                        () -> run.make(repeated(
                                FaultRun.of(ensemble, seed, length(), workloads).faults(faults),
                                "seed=" + seed + " -Dfaults.length=" + length().toMillis() + "ms"))));
    }

    private FaultRun repeated(FaultRun run, String what) {
        return run.repeatedBy("mvn -Pfaults -pl zk-client-core verify -Dit.test=" + test.getSimpleName() + " -Dfaults."
                + what + "\n(-Dfaults.schedule= with one of these files, not the seed, plays what stands there)");
    }

    /** One seed after another, so that each run can be replayed alone by its own. */
    private LongStream seeds(long[] known, int fresh) {
        Long given = Long.getLong("faults.seed");
        long first = given == null ? new SplittableRandom().nextLong(1L << 40) : given;
        log.info("first new seed of {}: {}", test.getSimpleName(), first);
        int usual = given == null ? Integer.getInteger("faults.usual-runs", 0) : 1;
        int runs = Integer.getInteger("faults.runs", usual);
        return runs > 0
                ? LongStream.range(first, first + runs)
                : LongStream.concat(LongStream.of(known), LongStream.range(first, first + fresh));
    }

    private static FaultSchedule read(String file) {
        try {
            return FaultSchedule.parse(Files.readString(Path.of(file)));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the schedule " + file, e);
        }
    }
}
