package dev.zkspring.samples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

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

    @Test
    void healthHasTheSessionAndWhatTheServerSays() {
        assertThat(mvc.get().uri("/actuator/health"))
                .hasStatusOk()
                .bodyJson()
                .hasPathSatisfying("$.components.zk.details.session", id -> assertThat(id)
                        .asString()
                        .startsWith("0x"))
                .hasPathSatisfying("$.components.zk.details.hosts", hosts -> assertThat(hosts)
                        .asString()
                        .contains("ruok=imok", "mode=standalone", "latency={min=", "ephemerals="));
    }

    @Test
    void readinessMayDependOnIt() {
        assertThat(mvc.get().uri("/actuator/health/readiness"))
                .hasStatusOk()
                .bodyJson()
                .extractingPath("$.components.zk.status")
                .isEqualTo("UP");
        assertThat(mvc.get().uri("/actuator/health/liveness")).hasStatusOk().bodyText().doesNotContain("zk");
    }

    @Test
    void endpointShowsClientsAndWatches() {
        await().untilAsserted(() -> assertThat(mvc.get().uri("/actuator/zk"))
                .hasStatusOk()
                .bodyJson()
                .hasPathSatisfying("$.clients.zkClient.state", state -> assertThat(state)
                        .isEqualTo("CONNECTED"))
                .hasPathSatisfying("$.clients.zkClient.negotiatedTimeout", timeout -> assertThat(timeout)
                        .isEqualTo("PT10S"))
                .hasPathSatisfying("$.watches[?(@.id == 'banner#changed')].path", path -> assertThat(path)
                        .asString()
                        .contains("/quickstart/banner"))
                .hasPathSatisfying("$.watches[?(@.id == 'members#changed')].kind", kind -> assertThat(kind)
                        .asString()
                        .contains("children"))
                .hasPathSatisfying("$.watches[0].lastDelivery", time -> assertThat(time)
                        .asString()
                        .endsWith("Z")));
    }

    @Test
    void harmlessWordGoesToTheServers() {
        assertThat(mvc.get().uri("/actuator/zk/ruok"))
                .hasStatusOk()
                .bodyJson()
                .hasPathSatisfying("$.clients.zkClient.servers", servers -> assertThat(servers)
                        .asString()
                        .contains("lines=[\"imok\"]"));
        assertThat(mvc.get().uri("/actuator/zk/srvr?client=zkClient"))
                .hasStatusOk()
                .bodyText()
                .contains("Mode: standalone");
    }

    @Test
    void otherWordsAndClientsAreNotFoundAndTheAnswerNamesTheAllowedOnes() {
        assertThat(mvc.get().uri("/actuator/zk/kill"))
                .hasStatus(404)
                .bodyJson()
                .extractingPath("$.error")
                .isEqualTo("word \"kill\" (expected: one of [ruok, isro, srvr, mntr, wchs])");
        assertThat(mvc.get().uri("/actuator/zk/ruok?client=other"))
                .hasStatus(404)
                .bodyText()
                .contains("zkClient");
    }
}
