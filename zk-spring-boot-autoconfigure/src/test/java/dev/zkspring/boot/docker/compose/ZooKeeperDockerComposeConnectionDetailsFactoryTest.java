package dev.zkspring.boot.docker.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import dev.zkspring.boot.autoconfigure.ZkConnectionDetails;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;
import org.springframework.boot.autoconfigure.service.connection.ConnectionDetailsFactories;
import org.springframework.boot.docker.compose.core.ConnectionPorts;
import org.springframework.boot.docker.compose.core.ImageReference;
import org.springframework.boot.docker.compose.core.RunningService;
import org.springframework.boot.docker.compose.service.connection.DockerComposeConnectionSource;

/** With a stub of a running service, because Docker Compose is not everywhere. */
class ZooKeeperDockerComposeConnectionDetailsFactoryTest {

    private static final int HOST_PORT = 49_153;

    private static @Nullable ZkConnectionDetails details(RunningService service) {
        DockerComposeConnectionSource source = mock();
        when(source.getRunningService()).thenReturn(service);
        Map<Class<?>, ConnectionDetails> found =
                new ConnectionDetailsFactories(null).getConnectionDetails(source, false);
        return (ZkConnectionDetails) found.get(ZkConnectionDetails.class);
    }

    private static RunningService service(String image, Map<String, String> labels) {
        return new StubService(image, labels, Map.of(2181, HOST_PORT));
    }

    @ParameterizedTest
    @ValueSource(strings = {"zookeeper", "zookeeper:3.9.5", "example.org/zookeeper:3.9", "bitnami/zookeeper:3.9"})
    void knowsTheServiceByItsImage(String image) {
        RunningService service = service(image, Map.of());

        assertThat(details(service)).isNotNull();
        assertThat(details(service).getHosts()).containsExactly("compose.test:" + HOST_PORT);
    }

    @Test
    void knowsTheServiceByItsLabel() {
        RunningService service = service(
                "example.org/coordination:7", Map.of("org.springframework.boot.service-connection", "zookeeper"));

        assertThat(details(service)).isNotNull();
    }

    @Test
    void leavesOtherServicesAlone() {
        assertThat(details(service("example.org/coordination:7", Map.of()))).isNull();
        assertThat(details(service("zookeeper-exporter", Map.of()))).isNull();
    }

    @Test
    void leavesTheChrootToTheProperties() {
        assertThat(details(service("zookeeper", Map.of())).getChroot()).isNull();
    }

    @Test
    void hasAnSslBundleOnlyFromLabels() {
        String location = "org.springframework.boot.sslbundle.jks.truststore.location";

        assertThat(details(service("zookeeper", Map.of())).getSslBundle()).isNull();
        assertThat(details(service("zookeeper", Map.of(location, "file:trust.jks")))
                        .getSslBundle())
                .isNotNull();
    }

    @Test
    void saysWhichPortIsNotPublished() {
        RunningService service = new StubService("zookeeper", Map.of(), Map.of(2888, HOST_PORT));

        assertThatIllegalStateException().isThrownBy(() -> details(service)).withMessageContaining("2181");
    }

    private record StubService(String reference, Map<String, String> labels, Map<Integer, Integer> mapped)
            implements RunningService, ConnectionPorts {

        @Override
        public String name() {
            return "coordination";
        }

        @Override
        public ImageReference image() {
            return ImageReference.of(reference);
        }

        @Override
        public String host() {
            return "compose.test";
        }

        @Override
        public ConnectionPorts ports() {
            return this;
        }

        @Override
        public Map<String, @Nullable String> env() {
            return Map.of();
        }

        @Override
        public int get(int containerPort) {
            Integer port = mapped.get(containerPort);
            if (port == null) {
                throw new IllegalStateException("No host port mapping found for container port " + containerPort);
            }
            return port;
        }

        @Override
        public List<Integer> getAll() {
            return List.copyOf(mapped.values());
        }

        @Override
        public List<Integer> getAll(@Nullable String protocol) {
            return getAll();
        }
    }
}
