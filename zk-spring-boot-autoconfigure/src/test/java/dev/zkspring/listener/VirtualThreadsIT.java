package dev.zkspring.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.zkspring.annotation.ZkDataWatch;
import dev.zkspring.client.ZkClient;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Watch methods of an application that runs on virtual threads. */
@EnabledForJreRange(min = JRE.JAVA_21)
class VirtualThreadsIT {

    private static final int LAST = 100;

    @Test
    void runMethodsOneAfterTheOtherAndTheJvmStaysAlive() {
        try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
                .web(WebApplicationType.NONE)
                .properties("zk.embedded.enabled=true", "spring.threads.virtual.enabled=true")
                .run()) {
            Watching watching = context.getBean(Watching.class);
            ZkClient client = context.getBean(ZkClient.class);
            client.create("/counter", null);
            for (int i = 1; i <= LAST; i++) {
                client.set("/counter", Integer.toString(i).getBytes());
            }

            await().until(() -> watching.values.contains(LAST));
            assertThat(watching.values).isSorted().doesNotHaveDuplicates();
            assertThat(watching.mostAtOnce).hasValue(1);
            assertThat(watching.threads).isNotEmpty().allMatch(Watching::isVirtual);
            assertThat(Thread.getAllStackTraces().keySet())
                    .anyMatch(thread -> thread.getName().equals(KeepAlive.THREAD_NAME) && !thread.isDaemon());
        }
    }

    static class Watching {

        private final List<Integer> values = new CopyOnWriteArrayList<>();

        private final List<Thread> threads = new CopyOnWriteArrayList<>();

        private final AtomicInteger running = new AtomicInteger();

        private final AtomicInteger mostAtOnce = new AtomicInteger();

        @ZkDataWatch("/counter")
        void changed(Integer value) {
            mostAtOnce.accumulateAndGet(running.incrementAndGet(), Math::max);
            threads.add(Thread.currentThread());
            if (value != null) {
                values.add(value);
            }
            Thread.yield();
            running.decrementAndGet();
        }

        /** Older JDKs compile this and know no virtual threads. */
        private static boolean isVirtual(Thread thread) {
            try {
                return (boolean) Thread.class.getMethod("isVirtual").invoke(thread);
            } catch (ReflectiveOperationException e) {
                throw new AssertionError(e);
            }
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {

        @Bean
        Watching watching() {
            return new Watching();
        }
    }
}
