package dev.zkspring.annotation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.zkspring.boot.autoconfigure.ZkClientBuilderCustomizer;
import dev.zkspring.client.ZkClient;
import dev.zkspring.client.watch.WatchErrorHandler;
import dev.zkspring.listener.ZkChildrenChange;
import dev.zkspring.listener.ZkListenerConfigurer;
import dev.zkspring.listener.ZkWatchEndpoint;
import dev.zkspring.listener.ZkWatchRegistry;
import java.io.IOException;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.core.annotation.AliasFor;
import org.springframework.stereotype.Component;

/** The examples of docs/guide/watches.md, which stand there word for word. */
class WatchesGuideIT {

    private static final Pattern EXAMPLE = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

    private static final Path HERE = Path.of("src/test/java/dev/zkspring/annotation/WatchesGuideIT.java");

    private static String withoutSpace(String text) {
        return text.replaceAll("\\s+", "");
    }

    @Test
    void everyExampleOfThePageIsHere() throws IOException {
        String here = withoutSpace(Files.readString(HERE));
        List<String> examples = EXAMPLE.matcher(Files.readString(Path.of("..", "docs", "guide", "watches.md")))
                .results()
                .map(match -> match.group(1))
                .toList();

        assertThat(examples)
                .hasSizeGreaterThan(3)
                .allSatisfy(example -> assertThat(here).contains(withoutSpace(example)));
    }

    @Nested
    @SpringBootTest(properties = "zk.embedded.enabled=true")
    class PricesTest {

        @Autowired
        private ZkClient client;

        @Autowired
        private Prices prices;

        @Test
        void priceIsFollowed() {
            client.ensurePath("/shop/prices");
            client.create("/shop/prices/apple", "{\"currency\":\"EUR\",\"cents\":120}".getBytes(UTF_8));
            await().until(() -> new Price("EUR", 120).equals(prices.of("/shop/prices/apple")));
        }
    }

    @Nested
    @SpringBootTest(properties = "zk.embedded.enabled=true")
    class Examples {

        @Autowired
        private ZkClient client;

        @Autowired
        private ZkWatchRegistry watches;

        @Autowired
        private Prices prices;

        @Autowired
        private Application application;

        @Test
        void work() throws Exception {
            client.ensurePath("/shop/prices");
            client.ensurePath("/shop/members");
            client.create("/shop/prices/pear", "{\"currency\":\"EUR\",\"cents\":90}".getBytes(UTF_8));
            await().until(() -> new Price("EUR", 90).equals(prices.of("/shop/prices/pear")));
            client.delete("/shop/prices/pear");
            await().until(() -> prices.of("/shop/prices/pear") == null);

            client.create("/shop/members/m1", null);
            await().until(() -> prices.members.contains("m1"));
            await().until(() -> !watches.containers("first-member").get(0).isRunning());

            client.create("/shop/features", "{\"dark\":true}".getBytes(UTF_8));
            await().until(() -> Map.of("dark", true).equals(application.features.get()));

            client.ensurePath("/shop/config");
            assertThat(application.alarms.poll(10, TimeUnit.SECONDS)).isEqualTo("/shop/config: IllegalStateException");

            application.maintenance(watches);
            await().until(() -> watches.containers("prices#members").get(0).isRunning());
        }
    }

    @Retention(RetentionPolicy.RUNTIME)
    @ZkDataWatch(errorHandler = "alarms")
    @interface ConfigWatch {
        @AliasFor(annotation = ZkDataWatch.class, attribute = "path")
        String[] value();
    }

    record Price(String currency, long cents) {}

    @Component
    static class Prices {

        private final Map<String, Price> prices = new ConcurrentHashMap<>();

        private final Set<String> members = ConcurrentHashMap.newKeySet();

        Price of(String path) {
            return prices.get(path);
        }

        @ZkDataWatch({"/shop/prices/apple", "/shop/prices/pear"})
        void changed(@ZkPath String path, Optional<Price> price) {
            price.ifPresentOrElse(now -> prices.put(path, now), () -> prices.remove(path));
        }

        @ZkChildrenWatch("${shop.members:/shop/members}")
        void members(ZkChildrenChange change) {
            members.addAll(change.added());
            change.removed().forEach(members::remove);
        }
    }

    @Component("config")
    static class Config {

        @ConfigWatch("/shop/config")
        void changed(Optional<String> config) {
            config.ifPresent(text -> {
                throw new IllegalStateException("refused");
            });
        }
    }

    interface Alarm {

        void raise(String text);
    }

    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import(Config.class)
    static class Application {

        private final AtomicReference<Map<String, Boolean>> features = new AtomicReference<>();

        private final BlockingQueue<String> alarms = new LinkedBlockingQueue<>();

        @Bean
        Prices prices() {
            return new Prices();
        }

        @Bean
        Alarm alarm() {
            return alarms::add;
        }

        @Bean
        ZkListenerConfigurer featureWatches() {
            return registrar -> {
                registrar.register(ZkWatchEndpoint.builder("features")
                        .paths("/shop/features")
                        .data(
                                new ParameterizedTypeReference<Map<String, Boolean>>() {},
                                change -> features.set(change.exists() ? change.value() : Map.of())));
                registrar.register(ZkWatchEndpoint.builder("first-member")
                        .paths("/shop/members")
                        .childrenWhile(change -> change.children().isEmpty()));
            };
        }

        @Bean
        ZkClientBuilderCustomizer lookAgain() {
            return builder -> builder.resyncInterval(Duration.ofMinutes(5));
        }

        @Bean
        WatchErrorHandler alarms(Alarm alarm) {
            return (path, error) -> alarm.raise(path + ": " + error.getClass().getSimpleName());
        }

        void maintenance(ZkWatchRegistry watches) {
            watches.stop("prices#members");
            watches.start("prices#members");
        }
    }
}
