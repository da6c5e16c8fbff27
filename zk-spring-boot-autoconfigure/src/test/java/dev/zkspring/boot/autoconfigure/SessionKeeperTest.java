package dev.zkspring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.willAnswer;
import static org.mockito.BDDMockito.willThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;

import dev.zkspring.FakeClient;
import dev.zkspring.boot.autoconfigure.SavedSession.Ensemble;
import dev.zkspring.client.ZkClient;
import dev.zkspring.client.data.LostReason;
import dev.zkspring.client.data.SessionId;
import dev.zkspring.client.error.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

@ExtendWith(OutputCaptureExtension.class)
class SessionKeeperTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    private static final Duration TIMEOUT = Duration.ofSeconds(9);

    private static final Ensemble ENSEMBLE = new Ensemble(List.of("zk1:2181"), "/app");

    private static final SessionId SESSION = session(FakeClient.SESSION, NOW.minusSeconds(1));

    @TempDir
    private Path directory;

    private Path file;

    private final FakeClient fake = new FakeClient();

    private final ZkClient client = fake.client();

    private final ConfigurableApplicationContext context = mock(ConfigurableApplicationContext.class);

    private SessionKeeper keeper;

    @BeforeEach
    void openStore() {
        file = directory.resolve("session");
        keeper = keeper(true);
    }

    @AfterEach
    void closeStore() throws IOException {
        keeper.destroy();
    }

    private SessionKeeper keeper(boolean keepOnShutdown) {
        return new SessionKeeper(file, keepOnShutdown, context, Clock.fixed(NOW, ZoneOffset.UTC));
    }

    private static SessionId session(long id, Instant time) {
        return new SessionId(id, SavedSessionTest.PASSWORD, 99, TIMEOUT, time);
    }

    private void write(SavedSession saved) throws IOException {
        Files.write(file, saved.toBytes());
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    private @Nullable SavedSession saved() throws IOException {
        return Files.exists(file) ? SavedSession.fromBytes(Files.readAllBytes(file)) : null;
    }

    private void run() {
        keeper.resume(file, ENSEMBLE, true);
        keeper.keep(client);
        keeper.start();
    }

    private void connect() {
        given(client.sessionId()).willReturn(SESSION);
        fake.connect();
        settle();
    }

    /** Waits until everything that the client told has been heard. */
    private void settle() {
        CountDownLatch heard = new CountDownLatch(1);
        client.serialExecutor("").execute(heard::countDown);
        await().until(() -> heard.getCount() == 0);
    }

    private void closeContext() {
        given(context.isClosed()).willReturn(true);
        keeper.stop();
    }

    @Nested
    class Resumes {

        @Test
        void theSessionThatWasLeft() throws Exception {
            write(new SavedSession(SESSION, ENSEMBLE, true));

            assertThat(keeper.resume(file, ENSEMBLE, true)).contains(SESSION);
            assertThat(saved()).isNotNull();
        }

        @Test
        void theSessionOfAProcessThatDiedHoweverLongItHadHadIt() throws Exception {
            SessionId old = session(1, NOW.minus(Duration.ofDays(3)));
            write(new SavedSession(old, ENSEMBLE, false));

            assertThat(keeper.resume(file, ENSEMBLE, true)).contains(old);
        }

        @Test
        void nothingWithoutAFile(CapturedOutput output) {
            assertThat(keeper.resume(file, ENSEMBLE, true)).isEmpty();
            assertThat(output.getOut()).doesNotContain("WARN");
        }

        @Test
        void onlyOnceWhenAGoneSessionWouldEndTheClient() throws Exception {
            write(new SavedSession(SESSION, ENSEMBLE, true));

            assertThat(keeper.resume(file, ENSEMBLE, false)).contains(SESSION);
            assertThat(saved()).isNull();
        }
    }

    @Nested
    class IgnoresWithOneWarning {

        private void assertIgnored(CapturedOutput output, String... why) {
            assertThat(keeper.resume(file, ENSEMBLE, true)).isEmpty();
            assertThat(output.getOut().lines().filter(line -> line.contains("WARN")))
                    .singleElement()
                    .asString()
                    .contains(file.toString())
                    .contains(why)
                    .doesNotContain("00112233");
        }

        @Test
        void aSessionThatWasLeftTooLongAgo(CapturedOutput output) throws Exception {
            write(new SavedSession(session(1, NOW.minusMillis(12_001)), ENSEMBLE, true));
            assertIgnored(output, "0x1", "9000 ms");
        }

        @Test
        void aSessionOfOtherServers(CapturedOutput output) throws Exception {
            write(new SavedSession(SESSION, new Ensemble(List.of("zk2:2181"), "/app"), true));
            assertIgnored(output, "zk2:2181/app");
        }

        @Test
        void aFileThatWasCutOff(CapturedOutput output) throws Exception {
            write(new SavedSession(SESSION, ENSEMBLE, true));
            byte[] whole = Files.readAllBytes(file);
            Files.write(file, Arrays.copyOf(whole, whole.length - 9));
            assertIgnored(output, "zk-session-store-1");
        }

        @Test
        void aFileOfSomethingElse(CapturedOutput output) throws Exception {
            write(new SavedSession(SESSION, ENSEMBLE, true));
            Files.write(file, new byte[100_000]);
            assertIgnored(output, "zk-session-store-1");
        }
    }

    @Nested
    class Saves {

        @Test
        void theSessionOnceItIsOpenSoThatACrashLosesNothing() throws Exception {
            run();
            assertThat(saved()).isNull();

            connect();

            assertThat(saved()).isEqualTo(new SavedSession(SESSION, ENSEMBLE, false));
        }

        @Test
        void nothingOfASessionThatOnlyOneServerKnows() throws Exception {
            run();
            given(client.sessionId()).willReturn(SESSION);
            fake.reconnect();
            settle();
            assertThat(saved()).isNull();
        }

        @Test
        void andRemovesASessionThatEnded() throws Exception {
            run();
            connect();
            fake.suspend();
            settle();
            assertThat(saved()).isNotNull();

            fake.lose(LostReason.EXPIRED_BY_SERVER);
            settle();

            assertThat(saved()).isNull();
        }

        @Test
        void orSaysWhyNotAndLetsTheApplicationRun(CapturedOutput output) throws Exception {
            run();
            Files.createDirectories(directory.resolve("session.tmp/in-the-way"));

            connect();

            assertThat(saved()).isNull();
            assertThat(output.getOut()).contains("Session 0x10000001 could not be saved in \"" + file);
            Files.delete(directory.resolve("session.tmp/in-the-way"));
        }

        @Test
        void thePasswordOnlyInTheFile(CapturedOutput output) throws Exception {
            run();
            connect();
            given(client.detach()).willReturn(SESSION);
            closeContext();
            keeper.destroy();
            assertThat(Files.readString(file)).contains("00112233");
            assertThat(output.getOut()).contains("0x10000001").doesNotContain("00112233");
        }
    }

    @Nested
    class WhenTheContextIsClosed {

        @Test
        void leavesTheSessionAndSavesItForTheNextProcess() throws Exception {
            run();
            connect();
            SessionId last = session(FakeClient.SESSION, NOW);
            willAnswer(call -> {
                        given(client.sessionId()).willReturn(null);
                        fake.lose(LostReason.DETACHED);
                        return last;
                    })
                    .given(client)
                    .detach();

            closeContext();
            settle();
            keeper.destroy();

            assertThat(saved()).isEqualTo(new SavedSession(last, ENSEMBLE, true));
            assertThat(saved().session().time()).isEqualTo(NOW);
        }

        @Test
        void keepsWhatIsSavedWhenNobodyCanSayWhetherTheSessionLives(CapturedOutput output) throws Exception {
            run();
            connect();
            fake.suspend();
            willThrow(FakeClient.failure(ErrorCode.CONNECTION_LOSS, "not connected"))
                    .given(client)
                    .detach();

            closeContext();
            fake.lose(LostReason.CLOSED);
            settle();
            keeper.destroy();

            assertThat(saved()).isEqualTo(new SavedSession(SESSION, ENSEMBLE, false));
            assertThat(output.getOut()).contains("Not connected when the application was shut down");
        }

        @Test
        void removesASessionThatCannotBeLeft() throws Exception {
            run();
            connect();
            willThrow(FakeClient.failure(ErrorCode.NOT_READ_ONLY, "read-only"))
                    .given(client)
                    .detach();

            closeContext();
            keeper.destroy();

            assertThat(saved()).isNull();
        }

        @Test
        void leavesNoSecretBehindWhenNothingIsToBeKept() throws Exception {
            keeper = keeper(false);
            run();
            connect();

            closeContext();
            keeper.destroy();

            verify(client, never()).detach();
            assertThat(saved()).isNull();
        }

        @Test
        void keepsTheSavedSessionOfAStartThatNeverConnected() throws Exception {
            write(new SavedSession(SESSION, ENSEMBLE, true));
            keeper.resume(file, ENSEMBLE, true);
            keeper.keep(client);

            keeper.destroy();

            assertThat(saved()).isNotNull();
        }

        @Test
        void comesBeforeTheClientIsStopped() {
            assertThat(keeper.getPhase()).isGreaterThan(ZkClientLifecycle.PHASE);
            assertThat(keeper.isPauseable()).isFalse();
        }
    }

    @Nested
    class WhenTheContextIsOnlyStopped {

        @Test
        void doesNotLeaveTheSessionBecauseANewOneFollows() throws Exception {
            run();
            connect();

            keeper.stop();
            fake.lose(LostReason.CLOSED);
            settle();

            verify(client, never()).detach();
            assertThat(saved()).isNull();

            keeper.start();
            connect();
            assertThat(saved()).isNotNull();
        }
    }
}
