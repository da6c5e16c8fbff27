package dev.zkspring.client.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs over TLS, where bytes are changed too, on their way to the servers and back: that must be noticed, and may only
 * break the link.
 */
class TlsFaultsIT {

    private static final Logger log = LoggerFactory.getLogger(TlsFaultsIT.class);

    /** Its schedule has several faults that change bytes. */
    private static final long[] KNOWN_SEEDS = {1};

    private static FaultyEnsemble ensemble;

    @BeforeAll
    static void startEnsemble() {
        ensemble = FaultyEnsemble.startWithTls("tls-faults");
    }

    @AfterAll
    static void closeEnsemble() {
        ensemble.close();
    }

    @TestFactory
    Stream<DynamicTest> changedBytesReachNobody() {
        return new FaultRuns(TlsFaultsIT.class, EnumSet.allOf(Fault.class))
                .tests(ensemble, Workloads.all(), KNOWN_SEEDS, 0, TlsFaultsIT::make);
    }

    private static void make(FaultRun run) throws InterruptedException {
        long before = ensemble.corrupted();
        run.run().forEach(report -> log.info("{}", report.line().strip()));
        long changed = ensemble.corrupted() - before;
        log.info("{} bytes were changed", changed);
        BadInputs.add("bytes changed on links with TLS", changed);
        // Without them the run has shown nothing.
        assertThat(changed).isPositive();
    }
}
