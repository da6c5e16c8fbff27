package dev.zkspring.samples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the actuator tells of the client, the watches and the server, as JSON over HTTP. */
@SpringBootTest(
        properties = {
            "zk.embedded.port=0",
            "management.endpoints.web.exposure.include=health,zk",
            "management.endpoint.health.group.readiness.include=readinessState,zk",
            "management.endpoint.health.probes.enabled=true"
        })
@AutoConfigureMockMvc
class ActuatorIT {

    @Autowired
    private MockMvcTester mvc;

    private JsonNode get(String uri, int status) throws Exception {
        MvcTestResult result = mvc.get().uri(uri).exchange();
        assertThat(result).hasStatus(status);
        return JsonMapper.shared().readTree(result.getResponse().getContentAsString());
    }

    @Test
    void healthHasTheSessionAndWhatTheServerSays() throws Exception {
        JsonNode details = get("/actuator/health", 200).at("/components/zk/details");

        assertThat(details.path("session").asString()).startsWith("0x");
        String server = details.path("server").asString();
        JsonNode host = details.path("hosts").path(server);
        assertThat(host.path("ruok").asString()).isEqualTo("imok");
        assertThat(host.path("mode").asString()).isEqualTo("standalone");
        assertThat(host.path("latency").propertyNames()).containsExactly("min", "avg", "max");
        assertThat(host.propertyNames()).contains("connections", "outstanding", "znodes", "watches", "ephemerals");
    }

    @Test
    void readinessMayDependOnIt() throws Exception {
        assertThat(get("/actuator/health/readiness", 200)
                        .at("/components/zk/status")
                        .asString())
                .isEqualTo("UP");
        assertThat(get("/actuator/health/liveness", 200).toString()).doesNotContain("zk");
    }

    @Test
    void endpointShowsClientsAndWatches() throws Exception {
        JsonNode client = get("/actuator/zk", 200).at("/clients/zkClient");
        assertThat(client.path("state").asString()).isEqualTo("CONNECTED");
        assertThat(client.path("negotiatedTimeout").asString()).isEqualTo("PT10S");
        await().untilAsserted(() -> {
            JsonNode banner = watch("banner#changed");
            assertThat(banner.path("path").asString()).isEqualTo("/quickstart/banner");
            assertThat(banner.path("kind").asString()).isEqualTo("data");
            assertThat(banner.path("running").asBoolean()).isTrue();
            assertThat(banner.path("lastDelivery").asString()).endsWith("Z");
            assertThat(banner.path("lastError").isNull()).isTrue();
        });
        assertThat(watch("members#changed").path("kind").asString()).isEqualTo("children");
    }

    private JsonNode watch(String id) throws Exception {
        return get("/actuator/zk", 200)
                .path("watches")
                .valueStream()
                .filter(watch -> watch.path("id").asString().equals(id))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void harmlessWordGoesToTheServers() throws Exception {
        JsonNode servers = get("/actuator/zk/ruok", 200).at("/clients/zkClient/servers");
        assertThat(servers.values()).hasSize(1).allSatisfy(server -> {
            assertThat(server.path("lines").toString()).isEqualTo("[\"imok\"]");
            assertThat(server.path("error").isNull()).isTrue();
        });
        assertThat(get("/actuator/zk/srvr?client=zkClient", 200).toString()).contains("Mode: standalone");
    }

    @Test
    void otherWordsAndClientsAreNotFoundAndTheAnswerNamesTheAllowedOnes() throws Exception {
        assertThat(get("/actuator/zk/kill", 404).path("error").asString())
                .isEqualTo("word \"kill\" (expected: one of [ruok, isro, srvr, mntr, wchs])");
        assertThat(get("/actuator/zk/ruok?client=other", 404).path("error").asString())
                .isEqualTo("client \"other\" (expected: one of [zkClient])");
    }
}
