package dev.zkspring.samples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.zkspring.annotation.ZkDataWatch;
import dev.zkspring.boot.autoconfigure.ZkStartException;
import dev.zkspring.client.faults.FaultyEnsemble;
import dev.zkspring.client.it.CuttingProxy;
import dev.zkspring.client.it.StrangePort;
import dev.zkspring.event.ZkConnectedEvent;
import dev.zkspring.event.ZkLostEvent;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** The application when there is no ensemble to work with: how it ends, and how it begins. */
@ExtendWith(OutputCaptureExtension.class)
class EnsembleGoneIT {

    /** What starting servers and applications may take on a busy machine. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** What a bounded wait may take longer, on a busy machine. */
    private static final Duration SLACK = Duration.ofSeconds(3);

    /** The session outlives the test: what ends sooner does so for another reason. */
    private static final String LONG_LIVED = "--zk.timeout=40s";

    private static FaultyEnsemble ensemble;

    @BeforeAll
    static void startEnsemble() {
        ensemble = FaultyEnsemble.start("ensemble-gone");
    }

    @AfterAll
    static void stopEnsemble() {
        ensemble.close();
    }

    @BeforeEach
    void heal() {
        ensemble.heal();
    }

    private static void awaitUp(RunningQuickstart application) {
        await().atMost(PATIENCE).until(() -> application.get("/actuator/health").statusCode() == 200);
    }

    private static IntStream servers() {
        return IntStream.range(0, FaultyEnsemble.SERVERS);
    }

    /** The ways in which an ensemble can be gone. */
    enum Gone {
        KILLED {
            @Override
            void happen() {
                servers().forEach(ensemble::kill);
            }
        },
        PAUSED {
            @Override
            void happen() {
                servers().forEach(ensemble::pause);
            }
        },
        BLACK_HOLED {
            @Override
            void happen() {
                servers().mapToObj(server -> ensemble.proxy(0, server)).forEach(CuttingProxy::blackHole);
            }
        };

        abstract void happen();
    }

    /** A watch method that does not return before it is released. */
    static class BusyWatch {

        private final CountDownLatch entered = new CountDownLatch(1);

        private final CountDownLatch released = new CountDownLatch(1);

        @ZkDataWatch("/busy")
        void changed(byte[] data) throws InterruptedException {
            entered.countDown();
            released.await();
        }
    }

    @Nested
    class Shutdown {

        /** What is left of the client in this JVM. */
        private Set<String> threads(String clientName) {
            return Thread.getAllStackTraces().keySet().stream()
                    .map(Thread::getName)
                    .filter(name -> name.startsWith(clientName + "-") || name.equals("zk-stop"))
                    .collect(Collectors.toSet());
        }

        private Duration timeToClose(RunningQuickstart application) {
            long begin = System.nanoTime();
            CompletableFuture<Void> closed = CompletableFuture.runAsync(application::close);
            await().atMost(PATIENCE).until(closed::isDone);
            assertThat(closed).isCompleted();
            return Duration.ofNanos(System.nanoTime() - begin);
        }

        /** The fastest of some answers, because the machine may be busy; what waits for the servers is slow each time. */
        private Duration fastestHealth(RunningQuickstart application) {
            return IntStream.range(0, 4)
                    .mapToObj(attempt -> {
                        long begin = System.nanoTime();
                        application.get("/actuator/health");
                        return Duration.ofNanos(System.nanoTime() - begin);
                    })
                    .min(Duration::compareTo)
                    .orElseThrow();
        }

        private void assertEnded(RunningQuickstart application, ClientHistory history) {
            assertThat(history.toldLines()).isEqualTo(history.publishedLines());
            assertThat(history.published())
                    .last()
                    .isInstanceOfSatisfying(
                            ZkLostEvent.class, lost -> assertThat(lost.reason()).isEqualTo(ZkLostEvent.Reason.CLOSED));
            await().atMost(SLACK)
                    .untilAsserted(() ->
                            assertThat(threads(history.client().clientName())).isEmpty());
        }

        @ParameterizedTest
        @EnumSource
        void endsInTheTimeOfItsPhasesWithABusyWatchMethod(Gone gone) {
            RunningQuickstart application = RunningQuickstart.startWith(
                    List.of(BusyWatch.class), ensemble.hosts(0), "--zk.client-name=busy" + gone.ordinal(), LONG_LIVED);
            BusyWatch busy = application.bean(BusyWatch.class);
            ClientHistory history = application.history();
            try {
                await().atMost(PATIENCE).until(() -> busy.entered.getCount() == 0);
                gone.happen();
                assertThat(fastestHealth(application)).isLessThan(RunningQuickstart.HEALTH_TIMEOUT.plus(SLACK));

                // One phase for the method, one for the client.
                assertThat(timeToClose(application))
                        .isGreaterThanOrEqualTo(RunningQuickstart.PHASE_TIMEOUT)
                        .isLessThan(
                                RunningQuickstart.PHASE_TIMEOUT.multipliedBy(2).plus(SLACK));
            } finally {
                busy.released.countDown();
            }

            assertEnded(application, history);
        }

        @Test
        void endsTheProcessOnASignalWhileTheServersStandStill() throws Exception {
            try (QuickstartProcess process = QuickstartProcess.start(
                    "--zk.embedded.enabled=false", "--zk.hosts=" + ensemble.hosts(0), LONG_LIVED)) {
                Gone.PAUSED.happen();

                long begin = System.nanoTime();
                process.terminate();
                await().atMost(PATIENCE).until(process::hasEnded);

                assertThat(Duration.ofNanos(System.nanoTime() - begin))
                        .isLessThan(RunningQuickstart.PHASE_TIMEOUT.plus(SLACK));
            }
        }
    }

    @Nested
    class StartUpWithoutQuorum {

        @BeforeEach
        void takeTheQuorumAway() {
            ensemble.kill(0);
            ensemble.kill(1);
        }

        @Test
        void endsWithTheReasonOfEachServer(CapturedOutput output) throws IOException {
            try (StrangePort silent = StrangePort.silent()) {
                String hosts = ensemble.directHosts() + "," + silent.address();
                assertThatThrownBy(() -> RunningQuickstart.start(hosts, "--zk.start-timeout=3s", "--zk.timeout=3s")
                                .close())
                        .cause()
                        .isInstanceOf(ZkStartException.class)
                        .hasMessageContaining("could not connect within 3000 ms (zk.start-timeout)")
                        .hasMessageContaining(silent.address() + " (no answer to the handshake within")
                        .hasMessageContaining(ensemble.server(0).address() + " (connection refused)")
                        .hasMessageContaining(ensemble.server(1).address() + " (connection refused)")
                        .hasMessageContaining(
                                ensemble.server(2).address() + " (server closed the connection without an")
                        .hasMessageContaining("not serving (no quorum)");
            }

            assertThat(output)
                    .contains("APPLICATION FAILED TO START", "zk.fail-fast=false")
                    .containsSubsequence("- see that most servers of the ensemble run", "- for a port for TLS");
        }

        @Test
        void waitsForTheQuorumAsLongAsTheStartTimeout() {
            CompletableFuture<RunningQuickstart> starting = CompletableFuture.supplyAsync(
                    () -> RunningQuickstart.start(ensemble.directHosts(), "--zk.start-timeout=60s"));
            ensemble.revive(0);

            await().atMost(PATIENCE).until(starting::isDone);
            try (RunningQuickstart application = starting.join()) {
                awaitUp(application);
            }
        }

        @Test
        void comesUpByItselfWhenTheQuorumComes(CapturedOutput output) {
            try (RunningQuickstart application = RunningQuickstart.start(
                    ensemble.directHosts(), "--zk.fail-fast=false", "--zk.start-timeout=1s", "--zk.timeout=4s")) {
                assertThat(output).containsOnlyOnce("the application starts anyway (zk.fail-fast=false)");
                assertThat(application.get("/actuator/health").statusCode()).isEqualTo(503);
                assertThat(application.get("/actuator/health/readiness").statusCode())
                        .isEqualTo(503);
                assertThat(application.get("/actuator/health/liveness").statusCode())
                        .isEqualTo(200);
                await().untilAsserted(() -> {
                    var details = application.json("/actuator/health").at("/components/zk/details");
                    assertThat(details.path("state").asString()).isEqualTo("LOST");
                    assertThat(details.path("clientState").asString()).isEqualTo("CONNECTING");
                    assertThat(details.path("hosts").values())
                            .hasSize(3)
                            .allSatisfy(host -> assertThat(
                                            host.path("connectFailure").asString())
                                    .isNotEmpty());
                    var living = details.path("hosts").path(ensemble.server(2).address());
                    assertThat(living.path("mode").asString()).isEqualTo("not-serving");
                });
                assertThat(application.history().told()).isEmpty();

                ensemble.revive(0);

                awaitUp(application);
                assertThat(application.get("/actuator/health/readiness").statusCode())
                        .isEqualTo(200);
                await().atMost(PATIENCE)
                        .until(() -> application.get("/members").body().contains(application.address()));
                assertThat(application.putBanner("here").statusCode()).isEqualTo(204);
                await().until(() -> "here".equals(application.get("/banner").body()));
                assertThat(application.history().published())
                        .singleElement()
                        .isInstanceOfSatisfying(
                                ZkConnectedEvent.class,
                                event -> assertThat(event.firstConnection()).isTrue());
            }
        }
    }
}
