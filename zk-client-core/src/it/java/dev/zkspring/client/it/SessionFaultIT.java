package dev.zkspring.client.it;

import static dev.zkspring.client.data.ConnectionState.CONNECTED;
import static dev.zkspring.client.data.ConnectionState.LOST;
import static dev.zkspring.client.data.ConnectionState.SUSPENDED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.zkspring.client.ZkClient;
import dev.zkspring.client.data.ClientState;
import dev.zkspring.client.data.ConnectionEvent;
import dev.zkspring.client.data.CreateMode;
import dev.zkspring.client.data.LostReason;
import dev.zkspring.client.data.NodeData;
import dev.zkspring.client.data.SessionId;
import dev.zkspring.client.data.WatchEvent;
import dev.zkspring.client.data.Watcher;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What becomes of a session when links, servers and data are lost, as the listeners see it. */
class SessionFaultIT {

    private static final Duration LONG = Duration.ofSeconds(20);

    private static final Duration SHORT = Duration.ofMillis(1_500);

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

    private static SessionId session(ZkClient client) {
        return Objects.requireNonNull(client.sessionId());
    }

    @Nested
    class TheSameSession {

        @Test
        void isResumedAfterACut() {
            ZkClient client = client(LONG);
            SessionId before = session(client);
            client.create(root + "/e", null, CreateMode.EPHEMERAL);
            zk.proxy().cut();
            states.awaitStates(SUSPENDED, CONNECTED);
            assertThat(client.sessionId()).isEqualTo(before);
            assertThat(zk.peer().exists(root + "/e")).isNotNull();
            ConnectionEvent suspended = states.first(SUSPENDED);
            assertThat(suspended.previousState()).isEqualTo(CONNECTED);
            assertThat(suspended.clientState()).isEqualTo(ClientState.CONNECTING);
            assertThat(suspended.sessionId()).isEqualTo(before.id());
            assertThat(suspended.server()).isNotNull();
            assertThat(states.last().newSession()).isFalse();
            assertThat(states.last().sessionId()).isEqualTo(before.id());
        }

        @Test
        void isResumedAfterManyCuts() {
            ZkClient client = client(LONG);
            SessionId before = session(client);
            for (int i = 0; i < 6; i++) {
                states.clear();
                zk.proxy().cut();
                states.awaitStates(SUSPENDED, CONNECTED);
            }
            assertThat(client.sessionId()).isEqualTo(before);
            assertThat(client.get(root)).isNotNull();
        }

        @Test
        void isResumedAfterTheServerWasKilled() {
            ZkClient client = client(LONG);
            SessionId before = session(client);
            client.create(root + "/e", null, CreateMode.EPHEMERAL);
            zk.server().restart();
            states.awaitStates(SUSPENDED, CONNECTED);
            assertThat(client.sessionId()).isEqualTo(before);
            assertThat(zk.freshPeer().exists(root + "/e")).isNotNull();
        }

        @Test
        void isResumedWhenAStalledLinkMovesOn() {
            ZkClient client = client(LONG);
            zk.proxy().stall(CuttingProxy.Direction.values());
            CompletableFuture<NodeData> waiting = client.async().get(root);
            zk.proxy().heal();
            assertThat(waiting.join()).isNotNull();
            assertThat(states.seen()).isEmpty();
        }

        @Test
        void isSuspendedWhenNothingArrivesWhateverIsSent() {
            ZkClient client = client(Duration.ofSeconds(3));
            zk.proxy().blackHole();
            List<CompletableFuture<NodeData>> reads = new ArrayList<>();
            await().until(() -> {
                reads.add(client.async().get(root));
                return client.state() == SUSPENDED;
            });
            zk.proxy().heal();
            assertThat(reads).allSatisfy(read -> assertThat(read.join()).isNotNull());
            states.awaitStates(SUSPENDED, CONNECTED);
        }

        @Test
        void isClosedByAStopWhileSuspended() {
            ZkClient client = client(SHORT);
            client.create(root + "/e", null, CreateMode.EPHEMERAL);
            zk.proxy().refuse();
            states.awaitLast(SUSPENDED);
            CompletableFuture<Void> stop = CompletableFuture.runAsync(client::stop);
            stop.join();
            states.awaitStates(SUSPENDED, LOST);
            assertThat(states.last().lostReason()).isEqualTo(LostReason.CLOSED);
            await().until(() -> zk.peer().exists(root + "/e") == null);
        }
    }

    @Nested
    class BadCallbacks {

        @Test
        void thatThrowErrorsDoNotStopTheOthers() {
            ZkClient client = client(LONG);
            EventRecorder events = new EventRecorder();
            client.addListener(event -> {
                throw new StackOverflowError("thrown on purpose by a test");
            });
            client.get(root, event -> {
                throw new StackOverflowError("thrown on purpose by a test");
            });
            client.get(root, events);
            zk.peer().set(root, "1");
            events.awaitTypes(WatchEvent.Type.NODE_DATA_CHANGED);
            zk.proxy().cut();
            states.awaitStates(SUSPENDED, CONNECTED);
            zk.proxy().cut();
            states.awaitStates(SUSPENDED, CONNECTED, SUSPENDED, CONNECTED);
        }

        @Test
        void thatThrewAnErrorAreCalledAgain() {
            ZkClient client = client(LONG);
            Recorder<String> calls = new Recorder<>();
            Watcher failing = event -> {
                calls.record(event.type().name());
                throw new StackOverflowError("thrown on purpose by a test");
            };
            for (int i = 1; i <= 3; i++) {
                int count = i;
                client.get(root, failing);
                zk.peer().set(root, "v" + i);
                await().until(() -> calls.seen().size() == count);
            }
        }

        @Test
        void whoseExecutorRefusesThemDoNotBreakTheLink() {
            ExecutorService callbacks = Executors.newSingleThreadExecutor();
            ZkClient client = zk.proxiedClient(settings -> settings.callbackExecutor(callbacks));
            SessionId before = session(client);
            client.addListener(states);
            client.get(root, event -> {});
            callbacks.shutdown();
            zk.peer().set(root, "1");
            assertThat(client.get(root).text()).isEqualTo("1");
            zk.proxy().cut();
            assertThat(client.get(root).text()).isEqualTo("1");
            assertThat(client.sessionId()).isEqualTo(before);
        }
    }

    @Nested
    class ANewSession {

        @Test
        void followsExpiryByTheServer() {
            ZkClient client = client(LONG);
            SessionId before = session(client);
            client.create(root + "/e", null, CreateMode.EPHEMERAL);
            zk.endSession(before);
            states.awaitStates(SUSPENDED, LOST, CONNECTED);
            ConnectionEvent lost = states.first(LOST);
            assertThat(lost.lostReason()).isEqualTo(LostReason.EXPIRED_BY_SERVER);
            assertThat(lost.clientState()).isEqualTo(ClientState.EXPIRED_SESSION);
            assertThat(lost.previousState()).isEqualTo(SUSPENDED);
            assertThat(lost.sessionId()).isEqualTo(before.id());
            assertThat(states.last().newSession()).isTrue();
            assertThat(states.last().sessionId())
                    .isEqualTo(session(client).id())
                    .isNotEqualTo(before.id());
            assertThat(zk.peer().exists(root + "/e")).isNull();
        }

        @Test
        void followsExpiryWhileTheLinkWasDown() {
            ZkClient client = client(SHORT);
            SessionId before = session(client);
            client.create(root + "/e", null, CreateMode.EPHEMERAL);
            zk.proxy().refuse();
            await().until(() -> zk.peer().exists(root + "/e") == null);
            zk.proxy().heal();
            states.awaitStates(SUSPENDED, LOST, CONNECTED);
            assertThat(session(client).id()).isNotEqualTo(before.id());
        }

        @Test
        void isPrecededByLossByTheClientsOwnClockWhenNoServerAnswers() {
            ZkClient client = client(SHORT);
            SessionId before = session(client);
            client.create(root + "/e", null, CreateMode.EPHEMERAL);
            zk.proxy().blackHole();
            states.awaitStates(SUSPENDED, LOST);
            assertThat(states.last().lostReason()).isEqualTo(LostReason.EXPIRED_BY_CLOCK);
            assertThat(client.state()).isEqualTo(LOST);
            assertThat(client.sessionId()).isNull();
            zk.proxy().heal();
            states.awaitStates(SUSPENDED, LOST, CONNECTED);
            assertThat(session(client).id()).isNotEqualTo(before.id());
            await().until(() -> zk.peer().exists(root + "/e") == null);
        }

        @Test
        void isPrecededByLossByTheClockWhenTheServerIsPaused() {
            ZkClient client = client(SHORT);
            zk.server().pause();
            states.awaitStates(SUSPENDED, LOST);
            assertThat(states.last().lostReason()).isEqualTo(LostReason.EXPIRED_BY_CLOCK);
            zk.server().resume();
            states.awaitStates(SUSPENDED, LOST, CONNECTED);
            assertThat(client.get("/")).isNotNull();
        }

        @Test
        void followsALossOfAllData() {
            ZkClient client = client(Duration.ofSeconds(3));
            for (int i = 0; i < 50; i++) {
                client.set(root, new byte[i]);
            }
            zk.server().wipe();
            zk.server().start();
            states.awaitStates(SUSPENDED, LOST, CONNECTED);
            assertThat(client.exists(root)).isNull();
            assertThat(client.create(root, null)).isEqualTo(root);
        }

        @Test
        void servesTheCallsMadeAfterTheLoss() {
            ZkClient client = client(SHORT);
            zk.proxy().refuse();
            states.awaitStates(SUSPENDED, LOST);
            CompletableFuture<String> waiting = client.async().create(root + "/later", null, CreateMode.EPHEMERAL);
            assertThat(waiting).isNotDone();
            zk.proxy().heal();
            assertThat(waiting.join()).isEqualTo(root + "/later");
            assertThat(Objects.requireNonNull(zk.peer().exists(root + "/later")).getEphemeralOwner())
                    .isEqualTo(session(client).id());
        }

        @Test
        void isOpenedAgainAndAgain() {
            ZkClient client = client(LONG);
            for (int i = 0; i < 3; i++) {
                states.clear();
                zk.endSession(session(client));
                states.awaitStates(SUSPENDED, LOST, CONNECTED);
            }
            assertThat(client.get(root)).isNotNull();
        }
    }
}
