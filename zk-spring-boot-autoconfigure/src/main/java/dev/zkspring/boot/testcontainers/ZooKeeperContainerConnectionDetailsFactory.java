package dev.zkspring.boot.testcontainers;

import dev.zkspring.boot.autoconfigure.ZkConnectionDetails;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.testcontainers.service.connection.ContainerConnectionDetailsFactory;
import org.springframework.boot.testcontainers.service.connection.ContainerConnectionSource;
import org.testcontainers.containers.Container;

/** Connects the client to a {@link ZooKeeperContainer}, or to any container with the image or name of ZooKeeper. */
final class ZooKeeperContainerConnectionDetailsFactory
        extends ContainerConnectionDetailsFactory<Container<?>, ZkConnectionDetails> {

    /** The first is also the name for {@code @ServiceConnection("zookeeper")}. */
    private static final List<String> CONNECTION_NAMES =
            List.of("zookeeper", "bitnami/zookeeper", "bitnamilegacy/zookeeper");

    private static final int TLS_PORT = 2281;

    ZooKeeperContainerConnectionDetailsFactory() {
        super(CONNECTION_NAMES);
    }

    /** Our own class says what it is, also as a bean, whose image is not known yet. */
    @Override
    protected boolean sourceAccepts(
            ContainerConnectionSource<Container<?>> source, Class<?> container, Class<?> details) {
        return super.sourceAccepts(source, container, details)
                || source.accepts(ANY_CONNECTION_NAME, ZooKeeperContainer.class, details);
    }

    @Override
    protected ZkConnectionDetails getContainerConnectionDetails(ContainerConnectionSource<Container<?>> source) {
        return new ZooKeeperContainerConnectionDetails(source);
    }

    /** With TLS the port that ZooKeeper's documentation uses for it, unless one port serves both. */
    static String address(Container<?> container, boolean tls) {
        List<Integer> exposed = container.getExposedPorts();
        int port = tls && exposed.contains(TLS_PORT) ? TLS_PORT : ZooKeeperContainer.CLIENT_PORT;
        if (!exposed.contains(port)) {
            throw new IllegalStateException(("container %s: exposes the ports %s (expected: %d among them); call "
                            + "withExposedPorts(%3$d) on it, or make it a ZooKeeperContainer")
                    .formatted(container.getDockerImageName(), exposed, port));
        }
        return container.getHost() + ":" + container.getMappedPort(port);
    }

    private static final class ZooKeeperContainerConnectionDetails extends ContainerConnectionDetails<Container<?>>
            implements ZkConnectionDetails {

        ZooKeeperContainerConnectionDetails(ContainerConnectionSource<Container<?>> source) {
            super(source);
        }

        @Override
        public List<String> getHosts() {
            return List.of(address(getContainer(), getSslBundle() != null));
        }

        @Override
        public @Nullable SslBundle getSslBundle() {
            return super.getSslBundle();
        }
    }
}
