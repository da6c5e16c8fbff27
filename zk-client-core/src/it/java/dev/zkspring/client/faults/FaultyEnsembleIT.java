package dev.zkspring.client.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zkspring.client.it.Peer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
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

    private List<Integer> begin(FaultEvent event) {
        faults.prepare(event);
        return faults.begin(event);
    }

    private static boolean isHealed() {
        return ensemble.isHealed();
    }

    @Test
    void killedServerDoesNotRun() {
        assertThat(begin(event(Fault.KILL, 1))).containsExactly(1);
        assertThat(ensemble.server(1).isRunning()).isFalse();
        assertThat(isHealed()).isFalse();
    }

    @Test
    void leaderIsFoundWhenItsFaultBegins() {
        int leader = ensemble.leader();
        assertThat(begin(event(Fault.PAUSE_LEADER, FaultEvent.ALL))).containsExactly(leader);
        assertThat(ensemble.server(leader).isRunning()).isTrue();
        assertThat(ensemble.isServing(leader)).isFalse();
        faults.end(List.of(leader));
        assertThat(ensemble.server(leader).command("ruok")).isEqualTo("imok");
    }

    @Test
    void spareServerOfALostQuorumIsLeftAlone() {
        assertThat(begin(event(Fault.PAUSE_QUORUM, 0))).containsExactly(1, 2);
        faults.end(List.of(1, 2));
        ensemble.heal();
        assertThat(begin(event(Fault.KILL_QUORUM, 2))).containsExactly(0, 1);
        assertThat(ensemble.server(2).isRunning()).isTrue();
    }

    @Test
    void wipedServerHasAllDataAgainBeforeTheNextFault() {
        String root = ensemble.root();
        try (Peer peer = ensemble.observer()) {
            peer.create(root, "kept");
        }
        faults.end(begin(event(Fault.WIPE, 0)));
        faults.end(begin(event(Fault.KILL, 1)));
        try (Peer peer = Peer.connect(ensemble.server(0).address())) {
            assertThat(peer.text(root)).isEqualTo("kept");
        }
    }

    @Test
    void serverThatLostItsEpochStartsAgainWithTheDataOfTheOthers() throws IOException {
        String root = ensemble.root();
        try (Peer peer = ensemble.observer()) {
            peer.create(root, "kept");
        }
        begin(event(Fault.KILL, 2));
        Files.writeString(ensemble.server(2).transactionLogs().resolve("currentEpoch"), "0");
        faults.end(List.of(2));
        Awaitility.await().until(() -> !ensemble.server(2).isRunning());
        faults.end(begin(event(Fault.KILL, 1)));
        try (Peer peer = Peer.connect(ensemble.server(2).address())) {
            assertThat(peer.text(root)).isEqualTo("kept");
        }
    }

    @Test
    void clientsHaveProxiesOfTheirOwnAndAreToldWhenTheyWereWell() throws InterruptedException {
        ensemble.begin(1);
        assertThat(ensemble.hosts(3)).isEqualTo(ensemble.hosts(3)).isNotEqualTo(ensemble.hosts(5));
        assertThat(ensemble.clients()).containsExactly(3, 5);
        assertThat(ensemble.wellSince(3)).isEqualTo(Long.MIN_VALUE);
        FaultEvent refuse = new FaultEvent(Duration.ZERO, Duration.ofMillis(1), Fault.REFUSE, 1, FaultEvent.ALL, 0);
        long before = System.nanoTime();
        FaultSchedule schedule = new FaultSchedule(1, refuse.end(), 2, List.of(refuse));
        new FaultPlayer(ensemble, schedule, List.of(3, 5), new PlayedFaults(schedule)).play();
        assertThat(ensemble.wellSince(3)).isEqualTo(Long.MIN_VALUE);
        assertThat(ensemble.wellSince(5)).isBetween(before, System.nanoTime());
    }

    @Test
    void orderOfTheServersIsDrawnFromTheSeed() {
        List<String> first = orders(1);
        assertThat(orders(2)).isNotEqualTo(first);
        assertThat(orders(1)).isEqualTo(first);
    }

    private static List<String> orders(long seed) {
        ensemble.begin(seed);
        return IntStream.range(0, 8).mapToObj(ensemble::hosts).toList();
    }

    @Test
    void faultOfALinkThatNobodyUsesIsAMiss() throws InterruptedException, IOException {
        ensemble.begin(1);
        ensemble.hosts(3);
        FaultEvent first = new FaultEvent(Duration.ZERO, Duration.ZERO, Fault.CUT, 0, 0, 0);
        FaultEvent second = new FaultEvent(Duration.ofMillis(1), Duration.ZERO, Fault.CUT, 0, 1, 0);
        FaultSchedule schedule = new FaultSchedule(1, second.end(), 1, List.of(first, second));
        PlayedFaults played = new PlayedFaults(schedule);
        try (Socket socket = new Socket(
                InetAddress.getLoopbackAddress(), ensemble.proxy(3, 1).port())) {
            Awaitility.await().until(() -> ensemble.proxy(3, 1).open() == 1);
            new FaultPlayer(ensemble, schedule, List.of(3), played).play();
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
        assertThat(played.hits()).containsExactly(Map.entry("CUT", 1L));
        assertThat(played.misses()).containsExactly(Map.entry("CUT", 1L));
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
