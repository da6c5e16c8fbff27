package dev.zkspring.client.it;

import static dev.zkspring.client.data.ConnectionState.CONNECTED;
import static dev.zkspring.client.data.ConnectionState.LOST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.zkspring.client.ZkClient;
import dev.zkspring.client.data.CreateMode;
import dev.zkspring.client.data.LostReason;
import dev.zkspring.client.data.SessionId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A session that outlives the client which opened it, as that of a game server that restarts. */
class DetachIT {

    private static final Duration TIMEOUT = Duration.ofSeconds(4);

    @RegisterExtension
    static final ZkServerExtension zk = new ZkServerExtension();

    private final StateRecorder states = new StateRecorder();

    private String node;

    @BeforeEach
    void chooseNode() {
        node = zk.root() + "/player";
    }

    private ZkClient first() {
        return zk.client(settings -> settings.sessionTimeout(TIMEOUT));
    }

    private ZkClient second(SessionId saved) {
        return second(zk.server().address(), saved);
    }

    private ZkClient second(String hosts, SessionId saved) {
        ZkClient client =
                zk.unstarted(hosts, settings -> settings.sessionTimeout(TIMEOUT).sessionId(saved));
        client.addListener(states);
        client.start();
        return client;
    }

    private long owner() {
        return Objects.requireNonNull(zk.peer().exists(node)).getEphemeralOwner();
    }

    /** A session that nobody serves is gone after its timeout and a tick of the server. */
    private void outliveTheOldTimeout(Instant since) {
        Instant late = since.plus(TIMEOUT.multipliedBy(2));
        await().until(() -> Instant.now().isAfter(late));
    }

    @Nested
    class SessionThatIsLeft {

        @Test
        void keepsItsEphemeralNodesForTheNextClient() {
            ZkClient first = first();
            first.addListener(states);
            first.create(node, null, CreateMode.EPHEMERAL);
            CompletableFuture<String> last = first.async().create(node + "-last", null, CreateMode.EPHEMERAL);
            SessionId saved = SessionId.fromBytes(first.detach().toBytes());
            assertThat(last).isCompletedWithValue(node + "-last");
            assertThat(first.state()).isEqualTo(LOST);
            assertThat(first.sessionId()).isNull();
            states.awaitStates(LOST);
            assertThat(states.last().lostReason()).isEqualTo(LostReason.DETACHED);
            assertThat(owner()).isEqualTo(saved.id());
            assertThat(saved.negotiatedTimeout()).isEqualTo(TIMEOUT);
            assertThat(saved.lastZxid()).isPositive();

            ZkClient second = second(saved);
            assertThat(second.sessionId()).isEqualTo(saved);
            states.awaitStates(LOST, CONNECTED);
            assertThat(states.last().newSession()).isFalse();
            outliveTheOldTimeout(Objects.requireNonNull(saved.time()));
            assertThat(owner()).isEqualTo(saved.id());
            second.stop();
            assertThat(zk.peer().exists(node)).isNull();
        }

        @Test
        void endsWithItsTimeoutWhenNobodyGoesOn() {
            ZkClient first = first();
            first.create(node, null, CreateMode.EPHEMERAL);
            first.detach();
            await().until(() -> zk.peer().exists(node) == null);
        }

        @Test
        void doesNotKeepTheClientFromOpeningAnother() {
            ZkClient first = first();
            SessionId left = first.detach();
            first.start();
            assertThat(first.sessionId()).isNotNull().isNotEqualTo(left);
        }

        @Test
        void mayBeLeftByAListener() {
            ZkClient first = zk.unstarted(zk.server().address(), settings -> settings);
            CompletableFuture<SessionId> left = new CompletableFuture<>();
            first.addListener(event -> {
                if (event.state() == CONNECTED) {
                    left.complete(first.detach());
                }
            });
            first.start();
            assertThat(left).succeedsWithin(Duration.ofSeconds(10));
        }
    }

    @Nested
    class SessionOfADeadProcess {

        @Test
        void goesOnInTheNextOne(@TempDir Path directory) throws Exception {
            Path file = directory.resolve("session");
            Process process = start(file);
            try {
                await().until(() -> Files.exists(file));
            } finally {
                process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
            }
            Instant death = Instant.now();
            SessionId saved = SessionId.fromBytes(Files.readAllBytes(file));
            assertThat(owner()).isEqualTo(saved.id());

            ZkClient second = second(saved);
            assertThat(second.sessionId()).isEqualTo(saved);
            outliveTheOldTimeout(death);
            assertThat(owner()).isEqualTo(saved.id());
            assertThat(states.states()).containsExactly(CONNECTED);
        }

        private Process start(Path file) throws IOException {
            List<String> command = new ArrayList<>();
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(List.of("-cp", System.getProperty("java.class.path"), Player.class.getName()));
            command.addAll(List.of(zk.server().address(), node, file.toString()));
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        }
    }

    /** What the killed process runs: makes its node, saves its session and goes on. */
    static final class Player {

        private Player() {}

        public static void main(String[] args) throws Exception {
            ZkClient client =
                    ZkClient.builder().hosts(args[0]).sessionTimeout(TIMEOUT).build();
            client.start();
            client.create(args[1], null, CreateMode.EPHEMERAL);
            Path file = Path.of(args[2]);
            Path whole = file.resolveSibling("saving");
            Files.write(whole, Objects.requireNonNull(client.sessionId()).toBytes());
            Files.move(whole, file);
            // Until killed, or until the parent that should have done so is gone.
            while (System.in.read() >= 0) {
                Thread.onSpinWait();
            }
            Runtime.getRuntime().halt(1);
        }
    }

    @Nested
    class SessionThatCannotGoOn {

        @Test
        void isReplacedWhenItWasClosed() {
            ZkClient first = first();
            SessionId closed = Objects.requireNonNull(first.sessionId());
            first.stop();
            assertReplaced(closed);
        }

        @Test
        void isReplacedWhenThePasswordIsWrong() {
            ZkClient first = first();
            first.create(node, null, CreateMode.EPHEMERAL);
            SessionId left = first.detach();
            assertReplaced(new SessionId(left.id(), new byte[16]));
            assertThat(owner()).isEqualTo(left.id());
        }

        @Test
        void isReplacedWhenTheServersLostTheirData() {
            SessionId ahead = new SessionId(0x1234, new byte[16], Long.MAX_VALUE, Duration.ofSeconds(2), Instant.now());
            assertReplaced(ahead);
        }

        private void assertReplaced(SessionId gone) {
            ZkClient second = second(gone);
            assertThat(second.sessionId()).isNotNull().isNotEqualTo(gone);
            states.awaitStates(CONNECTED);
            assertThat(states.last().newSession()).isTrue();
            assertThat(second.exists("/")).isNotNull();
        }
    }

    @Nested
    class SessionOfTwoClients {

        @Test
        void isTakenInTurnsAndNotInAStorm() {
            ZkClient first = first();
            SessionId shared = Objects.requireNonNull(first.sessionId());
            CuttingProxy proxy = zk.proxy();
            ZkClient second = second(proxy.address(), shared);
            int before = proxy.accepted();
            Instant end = Instant.now().plus(TIMEOUT);
            await().until(() -> Instant.now().isAfter(end));
            // Without a pause there are hundreds of turns in a second; each takes two connections, one for the version.
            assertThat(proxy.accepted() - before).isLessThan(100);
            // May close the session under the other client, whose next one is its own.
            first.close();
            await().ignoreExceptions().until(() -> second.exists("/") != null);
        }
    }
}
