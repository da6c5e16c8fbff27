package dev.zkspring.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zkspring.client.ZkClient;
import dev.zkspring.client.config.TlsOptions;
import dev.zkspring.client.it.SecureServer;
import dev.zkspring.client.it.TlsCertificates;
import dev.zkspring.client.it.ZkServer;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

/** What health can say of servers of several versions and whitelists, and over TLS. */
class ServerHealthIT {

    private static Health health(ZkClient client) {
        client.start();
        return new ZkHealthIndicator(client, Duration.ofSeconds(10), true).health();
    }

    private static Map<?, ?> host(Health health, String address) {
        return (Map<?, ?>) ((Map<?, ?>) health.getDetails().get("hosts")).get(address);
    }

    @Test
    void serversOf34AnswerEverythingWithoutAWhitelist() {
        try (ZkServer server = ZkServer.builder("health-34")
                        .version("3.4.14")
                        .defaultWhitelist()
                        .build()
                        .start();
                ZkClient client = ZkClient.builder().hosts(server.address()).build()) {
            Health health = health(client);

            assertThat(health.getStatus()).isEqualTo(Status.UP);
            assertThat(host(health, server.address()).toString())
                    .startsWith("{ruok=imok, mode=standalone, version=3.4.14, latency={min=")
                    .contains("connections=", "outstanding=", "znodes=", "watches=", "ephemerals=");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"3.5.10", "3.8.6", "3.9.5"})
    void newerServersTellTheBasicsWithoutAWhitelist(String version) {
        try (ZkServer server = ZkServer.builder("health-srvr")
                        .version(version)
                        .defaultWhitelist()
                        .build()
                        .start();
                ZkClient client = ZkClient.builder().hosts(server.address()).build()) {
            Health health = health(client);

            assertThat(health.getStatus()).isEqualTo(Status.UP);
            assertThat(host(health, server.address()).toString())
                    .startsWith("{ruok=not-whitelisted, mntr=not-whitelisted, mode=standalone, version=" + version)
                    .contains("latency={min=", "connections=", "outstanding=", "znodes=")
                    .doesNotContain("watches", "statistics");
        }
    }

    @Test
    void serverBehindTlsIsAskedOverTls() {
        TlsOptions trusting =
                TlsOptions.builder().trustPem(TlsCertificates.shared().ca()).build();
        try (SecureServer server = new SecureServer("health-tls", "none", settings -> settings).start();
                ZkClient client = ZkClient.builder()
                        .hosts(server.address().toString())
                        .tls(trusting)
                        .build()) {
            Health health = health(client);

            assertThat(health.getStatus()).isEqualTo(Status.UP);
            assertThat(host(health, server.address().toString()).toString())
                    .startsWith("{ruok=imok, mode=standalone, version=3.9.5");
        }
    }
}
