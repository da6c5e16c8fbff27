package dev.zkspring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zkspring.FakeClient;
import dev.zkspring.client.ZkClient;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class SessionKeeperConfigurationTest {

    @TempDir
    private Path directory;

    private Path store;

    /** With a client that has no server and does not mind. */
    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(ZkAutoConfiguration.class))
            .withPropertyValues("zk.hosts=localhost:1", "zk.fail-fast=false", "zk.start-timeout=1ms");

    private ApplicationContextRunner storing;

    @BeforeEach
    void chooseStore() {
        store = directory.resolve("session");
        storing = runner.withPropertyValues("zk.session.store=" + store);
    }

    private Path lock() {
        return directory.resolve("session.lock");
    }

    @Test
    void keepsNothingByDefault() {
        runner.run(context ->
                assertThat(context.getBean(SessionKeeper.class).isRunning()).isFalse());
    }

    @Test
    void takesAnEmptyFileNameForNone() {
        runner.withPropertyValues("zk.session.store=")
                .run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    void refusesToKeepASessionNowhere() {
        runner.withPropertyValues("zk.session.keep-on-shutdown=true")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .isInstanceOf(ZkConfigurationException.class)
                        .hasMessage("zk.session.keep-on-shutdown: true without a file to keep the session in"
                                + " (expected: zk.session.store names one)"));
    }

    @Test
    void refusesADirectory() {
        runner.withPropertyValues("zk.session.store=" + directory)
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .isInstanceOf(ZkConfigurationException.class)
                        .hasMessageContaining("is a directory"));
    }

    @Test
    void stopsASecondContextAndLeavesTheFirstInPossession() {
        storing.run(first -> {
            assertThat(first).hasNotFailed();
            for (int i = 0; i < 2; i++) {
                storing.run(second -> assertThat(second)
                        .getFailure()
                        .rootCause()
                        .isInstanceOf(SessionStoreLockedException.class)
                        .hasMessageContaining("another application context of this process"));
            }
        });
        storing.run(later -> assertThat(later).hasNotFailed());
    }

    @Test
    void stopsAContextWhileAnotherProcessHasTheFile() throws Exception {
        try (StoreHolder holder = StoreHolder.hold(store)) {
            storing.run(context -> assertThat(context)
                    .getFailure()
                    .rootCause()
                    .isInstanceOf(SessionStoreLockedException.class)
                    .hasMessageContaining("process " + holder.pid()));
        }
    }

    @Test
    void givesTheFileFreeWhenTheContextFails() {
        storing.withBean("broken", Object.class, () -> {
                    throw new IllegalStateException("bean of the test");
                })
                .run(context -> assertThat(context).hasFailed());

        storing.run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    void isForTheAutoConfiguredClientOnly() {
        ZkClient own = new FakeClient().client();

        storing.withBean("myClient", ZkClient.class, () -> own).run(context -> {
            assertThat(context).hasNotFailed();
            assertThat(lock()).doesNotExist();
        });
    }

    @Test
    void touchesNothingAheadOfTime() {
        storing.withSystemProperties("spring.aot.processing=true").run(context -> {
            assertThat(context).hasNotFailed();
            assertThat(lock()).doesNotExist();
        });
    }

    @Test
    void keepsTheFileLockedWhileTheContextRuns() {
        storing.run(context -> assertThat(Files.readString(lock()))
                .startsWith("process " + ProcessHandle.current().pid() + ", since "));
    }
}
