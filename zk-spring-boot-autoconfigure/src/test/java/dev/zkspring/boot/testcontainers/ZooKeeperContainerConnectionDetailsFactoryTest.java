package dev.zkspring.boot.testcontainers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import dev.zkspring.boot.autoconfigure.ZkConnectionDetails;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.testcontainers.service.connection.ContainerConnectionSource;
import org.testcontainers.containers.Container;

class ZooKeeperContainerConnectionDetailsFactoryTest {

    private final ZooKeeperContainerConnectionDetailsFactory factory = new ZooKeeperContainerConnectionDetailsFactory();

    private final ContainerConnectionSource<Container<?>> source = mock();

    private final Container<?> container = mock();

    @ParameterizedTest
    @ValueSource(strings = {"zookeeper", "bitnami/zookeeper", "bitnamilegacy/zookeeper"})
    void acceptsContainersWithTheNameOfAnImage(String name) {
        when(source.accepts(name, Container.class, ZkConnectionDetails.class)).thenReturn(true);

        assertThat(factory.getConnectionDetails(source)).isNotNull();
    }

    @Test
    void acceptsTheContainerOfThisProjectUnderAnyName() {
        when(source.accepts(any(), eq(ZooKeeperContainer.class), eq(ZkConnectionDetails.class)))
                .thenReturn(true);

        assertThat(factory.getConnectionDetails(source)).isNotNull();
    }

    @Test
    void leavesOtherContainersAlone() {
        assertThat(factory.getConnectionDetails(source)).isNull();
    }

    @Test
    void namesTheMappedPort() {
        when(container.getExposedPorts()).thenReturn(List.of(2181));
        when(container.getHost()).thenReturn("containers.test");
        when(container.getMappedPort(2181)).thenReturn(49_153);

        assertThat(ZooKeeperContainerConnectionDetailsFactory.address(container, false))
                .isEqualTo("containers.test:49153");
    }

    @Test
    void saysWhatToDoWithoutAnExposedPort() {
        when(container.getExposedPorts()).thenReturn(List.of(8080));

        assertThatIllegalStateException()
                .isThrownBy(() -> ZooKeeperContainerConnectionDetailsFactory.address(container, false))
                .withMessageContainingAll("[8080]", "withExposedPorts(2181)");
    }

    @Test
    void namesThePortForTlsIfThereIsOne() {
        when(container.getHost()).thenReturn("containers.test");
        when(container.getMappedPort(2181)).thenReturn(49_153);
        when(container.getMappedPort(2281)).thenReturn(49_154);
        when(container.getExposedPorts()).thenReturn(List.of(2181, 2281));

        assertThat(ZooKeeperContainerConnectionDetailsFactory.address(container, true))
                .isEqualTo("containers.test:49154");
        assertThat(ZooKeeperContainerConnectionDetailsFactory.address(container, false))
                .isEqualTo("containers.test:49153");

        when(container.getExposedPorts()).thenReturn(List.of(2181));
        assertThat(ZooKeeperContainerConnectionDetailsFactory.address(container, true))
                .isEqualTo("containers.test:49153");
    }
}
