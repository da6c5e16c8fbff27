package dev.zkspring.client.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zkspring.client.it.Peer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The servers fail as the schedule says, and are well again afterwards. */
class FaultyEnsembleIT {

    private static FaultyEnsemble ensemble;

    private final ServerFaults faults = new ServerFaults(ensemble);

    @BeforeAll
    static void start() {
        ensemble = FaultyEnsemble.start("faulty");
    }

    @AfterEach
    void heal() {
        ensemble.heal();
        assertThat(ensemble.isHealed()).isTrue();
    }

    @AfterAll
    static void close() {
        ensemble.close();
    }

    private static FaultEvent event(Fault fault, int server) {
        return new FaultEvent(Duration.ZERO, Duration.ZERO, fault, FaultEvent.ALL, server, 0);
    }

    private static boolean isHealed() {
        return ensemble.isHealed();
    }

    @Test
    void killedServerDoesNotRun() {
        assertThat(faults.begin(event(Fault.KILL, 1))).containsExactly(1);
        assertThat(ensemble.server(1).isRunning()).isFalse();
        assertThat(isHealed()).isFalse();
    }

    @Test
    void leaderIsFoundWhenItsFaultBegins() {
        int leader = ensemble.leader();
        assertThat(faults.begin(event(Fault.PAUSE_LEADER, FaultEvent.ALL))).containsExactly(leader);
        assertThat(ensemble.server(leader).isRunning()).isTrue();
        assertThat(ensemble.isServing(leader)).isFalse();
        faults.end(List.of(leader));
        assertThat(ensemble.server(leader).command("ruok")).isEqualTo("imok");
    }

    @Test
    void spareServerOfALostQuorumIsLeftAlone() {
        assertThat(faults.begin(event(Fault.PAUSE_QUORUM, 0))).containsExactly(1, 2);
        faults.end(List.of(1, 2));
        ensemble.heal();
        assertThat(faults.begin(event(Fault.KILL_QUORUM, 2))).containsExactly(0, 1);
        assertThat(ensemble.server(2).isRunning()).isTrue();
    }

    @Test
    void wipedServerHasAllDataAgainBeforeTheNextFault() {
        String root = ensemble.root();
        try (Peer peer = ensemble.observer()) {
            peer.create(root, "kept");
        }
        faults.end(faults.begin(event(Fault.WIPE, 0)));
        faults.end(faults.begin(event(Fault.KILL, 1)));
        try (Peer peer = Peer.connect(ensemble.server(0).address())) {
            assertThat(peer.text(root)).isEqualTo("kept");
        }
    }

    @Test
    void clientsHaveProxiesOfTheirOwnAndAreToldWhenTheyWereWell() throws InterruptedException {
        ensemble.forgetClients();
        assertThat(ensemble.hosts(3)).isEqualTo(ensemble.hosts(3)).isNotEqualTo(ensemble.hosts(5));
        assertThat(ensemble.clients()).containsExactly(3, 5);
        assertThat(ensemble.wellSince(3)).isEqualTo(Long.MIN_VALUE);
        FaultEvent refuse = new FaultEvent(Duration.ZERO, Duration.ofMillis(1), Fault.REFUSE, 1, FaultEvent.ALL, 0);
        long before = System.nanoTime();
        new FaultPlayer(ensemble, new FaultSchedule(1, refuse.end(), 2, List.of(refuse)), List.of(3, 5)).play();
        assertThat(ensemble.wellSince(3)).isEqualTo(Long.MIN_VALUE);
        assertThat(ensemble.wellSince(5)).isBetween(before, System.nanoTime());
    }

    @Test
    void runThatIsStuckFailsWithTheThreadsAndTheSchedule() {
        assertThatThrownBy(() -> Watchdog.watch("stuck", Duration.ofMillis(10), () -> {
                    Thread.currentThread().join();
                    return "";
                }))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("stuck-threads.txt");
    }
}
