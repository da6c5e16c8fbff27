package dev.zkspring.client.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs under all faults that a client over the plain protocol must bear. */
class FaultsIT {

    private static final Logger log = LoggerFactory.getLogger(FaultsIT.class);

    private static final long[] KNOWN_SEEDS = {1, 2};

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
        FaultRuns runs = new FaultRuns(FaultsIT.class, Fault.HONEST);
        return FaultRuns.length().compareTo(LONG) < 0
                ? runs.tests(ensemble, Workloads.all(), KNOWN_SEEDS, 1, FaultsIT::make)
                : runs.tests(ensemble, Workloads.steady(), KNOWN_SEEDS, 1, FaultsIT::makeWithEyesOnMemory);
    }

    private static void makeWithEyesOnMemory(FaultRun run) throws InterruptedException, IOException {
        try (MemoryLog memory = MemoryLog.start(run.length())) {
            make(run);
            assertThat(memory.growth()).isEmpty();
        }
    }

    private static void make(FaultRun run) throws InterruptedException {
        run.run().forEach(report -> log.info("{}", report.line().strip()));
    }
}
