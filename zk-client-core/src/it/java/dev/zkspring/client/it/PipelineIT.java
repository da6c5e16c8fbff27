package dev.zkspring.client.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.zkspring.client.ZkClient;
import dev.zkspring.client.data.NodeData;
import dev.zkspring.client.error.Outcome;
import dev.zkspring.client.error.RequestTimeoutException;
import dev.zkspring.client.error.RequestTooLargeException;
import dev.zkspring.client.error.ResponseTooLargeException;
import dev.zkspring.client.error.TooManyRequestsException;
import dev.zkspring.client.error.ZkInterruptedException;
import dev.zkspring.client.it.CuttingProxy.Direction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Many requests at once, requests that are too large or too many, and callers that do not wait for the answer. */
class PipelineIT {

    private static final int MEBI = 1024 * 1024;

    @RegisterExtension
    static final ZkServerExtension zk = new ZkServerExtension();

    private String root;

    @BeforeEach
    void createRoot() {
        root = zk.root();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    @Nested
    class Order {

        private static final int REQUESTS = 10_000;

        @Test
        void ofRepliesIsTheOrderOfRequests() {
            ZkClient client = zk.client();
            client.create(root + "/n", bytes("x"));
            ConcurrentLinkedQueue<Integer> completed = new ConcurrentLinkedQueue<>();
            List<CompletableFuture<?>> stages = new ArrayList<>();
            for (int i = 0; i < REQUESTS; i++) {
                int index = i;
                stages.add(request(client, i).handle((value, error) -> completed.add(index)));
            }
            stages.forEach(CompletableFuture::join);
            assertThat(List.copyOf(completed)).isSorted().hasSize(REQUESTS);
        }

        @Test
        void ofWritesIsKept() {
            ZkClient client = zk.client();
            List<CompletableFuture<Integer>> versions = IntStream.range(0, 2_000)
                    .mapToObj(i -> client.async().set(root, bytes("v" + i)).thenApply(stat -> stat.version()))
                    .toList();
            assertThat(versions).extracting(CompletableFuture::join).isSorted().endsWith(2_000);
            assertThat(zk.peer().text(root)).isEqualTo("v1999");
        }

        @Test
        void letsAReadSeeTheWriteBeforeIt() {
            ZkClient client = zk.client();
            List<CompletableFuture<NodeData>> reads = new ArrayList<>();
            for (int i = 0; i < 1_000; i++) {
                client.async().set(root, bytes("v" + i));
                reads.add(client.async().get(root));
            }
            for (int i = 0; i < 1_000; i++) {
                assertThat(reads.get(i).join().text()).isEqualTo("v" + i);
            }
        }

        private CompletableFuture<?> request(ZkClient client, int i) {
            return switch (i % 7) {
                case 0 -> client.async().get(root + "/n");
                case 1 -> client.async().exists(root + "/missing");
                case 2 -> client.async().create(root + "/c" + i, bytes("c"));
                case 3 -> client.async().getChildren(root + "/n");
                case 4 -> client.async().set(root + "/n", bytes("y" + i));
                case 5 -> client.async().get(root + "/missing");
                default -> client.async().delete(root + "/c" + (i - 4));
            };
        }
    }

    @Nested
    class Sizes {

        @Test
        void ofRequestsAreCheckedBeforeTheyAreSent() {
            ZkClient client = zk.client();
            byte[] large = new byte[2 * MEBI];
            RequestTooLargeException error =
                    catchThrowableOfType(RequestTooLargeException.class, () -> client.set(root, large));
            assertThat(error.outcome()).isEqualTo(Outcome.NOT_SENT);
            assertThat(error.getMessage()).contains("1048575").containsPattern("2097[0-9]{3}");
            assertThat(client.set(root, new byte[MEBI - 1024]).dataLength()).isEqualTo(MEBI - 1024);
            assertThat(client.state()).isEqualTo(dev.zkspring.client.data.ConnectionState.CONNECTED);
        }

        @Test
        void ofRequestsDoNotBreakTheLink() {
            ZkClient client = zk.client();
            StateRecorder states = new StateRecorder();
            client.addListener(states);
            List<CompletableFuture<NodeData>> neighbours = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                neighbours.add(client.async().get(root));
                assertThatThrownBy(client.async().create(root + "/x", new byte[2 * MEBI])::join)
                        .hasCauseInstanceOf(RequestTooLargeException.class);
            }
            neighbours.forEach(CompletableFuture::join);
            assertThat(states.seen()).isEmpty();
        }

        @Test
        void ofAnswersAreLimitedWithoutBreakingTheLink() {
            client(10_000);
            ZkClient client = zk.client(settings -> settings.maxResponseSize(4_096));
            StateRecorder states = new StateRecorder();
            client.addListener(states);
            ResponseTooLargeException error =
                    catchThrowableOfType(ResponseTooLargeException.class, () -> client.get(root));
            assertThat(error.getMessage()).contains("4096").containsPattern("10[0-9]{3}");
            assertThat(client.exists(root)).isNotNull();
            assertThat(states.seen()).isEmpty();
        }

        @Test
        void ofAnswersMayExceedTheServersOwnLimit() {
            ZkClient client = zk.client();
            String name = "n".repeat(200);
            List<CompletableFuture<String>> created = IntStream.range(0, 8_000)
                    .mapToObj(i -> client.async().create(root + "/" + name + i, null))
                    .toList();
            created.forEach(CompletableFuture::join);
            assertThat(client.getChildren(root)).hasSize(8_000);
        }

        private void client(int dataLength) {
            zk.client().set(root, new byte[dataLength]);
        }
    }

    @Nested
    class Limits {

        @Test
        void ofRequestsInFlightMayRejectAtOnce() {
            ZkClient client =
                    zk.proxiedClient(settings -> settings.maxInFlight(2).rejectWhenFull(true));
            zk.proxy().stall(Direction.TO_CLIENT);
            CompletableFuture<NodeData> first = client.async().get(root);
            CompletableFuture<NodeData> second = client.async().get(root);
            assertThatThrownBy(client.async().get(root)::join).hasCauseInstanceOf(TooManyRequestsException.class);
            zk.proxy().heal();
            first.join();
            second.join();
            assertThat(client.get(root)).isNotNull();
        }

        @Test
        void ofRequestsInFlightMakeACallerWait() {
            ZkClient client = zk.proxiedClient(settings -> settings.maxInFlight(2));
            zk.proxy().stall(Direction.TO_CLIENT);
            client.async().get(root);
            client.async().get(root);
            AtomicReference<NodeData> third = new AtomicReference<>();
            Thread caller = new Thread(() -> third.set(client.get(root)));
            caller.start();
            await().until(() ->
                    caller.getState() == Thread.State.WAITING || caller.getState() == Thread.State.TIMED_WAITING);
            assertThat(third).hasNullValue();
            zk.proxy().heal();
            await().untilAsserted(() -> assertThat(third).doesNotHaveNullValue());
        }

        @Test
        void ofTimeFailACallAndNotTheLink() {
            ZkClient client = zk.proxiedClient(
                    settings -> settings.requestTimeout(Duration.ofMillis(300)).sessionTimeout(Duration.ofSeconds(20)));
            StateRecorder states = new StateRecorder();
            client.addListener(states);
            zk.proxy().stall(Direction.TO_CLIENT);
            RequestTimeoutException error =
                    catchThrowableOfType(RequestTimeoutException.class, () -> client.set(root, bytes("late")));
            assertThat(error.outcome()).isEqualTo(Outcome.UNKNOWN);
            zk.proxy().heal();
            assertThat(client.get(root).text()).isEqualTo("late");
            assertThat(states.seen()).isEmpty();
        }
    }

    @Nested
    class Callers {

        @Test
        void mayCancelAndDisturbNobody() {
            ZkClient client = zk.proxiedClient(settings -> settings);
            zk.proxy().stall(Direction.TO_CLIENT);
            CompletableFuture<NodeData> before = client.async().get(root);
            CompletableFuture<NodeData> cancelled = client.async().get(root);
            CompletableFuture<NodeData> after = client.async().get(root);
            assertThat(cancelled.cancel(true)).isTrue();
            zk.proxy().heal();
            assertThat(before.join()).isEqualTo(after.join());
            assertThatThrownBy(cancelled::join).isInstanceOf(CancellationException.class);
            assertThat(client.get(root)).isEqualTo(after.join());
        }

        @Test
        void giveTheirPlaceBackWhenTheyCancel() {
            ZkClient client = zk.client(settings -> settings.maxInFlight(10).rejectWhenFull(false));
            for (int i = 0; i < 200; i++) {
                client.async().get(root).cancel(true);
            }
            assertThat(client.get(root)).isNotNull();
        }

        @Test
        void thatAreInterruptedLeaveAtOnce() {
            ZkClient client = zk.proxiedClient(settings -> settings);
            zk.proxy().stall(Direction.TO_CLIENT);
            AtomicReference<Throwable> thrown = new AtomicReference<>();
            AtomicReference<Boolean> flag = new AtomicReference<>();
            Thread caller = new Thread(() -> {
                try {
                    client.get(root);
                } catch (RuntimeException e) {
                    thrown.set(e);
                    flag.set(Thread.currentThread().isInterrupted());
                }
            });
            caller.start();
            await().until(() -> caller.getState() != Thread.State.RUNNABLE && caller.getState() != Thread.State.NEW);
            caller.interrupt();
            await().until(() -> !caller.isAlive());
            assertThat(thrown.get()).isInstanceOf(ZkInterruptedException.class);
            assertThat(flag.get()).isTrue();
            zk.proxy().heal();
            assertThat(client.get(root)).isNotNull();
        }

        @Test
        void onTheEventLoopMustNotBlock() {
            ZkClient client = zk.proxiedClient(settings -> settings);
            zk.proxy().stall(Direction.TO_CLIENT);
            CompletableFuture<NodeData> blocking = client.async().get(root).thenApply(node -> client.get(root));
            zk.proxy().heal();
            assertThatThrownBy(blocking::join)
                    .isInstanceOf(CompletionException.class)
                    .hasCauseInstanceOf(IllegalStateException.class);
            assertThat(client.get(root)).isNotNull();
        }

        @Test
        void mayChooseWhereFuturesComplete() {
            ZkClient client =
                    zk.proxiedClient(settings -> settings.completeOn(task -> new Thread(task, "own-thread").start()));
            zk.proxy().stall(Direction.TO_CLIENT);
            CompletableFuture<String> completer = client.async().get(root).thenApply(node -> {
                client.get(root);
                return Thread.currentThread().getName();
            });
            zk.proxy().heal();
            assertThat(completer.join()).isEqualTo("own-thread");
        }
    }
}
