package dev.zkspring.client.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zkspring.client.ZkClient;
import dev.zkspring.client.data.EnsembleConfig;
import dev.zkspring.client.data.EnsembleMember;
import dev.zkspring.client.data.ReconfigRequest;
import dev.zkspring.client.data.WatchEvent;
import java.time.Duration;
import java.util.List;

/** What a client can know of the ensemble, and change. */
final class EnsembleFeatures {

    static final List<Feature> ALL = List.of(
            Feature.of(
                    "serverVersion", t -> assertThat(t.client().serverVersion()).isEqualTo(t.version())),
            Feature.since(3, 5, "getConfig", EnsembleFeatures::config),
            Feature.since(3, 5, "reconfig, heard of by a watcher of getConfig", EnsembleFeatures::reconfig));

    private EnsembleFeatures() {}

    private static void config(Trial t) {
        assertThat(clientOfOne(t).getConfig().members())
                .extracting(EnsembleMember::id)
                .containsExactly(1L);
    }

    private static void reconfig(Trial t) {
        ZkClient client = clientOfOne(t);
        String observer =
                "server.2=127.0.0.1:%d:%d:observer;127.0.0.1:%d".formatted(Ports.free(), Ports.free(), Ports.free());
        EnsembleConfig joined = client.reconfig(ReconfigRequest.join(observer));
        assertThat(joined.members()).extracting(EnsembleMember::id).containsExactlyInAnyOrder(1L, 2L);
        EventRecorder events = new EventRecorder();
        assertThat(client.getConfig(events)).isEqualTo(joined);
        client.reconfig(ReconfigRequest.leave(2L).from(joined.version()));
        events.awaitTypes(WatchEvent.Type.NODE_DATA_CHANGED);
        assertThat(client.getConfig().members()).hasSize(1);
    }

    /** A standalone server has no configuration that could be changed; an ensemble of one has, and exists since 3.5. */
    private static ZkClient clientOfOne(Trial t) {
        if (!t.version().isAtLeast(3, 5)) {
            return t.client();
        }
        int port = Ports.free();
        ZkServer server = t.closeLater(ZkServer.builder("matrix-ensemble")
                .version(t.server().version())
                .setting("standaloneEnabled", "false")
                .setting("reconfigEnabled", "true")
                .setting("initLimit", "100")
                .setting("syncLimit", "100")
                .setting(ZkServerBuilder.MY_ID, "1")
                .setting(
                        "server.1",
                        "127.0.0.1:%d:%d:participant;127.0.0.1:%d".formatted(Ports.free(), Ports.free(), port))
                .jvmOption("-Dzookeeper.skipACL=yes")
                .build(port));
        server.start();
        return t.client(server.address(), settings -> settings.startTimeout(Duration.ofSeconds(30)));
    }
}
