package dev.zkspring.boot.testcontainers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.testcontainers.utility.DockerImageName;

/** What is asked of an engine; nothing here is started. */
@SuppressWarnings("resource")
class ZooKeeperContainerTest {

    private final ZooKeeperContainer container = new ZooKeeperContainer("zookeeper:3.9.5");

    @Test
    void exposesTheClientPortOnly() {
        assertThat(container.getExposedPorts()).containsExactly(2181);
    }

    @Test
    void allowsTheWordsOfTheHealthCheckAndNoAdministrationServer() {
        assertThat(container.getEnvMap())
                .containsEntry("ZOO_4LW_COMMANDS_WHITELIST", "ruok,mntr,srvr,isro")
                .containsEntry("ZOO_ADMINSERVER_ENABLED", "false");
    }

    @Test
    void passesItsSettingsAsTheOfficialImageReadsThem() {
        container
                .withTickTime(Duration.ofMillis(250))
                .withFourLetterWords("*")
                .withConfiguration("maxSessionTimeout", "60000")
                .withConfiguration("extendedTypesEnabled", "true");

        assertThat(container.getEnvMap())
                .containsEntry("ZOO_TICK_TIME", "250")
                .containsEntry("ZOO_4LW_COMMANDS_WHITELIST", "*")
                .containsEntry("ZOO_CFG_EXTRA", "maxSessionTimeout=60000 extendedTypesEnabled=true");
    }

    @Test
    void refusesWhatTheImageWouldSplitOrMisread() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> container.withConfiguration("a", "b c"))
                .withMessageContaining("\"b c\"");
        assertThatIllegalArgumentException().isThrownBy(() -> container.withConfiguration("", "b"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> container.withTickTime(Duration.ZERO))
                .withMessageContaining("PT0S");
        assertThatIllegalArgumentException().isThrownBy(container::withFourLetterWords);
    }

    @Test
    void refusesAnImageThatIsNotDeclaredAsZooKeepers() {
        assertThatIllegalStateException()
                .isThrownBy(() -> new ZooKeeperContainer("redis:7"))
                .withMessageContaining("zookeeper");
        DockerImageName own = DockerImageName.parse("example.org/coordination:7");
        assertThat(new ZooKeeperContainer(own.asCompatibleSubstituteFor("zookeeper")))
                .isNotNull();
    }

    @Test
    void hasNoConnectStringBeforeItsStart() {
        assertThatIllegalStateException().isThrownBy(container::getConnectString);
    }
}
