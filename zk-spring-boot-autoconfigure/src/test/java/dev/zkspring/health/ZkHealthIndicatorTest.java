package dev.zkspring.health;

import static dev.zkspring.client.admin.FourLetterWord.RUOK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.entry;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;

import dev.zkspring.FakeClient;
import dev.zkspring.client.ZkAsyncClient;
import dev.zkspring.client.ZkClient;
import dev.zkspring.client.admin.FourLetterWord;
import dev.zkspring.client.admin.ServerMetrics;
import dev.zkspring.client.admin.ServerMode;
import dev.zkspring.client.admin.ServerStats;
import dev.zkspring.client.data.ClientState;
import dev.zkspring.client.data.ConnectionState;
import dev.zkspring.client.data.ServerAddress;
import dev.zkspring.client.data.ServerVersion;
import dev.zkspring.client.data.SessionId;
import dev.zkspring.client.error.ErrorCode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

class ZkHealthIndicatorTest {

    private static final ServerAddress ONE = new ServerAddress("zk1", 2181);

    private static final ServerAddress TWO = new ServerAddress("zk2", 2182);

    private static final String MNTR = "zk_version\t3.9.5-x, built on y\nzk_server_state\tfollower\n";

    private static final ServerStats SRVR = new ServerStats(
            new ServerVersion(3, 9, 5), new ServerStats.Latency(0, 0.5, 1), 2, 2, 1, 0, 7, ServerMode.STANDALONE, 5);

    private final ZkClient client = new FakeClient().client();

    private final ZkAsyncClient async = mock(ZkAsyncClient.class);

    @BeforeEach
    void twoServersThatAnswer() {
        given(client.async()).willReturn(async);
        given(client.hosts()).willReturn(List.of(ONE, TWO));
        given(async.command(eq(RUOK), any())).willReturn(CompletableFuture.completedFuture("imok"));
        given(async.metrics(any())).willReturn(CompletableFuture.completedFuture(ServerMetrics.parse(MNTR)));
        given(async.serverStats(any())).willReturn(CompletableFuture.completedFuture(SRVR));
        inState(ClientState.CONNECTED, ConnectionState.CONNECTED);
    }

    private static <T> CompletableFuture<T> failed(ErrorCode code) {
        return failed(code, null);
    }

    private static <T> CompletableFuture<T> failed(ErrorCode code, @Nullable String detail) {
        return CompletableFuture.failedFuture(FakeClient.failure(code, detail));
    }

    private void inState(ClientState clientState, ConnectionState state) {
        given(client.clientState()).willReturn(clientState);
        given(client.state()).willReturn(state);
        given(client.isConnected()).willReturn(state == ConnectionState.CONNECTED);
    }

    private Health health() {
        return health(Duration.ofSeconds(30), true);
    }

    private Health health(Duration timeout, boolean fourLetterWords) {
        return new ZkHealthIndicator(client, timeout, fourLetterWords).health();
    }

    private static Object host(Health health, String name) {
        return ((Map<?, ?>) health.getDetails().get("hosts")).get(name);
    }

    @Nested
    class StatusOfTheSession {

        @Test
        void isUpWithTheSessionsDetailsWhenConnected() {
            given(client.sessionId()).willReturn(new SessionId(0x1234, new byte[16]));
            given(client.negotiatedTimeout()).willReturn(Duration.ofSeconds(10));
            given(client.server()).willReturn(TWO);

            Health health = health(Duration.ofSeconds(1), false);

            assertThat(health.getStatus()).isEqualTo(Status.UP);
            assertThat(health.getDetails())
                    .containsExactly(
                            entry("state", ConnectionState.CONNECTED),
                            entry("session", "0x1234"),
                            entry("negotiatedTimeout", "PT10S"),
                            entry("server", "zk2:2182"));
        }

        @Test
        void isUpAndSaysReadOnlyWhenConnectedToAReadOnlyServer() {
            inState(ClientState.CONNECTED_RO, ConnectionState.CONNECTED);

            assertThat(health().getStatus()).isEqualTo(Status.UP);
            assertThat(health().getDetails()).containsEntry("readOnly", true);
        }

        @ParameterizedTest
        @CsvSource({"CONNECTING, SUSPENDED", "CONNECTING, LOST", "EXPIRED_SESSION, LOST", "AUTH_FAILED, LOST"})
        void isDownWhenNotConnected(ClientState clientState, ConnectionState state) {
            inState(clientState, state);

            assertThat(health().getStatus()).isEqualTo(Status.DOWN);
            assertThat(health().getDetails()).contains(entry("state", state), entry("clientState", clientState));
        }

        @ParameterizedTest
        @CsvSource({
            "CONNECTED_RO, UP",
            "CONNECTING, DOWN",
            "EXPIRED_SESSION, DOWN",
            "AUTH_FAILED, DOWN",
            "CLOSED, OUT_OF_SERVICE"
        })
        void isTheSameWithoutDetails(ClientState clientState, String status) {
            given(client.clientState()).willReturn(clientState);

            assertThat(new ZkHealthIndicator(client, Duration.ofSeconds(1), true).health(false))
                    .isEqualTo(Health.status(status).build());
        }

        @Test
        void isOfOneMomentWhenTheLinkBreaksMeanwhile() {
            given(client.state()).willReturn(ConnectionState.SUSPENDED);
            given(client.isConnected()).willReturn(false);

            assertThat(health().getStatus()).isEqualTo(Status.UP);
            assertThat(health().getDetails())
                    .containsEntry("state", ConnectionState.CONNECTED)
                    .doesNotContainKey("clientState");
        }

        @Test
        void isOfOneMomentWhenTheClientConnectsMeanwhile() {
            given(client.clientState()).willReturn(ClientState.CONNECTING);

            assertThat(health().getStatus()).isEqualTo(Status.DOWN);
            assertThat(health().getDetails())
                    .containsEntry("state", ConnectionState.SUSPENDED)
                    .containsEntry("clientState", ClientState.CONNECTING);
        }

        @Test
        void isOutOfServiceWithoutAskingServersWhenStopped() {
            inState(ClientState.CLOSED, ConnectionState.LOST);

            assertThat(health().getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
            assertThat(health().getDetails()).doesNotContainKey("hosts");
            verify(async, never()).command(any(FourLetterWord.class), any());
        }

        @Test
        void isDownWithTheReasonsWhenTheClientGaveUp() {
            inState(ClientState.CLOSED, ConnectionState.LOST);
            given(client.connectFailures()).willReturn(Map.of(ONE, "connection refused"));

            assertThat(health().getStatus()).isEqualTo(Status.DOWN);
            assertThat(host(health(), "zk1:2181")).isEqualTo(Map.of("connectFailure", "connection refused"));
        }
    }

    @Nested
    class FourLetterWords {

        @Test
        void showsEachServersOwnWords() {
            Health health = health();

            assertThat(health.getStatus()).isEqualTo(Status.UP);
            assertThat(host(health, "zk1:2181"))
                    .isEqualTo(Map.of("ruok", "imok", "mode", "follower", "version", "3.9.5"));
            assertThat(host(health, "zk2:2182")).isEqualTo(host(health, "zk1:2181"));
        }

        @Test
        void asksSrvrWhereMntrIsNotAllowedAndSaysThatRuokIsNot() {
            given(async.command(eq(RUOK), any())).willReturn(failed(ErrorCode.NOT_WHITELISTED));
            given(async.metrics(any())).willReturn(failed(ErrorCode.NOT_WHITELISTED));

            Health health = health();

            assertThat(health.getStatus()).isEqualTo(Status.UP);
            assertThat(host(health, "zk1:2181"))
                    .isEqualTo(Map.of(
                            "ruok",
                            "not-whitelisted",
                            "mntr",
                            "not-whitelisted",
                            "mode",
                            "standalone",
                            "version",
                            "3.9.5",
                            "latency",
                            Map.of("min", 0L, "avg", 0.5, "max", 1L),
                            "connections",
                            1L,
                            "outstanding",
                            0L,
                            "znodes",
                            5L));
        }

        @Test
        void saysThatNoWordIsAllowed() {
            given(async.command(eq(RUOK), any())).willReturn(failed(ErrorCode.NOT_WHITELISTED));
            given(async.metrics(any())).willReturn(failed(ErrorCode.NOT_WHITELISTED));
            given(async.serverStats(any())).willReturn(failed(ErrorCode.NOT_WHITELISTED));

            assertThat(host(health(), "zk1:2181"))
                    .isEqualTo(Map.of("ruok", "not-whitelisted", "statistics", "not-whitelisted"));
        }

        @Test
        void saysThatAServerHasNoQuorum() {
            given(async.metrics(any())).willReturn(failed(ErrorCode.NOT_SERVING));

            assertThat(host(health(), "zk1:2181")).isEqualTo(Map.of("ruok", "imok", "mode", "not-serving"));
        }

        @Test
        void saysThatAServerHasNoQuorumWhereOnlySrvrIsAllowed() {
            given(async.metrics(any())).willReturn(failed(ErrorCode.NOT_WHITELISTED));
            given(async.serverStats(any())).willReturn(failed(ErrorCode.NOT_SERVING));

            assertThat(host(health(), "zk1:2181")).isEqualTo(Map.of("ruok", "imok", "mode", "not-serving"));
        }

        @Test
        void showsTheErrorOfAServerThatCannotBeAskedAndStaysUp() {
            given(async.command(RUOK, TWO)).willReturn(failed(ErrorCode.CONNECTION_LOSS, "connection refused"));

            Health health = health();

            assertThat(health.getStatus()).isEqualTo(Status.UP);
            assertThat(host(health, "zk2:2182")).asString().contains("ruok=", "connection refused");
            assertThat(host(health, "zk1:2181")).asString().contains("imok");
            verify(async, never()).metrics(TWO);
        }

        @Test
        void staysUpWhenTheWordsCannotEvenBeSent() {
            given(async.command(any(FourLetterWord.class), any())).willThrow(new IllegalStateException("closed"));

            assertThat(health().getStatus()).isEqualTo(Status.UP);
            assertThat(host(health(), "zk1:2181")).isEqualTo(Map.of("ruok", "closed"));
        }

        @Test
        void doesNotWaitForASlowServerLongerThanTheTimeout() {
            given(async.command(RUOK, TWO)).willReturn(new CompletableFuture<>());
            given(async.metrics(ONE)).willReturn(new CompletableFuture<>());

            Health health = health(Duration.ofMillis(20), true);

            assertThat(health.getStatus()).isEqualTo(Status.UP);
            assertThat(host(health, "zk1:2181"))
                    .isEqualTo(Map.of("ruok", "imok", "statistics", "no answer within 20 ms"));
            assertThat(host(health, "zk2:2182")).isEqualTo(Map.of("ruok", "no answer within 20 ms"));
        }

        @Test
        void leavesASlowServerAloneWhenNobodyLooksAnyMore() {
            CompletableFuture<String> slow = new CompletableFuture<>();
            given(async.command(RUOK, TWO)).willReturn(slow);

            health(Duration.ofMillis(20), true);

            assertThat(slow).isCancelled();
        }

        @Test
        void asksNobodyWhenDetailsAreNotShown() {
            Health health = new ZkHealthIndicator(client, Duration.ofSeconds(30), true).health(false);

            assertThat(health).isEqualTo(Health.up().build());
            verify(async, never()).command(any(FourLetterWord.class), any());
        }

        @Test
        void asksNobodyWhenSwitchedOff() {
            assertThat(health(Duration.ofSeconds(1), false).getDetails()).doesNotContainKey("hosts");
            verify(async, never()).command(any(FourLetterWord.class), any());
        }

        @Test
        void keepsTheInterruptOfTheCaller() {
            given(async.command(RUOK, TWO)).willReturn(new CompletableFuture<>());
            Thread.currentThread().interrupt();

            Health health = health();

            assertThat(Thread.interrupted()).isTrue();
            assertThat(health.getStatus()).isEqualTo(Status.UP);
        }
    }

    @Test
    void refusesATimeoutThatIsNotPositive() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ZkHealthIndicator(client, Duration.ZERO, true))
                .withMessage("health timeout: PT0S (expected: above 0)");
    }
}
