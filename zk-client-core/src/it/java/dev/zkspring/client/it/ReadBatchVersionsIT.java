package dev.zkspring.client.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zkspring.client.ZkClient;
import dev.zkspring.client.data.ConnectionState;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Reads that may share a request, on servers that know how and on those that do not, told or not. */
class ReadBatchVersionsIT {

    private static final String VERSIONS = "dev.zkspring.client.it.ServerVersions#ALL";

    private static final int CALLS = 2_000;

    @ParameterizedTest
    @FieldSource(VERSIONS)
    void everyCallIsAnsweredInItsPlace(String version) {
        callOn(ZkServer.builder("batches").version(version));
    }

    @ParameterizedTest
    @FieldSource(VERSIONS)
    void everyCallIsAnsweredInItsPlaceByAServerThatDoesNotTellItsVersion(String version) {
        callOn(ZkServer.builder("silent").version(version).whitelist("ruok"));
    }

    private static void callOn(ZkServerBuilder builder) {
        try (ZkServer server = builder.build()) {
            server.start();
            try (ZkClient client = ZkClient.builder().hosts(server.address()).build()) {
                StateRecorder states = new StateRecorder();
                client.start();
                client.addListener(states);
                client.create("/own", null);
                ReadModel model = new ReadModel(client.async(), "/own", 1);
                model.call(CALLS);
                assertThat(model.mistakes()).isEmpty();
                assertThat(states.seen()).isEmpty();
                assertThat(client.state()).isEqualTo(ConnectionState.CONNECTED);
            }
        }
    }
}
