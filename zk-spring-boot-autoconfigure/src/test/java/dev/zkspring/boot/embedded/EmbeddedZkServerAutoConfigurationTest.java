package dev.zkspring.boot.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zkspring.boot.autoconfigure.ZkConnectionDetails;
import java.util.List;
import org.apache.zookeeper.server.ZooKeeperServer;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class EmbeddedZkServerAutoConfigurationTest {

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(EmbeddedZkServerAutoConfiguration.class));

    private final ApplicationContextRunner enabled = runner.withPropertyValues("zk.embedded.enabled=true");

    private static FailureAnalysis analyze(Throwable failure) {
        return new EmbeddedZkServerFailureAnalyzer().analyze(failure);
    }

    @Test
    void startsNothingUnlessAskedTo() {
        runner.run(context -> assertThat(context).doesNotHaveBean(EmbeddedZkServer.class));
    }

    @Test
    void backsOffWhenHostsAreSet() {
        enabled.withPropertyValues("zk.hosts=zk1")
                .run(context -> assertThat(context).doesNotHaveBean(EmbeddedZkServer.class));
        enabled.withPropertyValues("zk.hosts[0]=zk1", "zk.hosts[1]=zk2")
                .run(context -> assertThat(context).doesNotHaveBean(EmbeddedZkServer.class));
    }

    @Test
    void backsOffWhenTheUserHasConnectionDetails() {
        enabled.withBean(ZkConnectionDetails.class, () -> () -> List.of("zk1"))
                .run(context -> assertThat(context).doesNotHaveBean(EmbeddedZkServer.class));
    }

    @Test
    void backsOffWhenEverythingIsDisabled() {
        enabled.withPropertyValues("zk.enabled=false")
                .run(context -> assertThat(context).doesNotHaveBean(EmbeddedZkServer.class));
    }

    @Test
    void failsAndNamesTheDependencyWithoutTheServersClasses() {
        enabled.withClassLoader(new FilteredClassLoader(ZooKeeperServer.class)).run(context -> {
            assertThat(context).hasFailed();
            FailureAnalysis analysis = analyze(context.getStartupFailure());
            assertThat(analysis.getDescription())
                    .contains("zk.embedded.enabled=true", "org.apache.zookeeper.server.ZooKeeperServer");
            assertThat(analysis.getAction()).contains("org.apache.zookeeper:zookeeper", "zk.embedded.enabled=false");
        });
    }

    @Test
    void isNotMissedWithoutTheServersClassesWhenNotAskedFor() {
        runner.withClassLoader(new FilteredClassLoader(ZooKeeperServer.class))
                .run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    void refusesAPortOutOfRange() {
        enabled.withPropertyValues("zk.embedded.port=70000").run(context -> {
            assertThat(context).hasFailed();
            assertThat(analyze(context.getStartupFailure()).getDescription())
                    .isEqualTo("zk.embedded.port: 70000 (expected: 0 for a free port, or 1 to 65535)");
        });
    }

    @Test
    void refusesAnUnknownAddress() {
        enabled.withPropertyValues("zk.embedded.address=no such name").run(context -> {
            assertThat(context).hasFailed();
            assertThat(analyze(context.getStartupFailure()).getDescription())
                    .contains("zk.embedded.address: \"no such name\" is unknown");
        });
    }
}
