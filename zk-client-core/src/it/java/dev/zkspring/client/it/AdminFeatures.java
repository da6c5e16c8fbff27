package dev.zkspring.client.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zkspring.client.data.ServerVersion;
import java.util.List;

/** What servers tell about themselves. */
final class AdminFeatures {

    static final List<Feature> ALL = List.of(
            Feature.of("`ruok`", t -> assertThat(t.client().command("ruok")).isEqualTo("imok")),
            Feature.of("`srvr`, with the version", AdminFeatures::version),
            Feature.of("`mntr`", t -> assertThat(t.client().command("mntr")).contains("zk_znode_count")));

    private AdminFeatures() {}

    private static void version(Trial t) {
        assertThat(ServerVersion.parse(t.client().command("srvr"))).contains(t.version());
    }
}
