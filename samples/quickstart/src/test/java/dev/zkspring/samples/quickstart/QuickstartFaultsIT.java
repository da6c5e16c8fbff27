package dev.zkspring.samples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zkspring.client.faults.FaultReport;
import dev.zkspring.client.faults.FaultRun;
import dev.zkspring.client.faults.FaultyEnsemble;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.convert.DurationStyle;

/**
 * The application under faults. More and longer runs:
 * {@code -Dit.test=QuickstartFaultsIT -Dfaults.runs=50 -Dfaults.length=20s -Dfaults.seed=1}.
 */
class QuickstartFaultsIT {

    private static final long FIRST_SEED = Long.getLong("faults.seed", 4);

    private static final int RUNS = Integer.getInteger("faults.runs", 1);

    private static final Duration LENGTH = DurationStyle.detectAndParse(System.getProperty("faults.length", "10s"));

    private static final Logger log = LoggerFactory.getLogger(QuickstartFaultsIT.class);

    private static FaultyEnsemble ensemble;

    @BeforeAll
    static void startEnsemble() {
        ensemble = FaultyEnsemble.start("quickstart-faults");
    }

    @AfterAll
    static void stopEnsemble() {
        ensemble.close();
    }

    @Test
    void healthEventsMetersAndWatchesAgreeWithWhatTheClientsTold() throws InterruptedException {
        for (long seed = FIRST_SEED; seed < FIRST_SEED + RUNS; seed++) {
            FaultReport report = FaultRun.of(ensemble, seed, LENGTH, List.of(QuickstartWorkload::new))
                    .repeatedBy(
                            "mvn -pl samples/quickstart -am verify -Dtest=none -Dsurefire.failIfNoSpecifiedTests=false"
                                    + " -Dit.test=QuickstartFaultsIT -Dfailsafe.failIfNoSpecifiedTests=false"
                                    + " -Dfaults.seed="
                                    + seed + " -Dfaults.length=" + LENGTH.toMillis() + "ms")
                    .run()
                    .get(0);
            var counts = report.tally().counts();
            log.info("Seed {}: {} faults, {}", seed, report.schedule().events().size(), counts);
            // Without these the run has shown nothing.
            assertThat(counts)
                    .extractingByKeys("operations", "suspensions", "up", "down")
                    .allMatch(count -> count > 0);
        }
    }
}
