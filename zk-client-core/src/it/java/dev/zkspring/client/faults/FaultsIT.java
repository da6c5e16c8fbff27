package dev.zkspring.client.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs under faults: in each build a few short ones, of which one is new, and with the profile {@code faults} as many
 * and as long ones as its properties say.
 */
class FaultsIT {

    private static final Logger log = LoggerFactory.getLogger(FaultsIT.class);

    private static final long[] KNOWN_SEEDS = {1, 2};

    private static final Duration LENGTH = duration(System.getProperty("faults.length", "6s"));

    /** Beyond it a run is about memory, and the histories that prove the rest would take it. */
    private static final Duration LONG = Duration.ofMinutes(2);

    private static FaultyEnsemble ensemble;

    @BeforeAll
    static void startEnsemble() {
        ensemble = FaultyEnsemble.start("faults");
    }

    @AfterAll
    static void closeEnsemble() {
        ensemble.close();
    }

    @TestFactory
    Stream<DynamicTest> nothingIsLost() {
        String schedule = System.getProperty("faults.schedule", "");
        return schedule.isEmpty()
                ? seeds().mapToObj(seed -> DynamicTest.dynamicTest("seed " + seed, () -> run(seed, null)))
                : Stream.of(DynamicTest.dynamicTest(schedule, () -> run(0, read(schedule))));
    }

    private static void run(long seed, @Nullable FaultSchedule given) throws InterruptedException, IOException {
        Duration length = given == null ? LENGTH : given.length();
        if (length.compareTo(LONG) < 0) {
            run(seed, given, Workloads.all());
            return;
        }
        try (MemoryLog memory = MemoryLog.start(length)) {
            run(seed, given, Workloads.steady());
            assertThat(memory.growth()).isEmpty();
        }
    }

    private static void run(long seed, @Nullable FaultSchedule given, List<WorkloadFactory> workloads)
            throws InterruptedException {
        FaultRun run = given == null
                ? FaultRun.of(ensemble, seed, LENGTH, workloads)
                : FaultRun.of(ensemble, given, workloads);
        run.run().forEach(report -> log.info("{}", report.line().strip()));
    }

    /** One seed after another, so that each run can be replayed alone by its own. */
    private static LongStream seeds() {
        long first = Long.getLong("faults.seed", new SplittableRandom().nextLong(1L << 40));
        log.info("first new seed: {}", first);
        int runs = Integer.getInteger("faults.runs", 0);
        return runs > 0
                ? LongStream.range(first, first + runs)
                : LongStream.concat(LongStream.of(KNOWN_SEEDS), LongStream.of(first));
    }

    private static FaultSchedule read(String file) {
        try {
            return FaultSchedule.parse(Files.readString(Path.of(file)));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the schedule " + file, e);
        }
    }

    /** Such as 500ms, 8s and 30m. */
    private static Duration duration(String text) {
        return text.endsWith("ms")
                ? Duration.ofMillis(Long.parseLong(text.substring(0, text.length() - 2)))
                : Duration.parse("PT" + text);
    }
}
