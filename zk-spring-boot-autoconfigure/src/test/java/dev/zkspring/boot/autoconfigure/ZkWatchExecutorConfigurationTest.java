package dev.zkspring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.zkspring.annotation.ZkDataWatch;
import dev.zkspring.client.ZkClient;
import dev.zkspring.listener.Calls;
import dev.zkspring.listener.FakeZooKeeper;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledForJreRange;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class ZkWatchExecutorConfigurationTest {

    private final FakeZooKeeper zooKeeper = new FakeZooKeeper();

    private final Calls calls = new Calls();

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(
                    AutoConfigurations.of(ZkWatchAutoConfiguration.class, TaskExecutionAutoConfiguration.class))
            .withBean("zkClient", ZkClient.class, zooKeeper::client)
            .withBean("watching", Watching.class, Watching::new);

    @AfterEach
    void close() {
        zooKeeper.close();
    }

    @Test
    void methodsRunOnThreadsOfTheirOwnThatEndWithTheContext() {
        runner.run(context -> {
            Thread thread = (Thread) calls.nextArgument();
            assertThat(thread.getName()).startsWith("zk-watch-");
            assertThat(thread.isDaemon()).isTrue();
            ExecutorService executor = context.getBean("zkWatchExecutor", ExecutorService.class);
            context.getSourceApplicationContext().close();
            assertThat(executor.isShutdown()).isTrue();
            await().until(() -> !thread.isAlive());
        });
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21)
    void methodsRunOnVirtualThreadsWhenThoseAreEnabled() {
        runner.withPropertyValues("spring.threads.virtual.enabled=true").run(context -> {
            for (String text : new String[] {"a", "b", "c"}) {
                Thread thread = (Thread) calls.nextArgument();
                assertThat(thread.getName()).startsWith("zk-watch-");
                assertThat(Thread.class.getMethod("isVirtual").invoke(thread)).isEqualTo(true);
                zooKeeper.set("/node", text);
            }
        });
    }

    @Test
    @DisabledForJreRange(min = JRE.JAVA_21)
    void olderJdksKnowNoVirtualThreads() {
        runner.withPropertyValues("spring.threads.virtual.enabled=true")
                .run(context -> assertThat(context.getBean("zkWatchExecutor")).isInstanceOf(ExecutorService.class));
    }

    @Test
    void usersExecutorOfThatNameIsTaken() {
        ExecutorService mine = Executors.newSingleThreadExecutor(task -> new Thread(task, "mine"));
        runner.withBean("zkWatchExecutor", Executor.class, () -> mine)
                .run(context ->
                        assertThat(((Thread) calls.nextArgument()).getName()).isEqualTo("mine"));
        mine.shutdown();
    }

    @Test
    void executorOfTheApplicationStaysTheOneThatIsInjected() {
        runner.run(context -> assertThat(context.getBeanProvider(Executor.class).getObject())
                .isSameAs(context.getBean("applicationTaskExecutor")));
    }

    class Watching {
        @ZkDataWatch("/node")
        void changed() {
            calls.add(Thread.currentThread());
        }
    }
}
