package dev.zkspring.samples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zkspring.client.faults.FaultReport;
import dev.zkspring.client.faults.FaultRun;
import dev.zkspring.client.faults.FaultyEnsemble;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
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

    /** Short enough to type. */
    private static final int SEEDS = 1_000_000;

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

    private static Map<String, Long> run(long seed) throws InterruptedException {
        FaultReport report = FaultRun.of(ensemble, seed, LENGTH, List.of(QuickstartWorkload::new))
                .repeatedBy("mvn -pl samples/quickstart -am verify -Dtest=none -Dsurefire.failIfNoSpecifiedTests=false"
                        + " -Dit.test=QuickstartFaultsIT -Dfailsafe.failIfNoSpecifiedTests=false -Dfaults.seed=" + seed
                        + " -Dfaults.length=" + LENGTH.toMillis() + "ms")
                .run()
                .get(0);
        var counts = report.tally().counts();
        log.info("Seed {}: {} faults, {}", seed, report.schedule().events().size(), counts);
        return counts;
    }

    @Test
    void healthEventsMetersAndWatchesAgreeWithWhatTheClientsTold() throws InterruptedException {
        for (long seed = FIRST_SEED; seed < FIRST_SEED + RUNS; seed++) {
            // Without these the run has shown nothing.
            assertThat(run(seed))
                    .extractingByKeys("operations", "suspensions", "up", "suspended")
                    .allMatch(count -> count > 0);
        }
    }

    /** A schedule that no build before has seen; the log and a failure name its seed. */
    @Test
    void theyAgreeUnderNewFaultsToo() throws InterruptedException {
        long seed = ThreadLocalRandom.current().nextLong(SEEDS);
        log.info("Seed {} is new, -Dfaults.seed={} repeats it", seed, seed);
        assertThat(run(seed)).extractingByKey("operations").matches(count -> count > 0);
    }
}
