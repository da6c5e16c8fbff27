package dev.zkspring.client.it;

import static dev.zkspring.client.data.ConnectionState.CONNECTED;
import static dev.zkspring.client.data.ConnectionState.LOST;
import static dev.zkspring.client.data.ConnectionState.SUSPENDED;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.zkspring.client.ZkClient;
import dev.zkspring.client.data.NodeData;
import dev.zkspring.client.data.Stat;
import dev.zkspring.client.error.ConnectionLossException;
import dev.zkspring.client.error.Outcome;
import dev.zkspring.client.error.RequestTimeoutException;
import dev.zkspring.client.error.SessionExpiredException;
import dev.zkspring.client.error.ZkException;
import dev.zkspring.client.it.CuttingProxy.Direction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What becomes of calls when the link breaks: each of them completes, and says what is known of its outcome. */
class OutcomeIT {

    private static final int LARGE = 500_000;

    @RegisterExtension
    static final ZkServerExtension zk = new ZkServerExtension();

    private final StateRecorder states = new StateRecorder();

    private String root;

    @BeforeEach
    void createRoot() {
        root = zk.root();
    }

    private ZkClient client(Duration sessionTimeout) {
        ZkClient client = zk.proxiedClient(settings -> settings.sessionTimeout(sessionTimeout));
        client.addListener(states);
        return client;
    }

    private ZkClient client() {
        return client(Duration.ofSeconds(20));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    /** The error that a future failed with, {@code null} if it succeeded; fails if it hangs. */
    private static ZkException errorOf(CompletableFuture<?> future) {
        await("completion").until(future::isDone);
        return (ZkException) future.handle((value, error) -> error).join();
    }

    @Nested
    class Writes {

        @Test
        void inFlightAreUnknown() {
            ZkClient client = client();
            zk.proxy().stall(Direction.TO_CLIENT);
            CompletableFuture<Stat> write = client.async().set(root, bytes("done"));
            await().until(() -> zk.peer().get(root) != null);
            zk.proxy().refuse();
            ZkException error = errorOf(write);
            assertThat(error).isInstanceOf(ConnectionLossException.class);
            assertThat(error.outcome()).isEqualTo(Outcome.UNKNOWN);
            assertThat(error.operation()).isEqualTo("setData");
            assertThat(error.path()).isEqualTo(root);
            assertThat(error.getMessage()).contains(root, "UNKNOWN");
        }

        @Test
        void inFlightAreNotRepeatedBehindTheCallersBack() {
            ZkClient client = client();
            zk.proxy().stall(Direction.TO_CLIENT);
            CompletableFuture<Stat> write = client.async().set(root, bytes("done"));
            await().until(() -> zk.peer().get(root) != null);
            zk.proxy().cut();
            zk.proxy().heal();
            assertThat(errorOf(write)).isInstanceOf(ConnectionLossException.class);
            assertThat(client.get(root).stat().version()).isEqualTo(1);
        }

        @Test
        void queuedBehindAFailedOneFailTooAndWereNotSent() {
            ZkClient client = client();
            zk.proxy().stall(Direction.TO_SERVER);
            List<CompletableFuture<Stat>> writes = IntStream.range(0, 60)
                    .mapToObj(i -> client.async().set(root, new byte[LARGE + i]))
                    .toList();
            await().until(() -> client.statistics().inFlightRequests() > 0);
            zk.proxy().cut();
            zk.proxy().heal();
            List<Outcome> outcomes = writes.stream()
                    .map(OutcomeIT::errorOf)
                    .map(ZkException::outcome)
                    .toList();
            int unknown = outcomes.lastIndexOf(Outcome.UNKNOWN) + 1;
            assertThat(unknown).isBetween(1, outcomes.size() - 1);
            assertThat(outcomes.subList(0, unknown)).containsOnly(Outcome.UNKNOWN);
            assertThat(outcomes.subList(unknown, outcomes.size())).containsOnly(Outcome.NOT_SENT);
            assertThat(client.get(root).stat().version()).isLessThanOrEqualTo(unknown);
        }

        @Test
        void madeWhileTheLinkIsDownAreSentOnTheNextOne() {
            ZkClient client = client();
            zk.proxy().refuse();
            states.awaitLast(SUSPENDED);
            List<CompletableFuture<Stat>> writes = IntStream.range(0, 10)
                    .mapToObj(i -> client.async().set(root, bytes("v" + i)))
                    .toList();
            assertThat(writes).noneMatch(CompletableFuture::isDone);
            zk.proxy().heal();
            assertThat(writes)
                    .extracting(write -> write.join().version())
                    .containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
        }

        @Test
        void madeWhileTheLinkIsDownTimeOutUnsent() {
            ZkClient client = zk.proxiedClient(
                    settings -> settings.sessionTimeout(Duration.ofSeconds(20)).requestTimeout(Duration.ofMillis(300)));
            client.addListener(states);
            zk.proxy().refuse();
            states.awaitLast(SUSPENDED);
            RequestTimeoutException error =
                    catchThrowableOfType(RequestTimeoutException.class, () -> client.set(root, bytes("never")));
            assertThat(error.outcome()).isEqualTo(Outcome.NOT_SENT);
            zk.proxy().heal();
            states.awaitLast(CONNECTED);
            assertThat(client.get(root).data()).isNull();
        }
    }

    @Nested
    class Reads {

        @Test
        void inFlightAreSentAgain() {
            ZkClient client = client();
            zk.proxy().stall(Direction.TO_CLIENT);
            List<CompletableFuture<?>> reads = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                reads.add(client.async().get(root));
                reads.add(client.async().exists(root + "/missing"));
                reads.add(client.async().getChildren(root));
            }
            zk.proxy().cut();
            zk.proxy().heal();
            assertThat(reads).allSatisfy(read -> assertThat(errorOf(read)).isNull());
            states.awaitStates(SUSPENDED, CONNECTED);
        }

        @Test
        void surviveSeveralCuts() {
            ZkClient client = client();
            for (int i = 0; i < 5; i++) {
                zk.proxy().stall(Direction.TO_CLIENT);
                CompletableFuture<NodeData> read = client.async().get(root);
                zk.proxy().cut();
                zk.proxy().cut();
                zk.proxy().heal();
                assertThat(errorOf(read)).isNull();
            }
        }

        @Test
        void aroundAnUnknownWriteSucceed() {
            ZkClient client = client();
            zk.proxy().stall(Direction.TO_CLIENT);
            CompletableFuture<NodeData> before = client.async().get(root);
            CompletableFuture<Stat> write = client.async().set(root, bytes("done"));
            CompletableFuture<NodeData> after = client.async().get(root);
            await().until(() -> zk.peer().get(root) != null);
            zk.proxy().cut();
            zk.proxy().heal();
            assertThat(errorOf(write).outcome()).isEqualTo(Outcome.UNKNOWN);
            assertThat(errorOf(before)).isNull();
            assertThat(after.join().text()).isEqualTo("done");
        }
    }

    @Nested
    class NoCallHangs {

        @Test
        void whenTheSessionExpiresByTheServer() {
            ZkClient client = client();
            zk.proxy().stall(Direction.TO_CLIENT);
            List<CompletableFuture<?>> calls = mixedCalls(client);
            zk.proxy().refuse();
            states.awaitLast(SUSPENDED);
            calls.addAll(mixedCalls(client));
            SessionEnd.force(zk.server().port(), Objects.requireNonNull(client.sessionId()));
            zk.proxy().heal();
            states.awaitStates(SUSPENDED, LOST, CONNECTED);
            assertThat(calls)
                    .allSatisfy(call -> assertThat(errorOf(call))
                            .isInstanceOfAny(SessionExpiredException.class, ConnectionLossException.class));
        }

        @Test
        void whenTheSessionExpiresByTheClock() {
            ZkClient client = client(Duration.ofMillis(1_500));
            zk.proxy().blackHole();
            List<CompletableFuture<?>> calls = mixedCalls(client);
            states.awaitLast(SUSPENDED);
            calls.addAll(mixedCalls(client));
            states.awaitLast(LOST);
            assertThat(calls)
                    .allSatisfy(call -> assertThat(errorOf(call))
                            .isInstanceOfAny(SessionExpiredException.class, ConnectionLossException.class));
        }

        @Test
        void whenAQueuedWriteLosesItsSession() {
            ZkClient client = client(Duration.ofMillis(1_500));
            zk.proxy().refuse();
            states.awaitLast(SUSPENDED);
            CompletableFuture<Stat> write = client.async().set(root, bytes("never"));
            ZkException error = errorOf(write);
            assertThat(error).isInstanceOf(SessionExpiredException.class);
            assertThat(error.outcome()).isEqualTo(Outcome.NOT_SENT);
        }

        @Test
        void whenTheClientIsClosed() {
            ZkClient client = client();
            zk.proxy().blackHole();
            List<CompletableFuture<?>> calls = mixedCalls(client);
            client.close(Duration.ofMillis(500));
            assertThat(calls).allSatisfy(call -> assertThat(errorOf(call)).isNotNull());
        }

        @Test
        void whenTheServerIsKilledUnderLoad() {
            ZkClient client = client();
            List<CompletableFuture<?>> calls = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                calls.addAll(mixedCalls(client));
            }
            zk.server().kill();
            calls.addAll(mixedCalls(client));
            zk.server().start();
            long failed = calls.stream()
                    .map(OutcomeIT::errorOf)
                    .filter(error -> error != null)
                    .count();
            assertThat(failed).isLessThan(calls.size());
            assertThat(client.get(root)).isNotNull();
        }

        private List<CompletableFuture<?>> mixedCalls(ZkClient client) {
            return new ArrayList<>(Stream.of(
                            client.async().get(root),
                            client.async().set(root, bytes("x")),
                            client.async().exists(root),
                            client.async().getChildren(root),
                            client.async().sync(root))
                    .toList());
        }
    }
}
