package dev.zkspring.client.it;

import static dev.zkspring.client.data.ConnectionState.CONNECTED;
import static dev.zkspring.client.data.ConnectionState.LOST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.zkspring.client.ZkClient;
import dev.zkspring.client.data.CreateMode;
import dev.zkspring.client.error.ClientClosedException;
import dev.zkspring.client.watch.DataWatch;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is left of a client after its end: nothing. */
class ShutdownIT {

    private static final String NAME = "shutdownIt";

    @RegisterExtension
    static final ZkServerExtension zk = new ZkServerExtension();

    private final StateRecorder states = new StateRecorder();

    private static Set<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.contains(NAME))
                .collect(Collectors.toSet());
    }

    private ZkClient client() {
        ZkClient client = zk.proxiedClient(settings -> settings.clientName(NAME).sessionTimeout(Duration.ofSeconds(3)));
        client.addListener(states);
        return client;
    }

    @Nested
    class Threads {

        @Test
        void bearTheClientsNameAndEndWithIt() {
            ZkClient client = client();
            String root = zk.root();
            WatchRecorder values = new WatchRecorder();
            DataWatch.on(client, root).start(values.data());
            values.awaitValues("null");
            assertThat(threads()).isNotEmpty();
            client.close();
            await().untilAsserted(() -> assertThat(threads()).isEmpty());
        }

        @Test
        void ofAClientThatWasNeverStartedEndToo() {
            zk.unstarted(zk.server().address(), settings -> settings.clientName(NAME))
                    .close();
            await().untilAsserted(() -> assertThat(threads()).isEmpty());
        }

        @Test
        void ofAClientWithoutALinkEndToo() {
            ZkClient client = client();
            zk.proxy().refuse();
            client.close();
            await().untilAsserted(() -> assertThat(threads()).isEmpty());
        }

        @Test
        void areOneEventLoopForTheWholeLife() {
            ZkClient client = client();
            for (int i = 0; i < 3; i++) {
                client.restart();
            }
            Set<String> before = threads();
            for (int i = 0; i < 3; i++) {
                client.restart();
            }
            // The pool for callbacks may have grown, the rest not.
            assertThat(threads().size() - before.size()).isLessThanOrEqualTo(4);
            assertThat(client.isConnected()).isTrue();
        }
    }

    @Nested
    class Sessions {

        private final Duration longLived = Duration.ofSeconds(60);

        private int sessions() {
            return Integer.parseInt(zk.server().line("mntr", "zk_global_sessions"));
        }

        @Test
        void areAllClosedByStopsAndRestarts() {
            int before = sessions();
            ZkClient client = zk.client(settings -> settings.sessionTimeout(longLived));
            for (int i = 0; i < 8; i++) {
                client.restart();
            }
            client.close();
            assertThat(sessions()).isEqualTo(before);
        }

        @Test
        void areNotLeftBehindByAStopWhileConnecting() {
            int before = sessions();
            for (int i = 0; i < 50; i++) {
                ZkClient client = zk.unstarted(zk.server().address(), settings -> settings.sessionTimeout(longLived));
                client.startAsync();
                client.close();
            }
            await().untilAsserted(() -> assertThat(sessions()).isEqualTo(before));
        }

        @Test
        void givenUpByTheClockAreClosedLater() {
            int before = sessions();
            ZkClient client = client();
            zk.proxy().blackHole();
            states.awaitLast(LOST);
            zk.proxy().heal();
            states.awaitLast(CONNECTED);
            await().untilAsserted(() -> assertThat(sessions()).isEqualTo(before + 1));
            client.close();
            assertThat(sessions()).isEqualTo(before);
        }
    }

    @Nested
    class Close {

        @Test
        void endsOnASilentServerEvenIfRequestsTimeOutSooner() {
            ZkClient client = zk.proxiedClient(settings -> settings.clientName(NAME)
                    .requestTimeout(Duration.ofMillis(200))
                    .sessionTimeout(Duration.ofSeconds(20)));
            zk.proxy().blackHole();
            CompletableFuture<Boolean> closed =
                    CompletableFuture.supplyAsync(() -> client.close(Duration.ofSeconds(2)));
            await().until(closed::isDone);
            assertThat(closed.join()).isFalse();
            await().untilAsserted(() -> assertThat(threads()).isEmpty());
        }

        @Test
        void endsWithACallbackExecutorThatTakesNothingMore() {
            ExecutorService callbacks = Executors.newSingleThreadExecutor();
            ZkClient client = zk.client(settings -> settings.clientName(NAME).callbackExecutor(callbacks));
            client.addListener(states);
            client.get("/", event -> {});
            callbacks.shutdown();
            CompletableFuture<Void> closed = CompletableFuture.runAsync(client::close);
            await().until(closed::isDone);
            assertThat(closed).isCompleted();
            await().untilAsserted(() -> assertThat(threads()).isEmpty());
        }

        @Test
        void endsTheSessionAndTheListeners() {
            ZkClient client = client();
            String root = zk.root();
            client.create(root + "/e", null, CreateMode.EPHEMERAL);
            client.close();
            assertThat(zk.peer().exists(root + "/e")).isNull();
            states.awaitStates(LOST);
        }

        @Test
        void isIdempotentAndFinal() {
            ZkClient client = client();
            client.close();
            client.close();
            assertThat(client.close(Duration.ofSeconds(1))).isTrue();
            assertThatThrownBy(() -> client.get("/")).isInstanceOf(ClientClosedException.class);
            assertThatThrownBy(client::start).isInstanceOfAny(ClientClosedException.class, IllegalStateException.class);
            assertThatThrownBy(() -> client.startAsync().join()).isNotNull();
        }

        @Test
        void saysThatTheSessionWasNotClosedOnASilentServer() {
            ZkClient client = client();
            zk.proxy().blackHole();
            assertThat(client.close(Duration.ofMillis(500))).isFalse();
            await().untilAsserted(() -> assertThat(threads()).isEmpty());
        }

        @Test
        void saysThatTheSessionWasClosed() {
            assertThat(client().close(Duration.ofSeconds(10))).isTrue();
        }

        @Test
        void mayBeCalledByAListener() {
            ZkClient client = client();
            client.addListener(event -> client.close());
            zk.proxy().cut();
            states.awaitLast(LOST);
            await().untilAsserted(() -> assertThat(threads()).isEmpty());
        }

        @Test
        void failsCallsThatWait() {
            ZkClient client = client();
            zk.proxy().blackHole();
            CompletableFuture<?> call = client.async().set("/", null);
            client.close(Duration.ofMillis(500));
            await().until(call::isDone);
            assertThat(call).isCompletedExceptionally();
        }

        @Test
        void mayRaceWithCallsFromManyThreads() {
            for (int round = 0; round < 10; round++) {
                ZkClient client = zk.client(settings -> settings.clientName(NAME));
                CompletableFuture<?>[] callers = new CompletableFuture<?>[4];
                for (int i = 0; i < callers.length; i++) {
                    callers[i] = CompletableFuture.runAsync(() -> callUntilClosed(client));
                }
                client.close();
                CompletableFuture.allOf(callers)
                        .orTimeout(20, java.util.concurrent.TimeUnit.SECONDS)
                        .join();
            }
            await().untilAsserted(() -> assertThat(threads()).isEmpty());
        }

        private void callUntilClosed(ZkClient client) {
            try {
                while (client.state() == CONNECTED || client.isConnected()) {
                    client.exists("/");
                }
            } catch (ClientClosedException e) {
                // What the test waits for.
            }
        }
    }
}
