package dev.zkspring.client.it;

import static dev.zkspring.client.data.ConnectionState.CONNECTED;
import static dev.zkspring.client.data.ConnectionState.SUSPENDED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.zkspring.client.ZkClient;
import dev.zkspring.client.data.ServerAddress;
import dev.zkspring.client.data.SessionId;
import dev.zkspring.client.error.ConnectFailedException;
import dev.zkspring.client.error.InvalidHostsException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Several hosts, some of which are dead, silent, unknown or no ZooKeeper servers. */
class HostsIT {

    private static final String UNKNOWN = "no-such-host.invalid:2181";

    @RegisterExtension
    static final ZkServerExtension zk = new ZkServerExtension();

    private ZkClient inOrder(String... hosts) {
        return zk.unstarted(
                String.join(",", hosts),
                settings -> settings.randomizeHosts(false).sessionTimeout(Duration.ofSeconds(5)));
    }

    private static ServerAddress address(int port) {
        return new ServerAddress("127.0.0.1", port);
    }

    @Nested
    class OneGoodHost {

        @Test
        void isFoundBehindADeadOne() {
            connects(inOrder("127.0.0.1:" + Ports.free(), zk.server().address()));
        }

        @Test
        void isFoundBehindASilentOne() {
            StrangePort silent = zk.closeLater(StrangePort.silent());
            connects(inOrder(silent.address(), zk.server().address()));
        }

        @Test
        void isFoundBehindAnUnknownOne() {
            connects(inOrder(UNKNOWN, zk.server().address()));
        }

        @Test
        void isFoundBehindAWebServer() {
            StrangePort http = zk.closeLater(StrangePort.http());
            connects(inOrder(http.address(), zk.server().address()));
        }

        @Test
        void isFoundBehindManyBadOnes() {
            StrangePort silent = zk.closeLater(StrangePort.silent());
            StrangePort closing = zk.closeLater(StrangePort.closing());
            StrangePort tls = zk.closeLater(StrangePort.tls());
            connects(inOrder(
                    UNKNOWN,
                    silent.address(),
                    closing.address(),
                    tls.address(),
                    "127.0.0.1:" + Ports.free(),
                    zk.server().address()));
        }

        @Test
        void isFoundInRandomOrder() {
            String dead = "127.0.0.1:" + Ports.free();
            for (int i = 0; i < 10; i++) {
                ZkClient client = zk.unstarted(dead + "," + zk.server().address(), settings -> settings);
                connects(client);
                client.close();
            }
        }

        @Test
        void isFoundByName() {
            ZkClient client = inOrder("localhost:" + zk.server().port());
            client.start();
            assertThat(client.server())
                    .isEqualTo(new ServerAddress("localhost", zk.server().port()));
        }

        private void connects(ZkClient client) {
            client.start();
            assertThat(client.server()).isEqualTo(address(zk.server().port()));
            assertThat(client.connectFailures()).isEmpty();
            assertThat(client.exists("/")).isNotNull();
        }
    }

    @Nested
    class Reasons {

        @Test
        void nameARefusedPort() {
            int dead = Ports.free();
            assertThat(reason(address(dead))).containsIgnoringCase("refused");
        }

        @Test
        void nameAnUnknownHost() {
            assertThat(reason(new ServerAddress("no-such-host.invalid", 2181))).containsPattern("(?i)unknown|resolve");
        }

        @Test
        void nameAWebServer() {
            StrangePort http = zk.closeLater(StrangePort.http());
            assertThat(reason(address(http.port()))).contains("HTTP");
        }

        @Test
        void nameATlsPort() {
            StrangePort tls = zk.closeLater(StrangePort.tls());
            assertThat(reason(address(tls.port()))).contains("TLS");
        }

        @Test
        void nameAPortThatClosesWithoutAnAnswer() {
            StrangePort closing = zk.closeLater(StrangePort.closing());
            assertThat(reason(address(closing.port()))).containsIgnoringCase("closed");
        }

        @Test
        void nameAPortThatNeverAnswers() {
            StrangePort silent = zk.closeLater(StrangePort.silent());
            assertThat(reason(address(silent.port()))).containsPattern("(?i)no answer|not answered");
        }

        @Test
        void nameEachOfSeveralHosts() {
            StrangePort http = zk.closeLater(StrangePort.http());
            String dead = "127.0.0.1:" + Ports.free();
            ZkClient client = inOrder(dead, http.address(), UNKNOWN);
            ConnectFailedException error = failedStart(client);
            assertThat(error.getMessage()).contains(dead, http.address(), UNKNOWN, "HTTP");
            assertThat(client.connectFailures()).hasSize(3);
        }

        /** The reason for the only host of a client, which must be the same in the state and in the exception. */
        private String reason(ServerAddress only) {
            ZkClient client = inOrder(only.toString());
            ConnectFailedException error = failedStart(client);
            Map<ServerAddress, String> failures = client.connectFailures();
            assertThat(failures).containsOnlyKeys(only);
            assertThat(error.getMessage()).contains(only.toString(), failures.get(only));
            return failures.get(only);
        }

        private ConnectFailedException failedStart(ZkClient client) {
            client.startAsync();
            await().until(() ->
                    client.connectFailures().size() == client.hosts().size());
            return catchThrowableOfType(ConnectFailedException.class, () -> client.start(Duration.ofMillis(100)));
        }
    }

    @Nested
    class Failover {

        private final StateRecorder states = new StateRecorder();

        @Test
        void keepsTheSessionAndTellsTheNewServer() {
            CuttingProxy second = zk.closeLater(new CuttingProxy(zk.server().port()));
            ZkClient client = inOrder(zk.proxy().address(), second.address());
            client.start();
            assertThat(client.server()).isEqualTo(address(zk.proxy().port()));
            SessionId session = client.sessionId();
            client.addListener(states);
            zk.proxy().refuse();
            states.awaitStates(SUSPENDED, CONNECTED);
            assertThat(client.server()).isEqualTo(address(second.port()));
            assertThat(client.sessionId()).isEqualTo(session);
            assertThat(states.first(SUSPENDED).server())
                    .isEqualTo(address(zk.proxy().port()));
            assertThat(states.last().server()).isEqualTo(address(second.port()));
        }

        @Test
        void leavesAServerThatGoesSilent() {
            CuttingProxy second = zk.closeLater(new CuttingProxy(zk.server().port()));
            ZkClient client = zk.unstarted(
                    zk.proxy().address() + "," + second.address(),
                    settings -> settings.randomizeHosts(false).sessionTimeout(Duration.ofSeconds(3)));
            client.start();
            SessionId session = client.sessionId();
            client.addListener(states);
            zk.proxy().blackHole();
            states.awaitStates(SUSPENDED, CONNECTED);
            assertThat(client.server()).isEqualTo(address(second.port()));
            assertThat(client.sessionId()).isEqualTo(session);
        }

        @Test
        void comesBackWhenTheOtherOneGoes() {
            CuttingProxy second = zk.closeLater(new CuttingProxy(zk.server().port()));
            ZkClient client = inOrder(zk.proxy().address(), second.address());
            client.start();
            client.addListener(states);
            zk.proxy().refuse();
            states.awaitStates(SUSPENDED, CONNECTED);
            zk.proxy().heal();
            second.refuse();
            states.awaitStates(SUSPENDED, CONNECTED, SUSPENDED, CONNECTED);
            assertThat(client.server()).isEqualTo(address(zk.proxy().port()));
        }

        @Test
        void tellsWhyNoServerCanBeUsedWhileDown() {
            ZkClient client = inOrder(zk.proxy().address());
            client.start();
            client.addListener(states);
            zk.proxy().refuse();
            await().until(() ->
                    client.connectFailures().containsKey(address(zk.proxy().port())));
            zk.proxy().heal();
            states.awaitStates(SUSPENDED, CONNECTED);
            assertThat(client.connectFailures()).isEmpty();
        }
    }

    @Nested
    class ChangedList {

        @Test
        void movesTheSessionOnlyWhenItsServerIsNotListed() {
            CuttingProxy first = zk.proxy();
            CuttingProxy second = zk.closeLater(new CuttingProxy(zk.server().port()));
            ZkClient client = inOrder(first.address());
            StateRecorder states = new StateRecorder();
            client.addListener(states);
            client.start();
            SessionId session = client.sessionId();
            client.setHosts(second.address() + "," + first.address());
            assertThat(client.hosts()).containsExactly(address(second.port()), address(first.port()));
            assertThat(client.exists("/")).isNotNull();
            assertThat(client.server()).isEqualTo(address(first.port()));

            client.setHosts(second.address());
            states.awaitStates(CONNECTED, SUSPENDED, CONNECTED);
            assertThat(client.server()).isEqualTo(address(second.port()));
            assertThat(client.sessionId()).isEqualTo(session);
            assertThat(states.last().newSession()).isFalse();
        }

        @Test
        void helpsAClientThatFindsNobody() {
            ZkClient client = inOrder("127.0.0.1:" + Ports.free());
            assertThatThrownBy(() -> client.start(Duration.ofMillis(300))).isInstanceOf(ConnectFailedException.class);
            client.setHosts(zk.server().address());
            client.start();
            assertThat(client.server()).isEqualTo(address(zk.server().port()));
        }

        @Test
        void cannotChangeTheChroot() {
            ZkClient client = inOrder(zk.server().address() + "/app");
            assertThatThrownBy(() -> client.setHosts("other:2181/test"))
                    .isInstanceOf(InvalidHostsException.class)
                    .hasMessageContaining("/test")
                    .hasMessageContaining("/app");
            client.setHosts("other:2181/app");
            assertThat(client.hosts()).containsExactly(new ServerAddress("other", 2181));
        }
    }
}
