package dev.zkspring.samples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The sample as the build processed it ahead of time, for a native image or a faster start. */
class AheadOfTimeIT {

    private static final Path METADATA = Path.of(
            "target/classes/META-INF/native-image/dev.zkspring/zk-sample-quickstart/reachability-metadata.json");

    private static Stream<JsonNode> reachable(String list, String name, JsonNode metadata) {
        return metadata.get(list)
                .valueStream()
                .filter(entry -> entry.path(name).asString().startsWith("dev.zkspring"));
    }

    @Test
    void watchMethodsAreReachable() {
        JsonNode metadata = JsonMapper.shared().readTree(METADATA);

        for (Class<?> type : List.of(Banner.class, Members.class)) {
            JsonNode reflection = reachable("reflection", "type", metadata)
                    .filter(entry -> entry.get("type").asString().equals(type.getName()))
                    .findFirst()
                    .orElseThrow();
            assertThat(reflection
                            .get("methods")
                            .valueStream()
                            .map(method -> method.get("name").asString()))
                    .as("%s", type)
                    .contains("changed");
        }
    }

    @Test
    void watchesAreDeliveredToTheProcessedApplication() throws Exception {
        try (QuickstartProcess processed =
                QuickstartProcess.startOn(List.of("-Dspring.aot.enabled=true"), "--zk.embedded.port=0")) {
            assertThat(processed.output()).contains("Starting AOT-processed QuickstartApplication");

            assertThat(processed.putBanner("ahead of time").statusCode()).isEqualTo(204);

            await().until(() -> "ahead of time".equals(processed.get("/banner").body()));
            assertThat(processed.get("/actuator/health").body()).contains("\"ruok\":\"imok\"");
        }
    }
}
