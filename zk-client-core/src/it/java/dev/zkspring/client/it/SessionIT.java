package dev.zkspring.client.it;

import static dev.zkspring.client.data.ConnectionState.CONNECTED;
import static dev.zkspring.client.data.ConnectionState.LOST;
import static dev.zkspring.client.data.ConnectionState.SUSPENDED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.zkspring.client.ZkClient;
import dev.zkspring.client.config.RetryPolicy;
import dev.zkspring.client.data.ClientState;
import dev.zkspring.client.data.ConnectionEvent;
import dev.zkspring.client.data.ConnectionListener;
import dev.zkspring.client.data.CreateMode;
import dev.zkspring.client.data.LostReason;
import dev.zkspring.client.data.ServerAddress;
import dev.zkspring.client.data.ServerVersion;
import dev.zkspring.client.error.ClientClosedException;
import dev.zkspring.client.error.ConnectFailedException;
import dev.zkspring.client.error.Outcome;
import dev.zkspring.client.it.CuttingProxy.Direction;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The life of a client from before its start to after its end, on a link that holds. */
class SessionIT {

    @RegisterExtension
    static final ZkServerExtension zk = new ZkServerExtension();

    private final StateRecorder states = new StateRecorder();

    private ZkClient unstarted() {
        ZkClient client = zk.unstarted(zk.server().address(), settings -> settings);
        client.addListener(states);
        return client;
    }

    @Nested
    class BeforeTheStart {

        @Test
        void thereIsNoSession() {
            ZkClient client = unstarted();
            assertThat(client.state()).isEqualTo(LOST);
            assertThat(client.clientState()).isEqualTo(ClientState.CLOSED);
            assertThat(client.isConnected()).isFalse();
            assertThat(client.sessionId()).isNull();
            assertThat(client.server()).isNull();
            assertThat(client.negotiatedTimeout()).isZero();
            assertThat(client.hosts())
                    .containsExactly(new ServerAddress("127.0.0.1", zk.server().port()));
        }

        @Test
        void callsFailAndSayThatNothingWasSent() {
            ZkClient client = unstarted();
            ClientClosedException error = catchThrowableOfType(ClientClosedException.class, () -> client.get("/"));
            assertThat(error.outcome()).isEqualTo(Outcome.NOT_SENT);
            assertThatThrownBy(client.async().set("/", null)::join).hasCauseInstanceOf(ClientClosedException.class);
        }
    }

    @Nested
    class Start {

        @Test
        void opensASessionAndTellsTheListeners() {
            ZkClient client = unstarted();
            client.start();
            assertThat(client.state()).isEqualTo(CONNECTED);
            assertThat(client.clientState()).isEqualTo(ClientState.CONNECTED);
            assertThat(client.connectFailures()).isEmpty();
            ServerAddress server = new ServerAddress("127.0.0.1", zk.server().port());
            assertThat(client.server()).isEqualTo(server);
            states.awaitStates(CONNECTED);
            long id = Objects.requireNonNull(client.sessionId()).id();
            assertThat(states.last())
                    .isEqualTo(
                            new ConnectionEvent(CONNECTED, LOST, ClientState.CONNECTED, id, true, server, null, null));
        }

        @Test
        void isIdempotent() {
            ZkClient client = unstarted();
            client.start();
            long id = Objects.requireNonNull(client.sessionId()).id();
            client.start();
            client.startAsync().join();
            client.start(Duration.ofSeconds(5));
            assertThat(Objects.requireNonNull(client.sessionId()).id()).isEqualTo(id);
            states.awaitStates(CONNECTED);
        }

        @Test
        void mayBeCalledByManyAtOnce() {
            ZkClient client = unstarted();
            CompletableFuture<?>[] starts = new CompletableFuture<?>[8];
            for (int i = 0; i < starts.length; i++) {
                starts[i] = CompletableFuture.runAsync(client::start);
            }
            CompletableFuture.allOf(starts).join();
            states.awaitStates(CONNECTED);
        }

        @Test
        void thatFailsGoesOnTrying() {
            zk.proxy().refuse();
            ZkClient client = zk.unstarted(zk.proxy().address(), settings -> settings);
            client.addListener(states);
            assertThatThrownBy(() -> client.start(Duration.ofMillis(500)))
                    .isInstanceOf(ConnectFailedException.class)
                    .hasMessageContaining(zk.proxy().address());
            assertThat(client.state()).isEqualTo(LOST);
            assertThat(client.clientState()).isEqualTo(ClientState.CONNECTING);
            zk.proxy().heal();
            client.start();
            states.awaitStates(CONNECTED);
        }

        @Test
        void letsCallsWaitForTheFirstConnection() {
            zk.proxy().refuse();
            ZkClient client = zk.unstarted(zk.proxy().address(), settings -> settings);
            client.startAsync();
            CompletableFuture<?> early = client.async().get("/");
            assertThat(early).isNotDone();
            zk.proxy().heal();
            assertThat(early.join()).isNotNull();
        }
    }

    @Nested
    class NegotiatedTimeout {

        @Test
        void isWhatTheServerGrants() {
            assertThat(timeoutFor(Duration.ofSeconds(7))).isEqualTo(Duration.ofSeconds(7));
            assertThat(timeoutFor(Duration.ofMillis(10))).isEqualTo(Duration.ofMillis(500));
            assertThat(timeoutFor(Duration.ofHours(1))).isEqualTo(Duration.ofSeconds(60));
        }

        private Duration timeoutFor(Duration requested) {
            return zk.client(settings -> settings.sessionTimeout(requested)).negotiatedTimeout();
        }

        @Test
        void isKeptByPingsWhileNothingElseHappens() {
            ZkClient client = zk.proxiedClient(settings -> settings.sessionTimeout(Duration.ofMillis(900)));
            client.addListener(states);
            long id = Objects.requireNonNull(client.sessionId()).id();
            long before = zk.proxy().bytes(Direction.TO_CLIENT);
            int connections = zk.proxy().accepted();
            int pingReply = 4 + 16;
            // With a ping each third of the timeout, nine of them span three timeouts.
            await().until(() -> zk.proxy().bytes(Direction.TO_CLIENT) - before >= 9 * pingReply);
            assertThat(client.state()).isEqualTo(CONNECTED);
            assertThat(Objects.requireNonNull(client.sessionId()).id()).isEqualTo(id);
            assertThat(states.seen()).isEmpty();
            assertThat(zk.proxy().accepted()).isEqualTo(connections);
        }
    }

    @Nested
    class TheServersVersion {

        @Test
        void isKnownWhileConnected() {
            ZkClient client = unstarted();
            assertThat(client.serverVersion()).isNull();
            client.start();
            assertThat(client.serverVersion()).isEqualTo(new ServerVersion(3, 9, 5));
            client.stop();
            assertThat(client.serverVersion()).isNull();
        }
    }

    @Nested
    class Stop {

        @Test
        void closesTheSessionSoThatEphemeralNodesAreGoneAtOnce() {
            String root = zk.root();
            ZkClient client = unstarted();
            client.start();
            client.create(root + "/e", null, CreateMode.EPHEMERAL);
            client.stop();
            assertThat(zk.peer().exists(root + "/e")).isNull();
            assertThat(client.state()).isEqualTo(LOST);
            assertThat(client.clientState()).isEqualTo(ClientState.CLOSED);
            assertThat(client.sessionId()).isNull();
            assertThat(client.negotiatedTimeout()).isZero();
            states.awaitStates(CONNECTED, LOST);
            assertThat(states.last().lostReason()).isEqualTo(LostReason.CLOSED);
            assertThat(states.last().previousState()).isEqualTo(CONNECTED);
        }

        @Test
        void sendsWhatWasSubmittedBefore() {
            String root = zk.root();
            ZkClient client = zk.client();
            CompletableFuture<?> last = null;
            for (int i = 0; i < 500; i++) {
                last = client.async().create(root + "/n" + i, null);
            }
            client.stop();
            assertThat(last).isCompleted();
            assertThat(zk.peer().children(root)).hasSize(500);
        }

        @Test
        void isIdempotentAndFailsLaterCalls() {
            ZkClient client = zk.client();
            client.stop();
            client.stop();
            assertThatThrownBy(() -> client.get("/")).isInstanceOf(ClientClosedException.class);
        }

        @Test
        void canBeFollowedByAStartWithANewSession() {
            ZkClient client = unstarted();
            client.start();
            long first = Objects.requireNonNull(client.sessionId()).id();
            client.restart();
            assertThat(Objects.requireNonNull(client.sessionId()).id()).isNotEqualTo(first);
            states.awaitStates(CONNECTED, LOST, CONNECTED);
            assertThat(states.seen()).extracting(ConnectionEvent::newSession).containsExactly(true, false, true);
        }

        @Test
        void isNoReasonToPauseBeforeTheNextStart() {
            Duration forEver = Duration.ofHours(1);
            RetryPolicy patient = new RetryPolicy(RetryPolicy.UNLIMITED, forEver, 1, 0, forEver, null, true);
            ZkClient client = zk.unstarted(zk.server().address(), settings -> settings.connectionRetry(patient));
            for (int i = 0; i < 3; i++) {
                client.start(Duration.ofSeconds(10));
                client.stop();
            }
        }

        @Test
        void worksWithoutALink() {
            zk.proxy().refuse();
            ZkClient client = zk.unstarted(zk.proxy().address(), settings -> settings);
            CompletableFuture<Void> start = client.startAsync();
            client.stop();
            assertThat(start).isCompletedExceptionally();
            assertThat(client.clientState()).isEqualTo(ClientState.CLOSED);
        }

        @Test
        void mayBeCalledByAListener() {
            ZkClient client = zk.proxiedClient(settings -> settings);
            client.addListener(states);
            client.addListener(event -> {
                if (event.state() == SUSPENDED) {
                    client.stop();
                }
            });
            zk.proxy().cut();
            states.awaitLast(LOST);
            assertThat(states.last().lostReason()).isEqualTo(LostReason.CLOSED);
            assertThat(client.clientState()).isEqualTo(ClientState.CLOSED);
        }

        @Test
        void mayBeCalledByAWatcher() {
            String root = zk.root();
            ZkClient client = zk.client();
            client.addListener(states);
            client.get(root, event -> client.stop());
            zk.peer().set(root, "1");
            states.awaitStates(LOST);
            assertThat(client.clientState()).isEqualTo(ClientState.CLOSED);
        }
    }

    @Nested
    class Listeners {

        @Test
        void mayCallTheClient() {
            String root = zk.root();
            ZkClient client = unstarted();
            client.addListener(event -> {
                if (event.newSession()) {
                    client.create(root + "/member", null, CreateMode.EPHEMERAL);
                }
            });
            client.start();
            await().until(() -> zk.peer().exists(root + "/member") != null);
        }

        @Test
        void thatThrowDisturbNobody() {
            ZkClient client = zk.unstarted(zk.server().address(), settings -> settings);
            client.addListener(event -> {
                throw new IllegalStateException("thrown on purpose by a test");
            });
            client.addListener(states);
            client.restart();
            client.stop();
            states.awaitStates(CONNECTED, LOST);
        }

        @Test
        void areAddedOnceAndCanBeRemoved() {
            AtomicInteger calls = new AtomicInteger();
            ConnectionListener counting = event -> calls.incrementAndGet();
            ZkClient client = unstarted();
            client.addListener(counting);
            client.addListener(counting);
            assertThat(client.listeners()).containsExactly(states, counting);
            client.start();
            await().until(() -> calls.get() == 1);
            client.removeListener(counting);
            client.stop();
            states.awaitStates(CONNECTED, LOST);
            assertThat(calls).hasValue(1);
        }
    }

    @Nested
    class Retry {

        @Test
        void repeatsWhatALostLinkInterrupted() throws Exception {
            String root = zk.root();
            ZkClient client =
                    zk.proxiedClient(settings -> settings.commandRetry(RetryPolicy.FOREVER.withMaxRetries(3)));
            AtomicInteger runs = new AtomicInteger();
            zk.proxy().stall(Direction.TO_CLIENT);
            CompletableFuture<Integer> result = CompletableFuture.supplyAsync(() -> retried(client, root, runs));
            await().until(() -> zk.peer().get(root) != null);
            zk.proxy().cut();
            zk.proxy().heal();
            assertThat(result.join()).isEqualTo(2);
            assertThat(runs).hasValue(2);
        }

        private int retried(ZkClient client, String path, AtomicInteger runs) {
            try {
                return client.retry(() -> {
                    runs.incrementAndGet();
                    return client.set(path, new byte[1]).version();
                });
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }

        @Test
        void isOffByDefaultAndPassesOtherErrorsOn() {
            ZkClient client = zk.client();
            AtomicInteger runs = new AtomicInteger();
            assertThatThrownBy(() -> client.retry(() -> {
                        runs.incrementAndGet();
                        throw new java.io.IOException("the callable's own");
                    }))
                    .isInstanceOf(java.io.IOException.class);
            assertThat(runs).hasValue(1);
        }
    }

    @Nested
    class ConnectionRetry {

        @Test
        void thatGivesUpEndsTheClientUntilARestart() {
            RetryPolicy twice = new RetryPolicy(2, Duration.ofMillis(10), 1, 0, Duration.ofMillis(10), null, true);
            zk.proxy().refuse();
            ZkClient client = zk.unstarted(zk.proxy().address(), settings -> settings.connectionRetry(twice));
            CompletableFuture<Void> start = client.startAsync();
            await().until(start::isCompletedExceptionally);
            assertThat(client.clientState()).isEqualTo(ClientState.CLOSED);
            assertThatThrownBy(() -> client.get("/")).isInstanceOf(ClientClosedException.class);
            zk.proxy().heal();
            client.restart();
            assertThat(client.isConnected()).isTrue();
        }

        @Test
        void thatGivesUpALostLinkSaysWhy() {
            RetryPolicy none = RetryPolicy.FOREVER.withMaxRetries(0);
            ZkClient client = zk.proxiedClient(settings -> settings.connectionRetry(none));
            client.addListener(states);
            zk.proxy().refuse();
            states.awaitStates(SUSPENDED, LOST);
            assertThat(states.last().lostReason()).isEqualTo(LostReason.RETRIES_EXHAUSTED);
        }
    }
}
