package dev.zkspring.boot.docker.compose;

import dev.zkspring.boot.autoconfigure.ZkConnectionDetails;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.docker.compose.core.RunningService;
import org.springframework.boot.docker.compose.service.connection.DockerComposeConnectionDetailsFactory;
import org.springframework.boot.docker.compose.service.connection.DockerComposeConnectionSource;
import org.springframework.boot.ssl.SslBundle;

/** Connects the client to a Docker Compose service with the image or the label of ZooKeeper. */
final class ZooKeeperDockerComposeConnectionDetailsFactory
        extends DockerComposeConnectionDetailsFactory<ZkConnectionDetails> {

    /** The first is also the value for the label {@code org.springframework.boot.service-connection}. */
    private static final String[] CONNECTION_NAMES = {"zookeeper", "bitnami/zookeeper", "bitnamilegacy/zookeeper"};

    private static final int CLIENT_PORT = 2181;

    ZooKeeperDockerComposeConnectionDetailsFactory() {
        super(CONNECTION_NAMES);
    }

    @Override
    protected ZkConnectionDetails getDockerComposeConnectionDetails(DockerComposeConnectionSource source) {
        return new ZooKeeperDockerComposeConnectionDetails(source.getRunningService());
    }

    private static final class ZooKeeperDockerComposeConnectionDetails extends DockerComposeConnectionDetails
            implements ZkConnectionDetails {

        private final List<String> hosts;

        private final @Nullable SslBundle sslBundle;

        ZooKeeperDockerComposeConnectionDetails(RunningService service) {
            super(service);
            this.hosts = List.of(service.host() + ":" + service.ports().get(CLIENT_PORT));
            this.sslBundle = getSslBundle(service);
        }

        @Override
        public List<String> getHosts() {
            return hosts;
        }

        @Override
        public @Nullable SslBundle getSslBundle() {
            return sslBundle;
        }
    }
}
