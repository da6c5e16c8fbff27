package dev.zkspring.boot.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.zkspring.annotation.ZkDataWatch;
import dev.zkspring.boot.autoconfigure.ZkAutoConfiguration;
import dev.zkspring.boot.autoconfigure.ZkWatchAutoConfiguration;
import dev.zkspring.client.ZkClient;
import dev.zkspring.client.data.CreateMode;
import dev.zkspring.client.data.SessionId;
import dev.zkspring.event.ZkConnectionEvent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.ApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.event.EventListener;
import org.springframework.test.annotation.DirtiesContext.HierarchyMode;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestContextManager;

/** Two test classes with contexts of their own, as the test framework switches between them: it pauses the idle one. */
class CachedContextsIT {

    private static EmbeddedZkServer server;

    @BeforeAll
    static void startServer(@TempDir Path data) {
        server = new EmbeddedZkServer(new EmbeddedZkProperties(true, 0, "127.0.0.1", data));
        server.start();
    }

    @AfterAll
    static void stopServer() {
        server.stop();
    }

    @SpringBootTest(classes = Application.class, properties = "test.node=/first")
    static class First extends Connected {}

    @SpringBootTest(classes = Application.class, properties = "test.node=/second")
    static class Second extends Connected {}

    static class Connected {

        @DynamicPropertySource
        static void connect(DynamicPropertyRegistry properties) {
            properties.add("zk.hosts", () -> server.address().toString());
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration({ZkAutoConfiguration.class, ZkWatchAutoConfiguration.class})
    @Import({Observer.class, Pauseable.class})
    static class Application {}

    static class Observer {

        final List<String> values = new CopyOnWriteArrayList<>();

        final List<ZkConnectionEvent> events = new CopyOnWriteArrayList<>();

        @ZkDataWatch("${test.node}")
        void changed(@Nullable String value) {
            values.add(String.valueOf(value));
        }

        @EventListener
        void hear(ZkConnectionEvent event) {
            events.add(event);
        }
    }

    /** Shows that contexts are paused at all. */
    static class Pauseable implements SmartLifecycle {

        final AtomicInteger pauses = new AtomicInteger();

        private volatile boolean running;

        @Override
        public void start() {
            running = true;
        }

        @Override
        public void stop() {
            running = false;
            pauses.incrementAndGet();
        }

        @Override
        public boolean isRunning() {
            return running;
        }
    }

    /** What the framework does around a class with one test. */
    private static ApplicationContext run(Class<?> test) throws Exception {
        TestContextManager manager = new TestContextManager(test);
        manager.beforeTestClass();
        manager.prepareTestInstance(test.getDeclaredConstructor().newInstance());
        ApplicationContext context = manager.getTestContext().getApplicationContext();
        manager.afterTestClass();
        return context;
    }

    @Test
    void keepTheirSessionsNodesAndWatchesWhileTheyAreSwitchedBackAndForth() throws Exception {
        ApplicationContext first = run(First.class);
        ZkClient client = first.getBean(ZkClient.class);
        SessionId session = client.sessionId();
        client.create("/first", "one".getBytes(StandardCharsets.UTF_8), CreateMode.EPHEMERAL);

        ApplicationContext second = run(Second.class);
        SessionId other = second.getBean(ZkClient.class).sessionId();
        assertThat(run(First.class)).isSameAs(first);
        assertThat(run(Second.class)).isSameAs(second);

        assertThat(first.getBean(Pauseable.class).pauses).as("times paused").hasPositiveValue();
        assertThat(client.sessionId()).isEqualTo(session);
        assertThat(second.getBean(ZkClient.class).sessionId()).isEqualTo(other).isNotEqualTo(session);
        assertThat(second.getBean(ZkClient.class).exists("/first")).isNotNull();
        second.getBean(ZkClient.class).set("/first", "two".getBytes(StandardCharsets.UTF_8));
        Observer observer = first.getBean(Observer.class);
        await().untilAsserted(() -> assertThat(observer.values).endsWith("two"));
        assertThat(observer.events).hasSize(1);
        close(First.class, Second.class);
    }

    private static void close(Class<?>... tests) {
        for (Class<?> test : tests) {
            new TestContextManager(test).getTestContext().markApplicationContextDirty(HierarchyMode.EXHAUSTIVE);
        }
    }
}
