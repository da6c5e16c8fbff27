package dev.zkspring.client.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zkspring.client.ZkClient;
import dev.zkspring.client.data.EnsembleConfig;
import dev.zkspring.client.data.EnsembleMember;
import dev.zkspring.client.data.ReconfigRequest;
import dev.zkspring.client.data.WatchEvent;
import dev.zkspring.client.error.BadVersionException;
import dev.zkspring.client.error.MarshallingErrorException;
import dev.zkspring.client.error.ReconfigDisabledException;
import dev.zkspring.client.error.UnimplementedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The configuration of an ensemble, read, watched and changed. */
class EnsembleConfigIT {

    private final List<AutoCloseable> resources = new ArrayList<>();

    @BeforeAll
    static void waitLong() {
        Awaitility.setDefaultTimeout(Duration.ofSeconds(40));
    }

    @AfterEach
    void close() throws Exception {
        for (int i = resources.size() - 1; i >= 0; i--) {
            resources.get(i).close();
        }
    }

    private <T extends AutoCloseable> T closeLater(T resource) {
        resources.add(resource);
        return resource;
    }

    private ZkClient client(String hosts, String chroot) {
        ZkClient client = closeLater(ZkClient.builder()
                .hosts(hosts)
                .chroot(chroot)
                .startTimeout(Duration.ofSeconds(40))
                .sessionTimeout(Duration.ofSeconds(30))
                .build());
        client.start();
        return client;
    }

    @Nested
    class AnEnsemble {

        /**
         * The leader, which the tests keep, comes first. Each member names its client port, which it would close on the
         * first change otherwise.
         */
        private List<ZkServer> start(String version) {
            List<Integer> ports =
                    IntStream.range(0, 3).mapToObj(i -> Ports.free()).toList();
            List<String> members = ports.stream()
                    .map(port -> "127.0.0.1:%d:%d:participant;127.0.0.1:%d".formatted(Ports.free(), Ports.free(), port))
                    .toList();
            List<ZkServer> servers = IntStream.range(0, 3)
                    .mapToObj(i -> member(version, i, members).build(ports.get(i)))
                    .toList();
            servers.forEach(server -> closeLater(server).launch());
            servers.forEach(ZkServer::awaitServing);
            return servers.stream()
                    .sorted(Comparator.comparing(
                            server -> !server.line("srvr", "Mode:").equals("leader")))
                    .toList();
        }

        private EnsembleMember memberOf(EnsembleConfig config, ZkServer server) {
            return config.members().stream()
                    .filter(member -> member.connectAddress().orElseThrow().port() == server.port())
                    .findFirst()
                    .orElseThrow();
        }

        private ZkServerBuilder member(String version, int index, List<String> members) {
            ZkServerBuilder builder = ZkServer.builder("config" + (index + 1))
                    .version(version)
                    .setting("reconfigEnabled", "true")
                    .setting("initLimit", "100")
                    .setting("syncLimit", "100")
                    .setting(ZkServerBuilder.MY_ID, Integer.toString(index + 1))
                    .jvmOption("-Dzookeeper.skipACL=yes");
            for (int i = 0; i < members.size(); i++) {
                builder.setting("server." + (i + 1), members.get(i));
            }
            return builder;
        }

        @ParameterizedTest
        @ValueSource(strings = {"3.5.10", ServerVersions.NEWEST})
        void losesAndGainsAServer(String version) {
            List<ZkServer> ensemble = start(version);
            ZkClient client = client(ensemble.get(0).address(), "");
            EnsembleConfig before = client.getConfig();
            assertThat(before.members()).extracting(EnsembleMember::id).containsExactlyInAnyOrder(1L, 2L, 3L);
            EnsembleMember last = memberOf(before, ensemble.get(2));
            assertThat(memberOf(before, ensemble.get(0)).connectAddress())
                    .contains(client.hosts().get(0));

            EnsembleConfig less =
                    client.reconfig(ReconfigRequest.leave(last.id()).from(before.version()));
            assertThat(less.members()).hasSize(2).doesNotContain(last);
            assertThat(less.version()).isGreaterThan(before.version());
            assertThat(client.getConfig()).isEqualTo(less);

            assertThatThrownBy(() ->
                            client.reconfig(ReconfigRequest.leave(last.id()).from(before.version())))
                    .isInstanceOf(BadVersionException.class);

            String line = before.text()
                    .lines()
                    .filter(text -> text.startsWith("server." + last.id() + "="))
                    .findFirst()
                    .orElseThrow();
            assertThat(client.reconfig(ReconfigRequest.join(line)).members())
                    .containsExactlyInAnyOrderElementsOf(before.members());
        }

        @Test
        void tellsWatchersOfChangesWhateverTheirChroot() {
            List<ZkServer> ensemble = start(ServerVersions.NEWEST);
            ZkClient client = client(ensemble.get(0).address(), "");
            client.ensurePath("/app");
            ZkClient below = client.withChroot("/app");
            ZkClient within = client(ensemble.get(1).address(), "/zookeeper");
            EventRecorder events = new EventRecorder();
            EventRecorder eventsWithin = new EventRecorder();

            assertThat(below.getConfig(events)).isEqualTo(client.getConfig());
            assertThat(within.getConfig(eventsWithin)).isEqualTo(client.getConfig());
            EventRecorder removed = new EventRecorder();
            below.getConfig(removed);
            assertThat(below.removeWatcher(EnsembleConfig.PATH, removed)).isTrue();
            long last = memberOf(client.getConfig(), ensemble.get(2)).id();
            client.async().reconfig(ReconfigRequest.leave(last)).join();

            events.awaitTypes(WatchEvent.Type.NODE_DATA_CHANGED);
            eventsWithin.awaitTypes(WatchEvent.Type.NODE_DATA_CHANGED);
            assertThat(events.last().path()).isEqualTo(EnsembleConfig.PATH);
            assertThat(eventsWithin.last().path()).isEqualTo(EnsembleConfig.PATH);
            assertThat(removed.seen()).isEmpty();
            assertThat(below.async().getConfig().join().members()).hasSize(2);
        }

        @Test
        void refusesNonsense() {
            ZkClient client = client(start(ServerVersions.NEWEST).get(0).address(), "");
            assertThatThrownBy(() -> client.reconfig(ReconfigRequest.join("server.x=nonsense")))
                    .isInstanceOf(MarshallingErrorException.class);
            assertThat(client.getConfig().members()).hasSize(3);
        }
    }

    @Nested
    class AStandaloneServer {

        private ZkClient client(ZkServerBuilder builder) {
            ZkServer server = closeLater(builder.build()).start();
            return EnsembleConfigIT.this.client(server.address(), "");
        }

        @Test
        void hasNothingToChange() {
            ZkClient client = client(ZkServer.builder("single")
                    .setting("reconfigEnabled", "true")
                    .jvmOption("-Dzookeeper.skipACL=yes"));
            assertThatThrownBy(() -> client.reconfig(ReconfigRequest.leave(1L)))
                    .isInstanceOf(UnimplementedException.class)
                    .hasMessageContaining("standalone");
            assertThat(client.getConfig()).as("the link lives on").isNotNull();
        }

        @Test
        void refusesChangesUnlessTheyAreEnabled() {
            ZkClient client = client(ZkServer.builder("disabled"));
            assertThatThrownBy(() -> client.reconfig(ReconfigRequest.leave(1L)))
                    .isInstanceOf(ReconfigDisabledException.class);
        }
    }
}
