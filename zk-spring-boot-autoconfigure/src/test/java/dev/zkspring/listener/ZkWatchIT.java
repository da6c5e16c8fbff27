package dev.zkspring.listener;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zkspring.annotation.ZkChildrenWatch;
import dev.zkspring.annotation.ZkDataWatch;
import dev.zkspring.annotation.ZkPath;
import dev.zkspring.client.ZkClient;
import dev.zkspring.client.data.ConnectionState;
import dev.zkspring.event.ZkConnectionEvent;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;

/** Annotated methods of an auto-configured application on the embedded server. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ZkWatchIT {

    private static final int BLOCKING = 8;

    private ConfigurableApplicationContext context;

    private ZkClient client;

    private Watching watching;

    @BeforeAll
    void start() {
        context = new SpringApplicationBuilder(Application.class)
                .web(WebApplicationType.NONE)
                .properties("zk.embedded.enabled=true", "app.root=/it")
                .run();
        client = context.getBean(ZkClient.class);
        watching = context.getBean(Watching.class);
    }

    @AfterAll
    void stop() {
        context.close();
    }

    @Test
    void dataIsFollowedThroughCreationChangeAndDeletion() throws Exception {
        assertThat(watching.texts.next()).containsExactly("/it/text", null);
        client.ensurePath("/it");
        client.create("/it/text", bytes("one"));
        assertThat(watching.texts.next()).containsExactly("/it/text", "one");
        client.set("/it/text", bytes("two"));
        assertThat(watching.texts.next()).containsExactly("/it/text", "two");
        client.delete("/it/text");
        assertThat(watching.texts.next()).containsExactly("/it/text", null);
    }

    @Test
    void payloadIsReadAsJson() throws Exception {
        assertThat(watching.banners.nextArgument()).isEqualTo(Optional.empty());
        client.ensurePath("/it");
        client.create("/it/banner", bytes("{\"text\":\"hello\"}"));
        assertThat(watching.banners.nextArgument()).isEqualTo(Optional.of(new Banner("hello")));
    }

    @Test
    void childrenAreFollowedThroughTheDeletionOfTheNode() throws Exception {
        client.ensurePath("/it/members");
        assertThat(watching.members.nextArgument()).isEqualTo(change(List.of(), List.of(), List.of(), false));
        client.create("/it/members/a", null);
        assertThat(watching.members.nextArgument()).isEqualTo(change(List.of("a"), List.of("a"), List.of(), false));
        client.delete("/it/members/a");
        assertThat(watching.members.nextArgument()).isEqualTo(change(List.of(), List.of(), List.of("a"), false));
        client.delete("/it/members");
        assertThat(watching.members.nextArgument()).isEqualTo(change(List.of(), List.of(), List.of(), true));
    }

    /** More of them than the client has callback threads. */
    @Test
    void methodsThatBlockDelayNoOtherMethodAndNoEvent() throws Exception {
        assertThat(watching.entered.await(10, TimeUnit.SECONDS)).isTrue();
        try {
            assertThat(watching.quick.nextArgument()).isNull();
            client.ensurePath("/it");
            client.create("/it/quick", bytes("quick"));
            assertThat(watching.quick.nextArgument()).isEqualTo("quick");
            watching.sessions.nextArgument();
            client.restart();
            assertThat(watching.sessions.nextArgument()).isEqualTo(ConnectionState.LOST);
            assertThat(watching.sessions.nextArgument()).isEqualTo(ConnectionState.CONNECTED);
        } finally {
            watching.release.countDown();
        }
    }

    @Test
    void stoppedWatchBeginsAgainWithThePresentValue() throws Exception {
        ZkWatchRegistry registry = context.getBean(ZkWatchRegistry.class);
        assertThat(watching.restarted.nextArgument()).isNull();
        registry.stop("restarted");
        client.ensurePath("/it");
        client.create("/it/restarted", bytes("meanwhile"));
        registry.start("restarted");
        assertThat(watching.restarted.nextArgument()).isEqualTo("meanwhile");
    }

    private static ZkChildrenChange change(
            List<String> children, List<String> added, List<String> removed, boolean deleted) {
        return new ZkChildrenChange("/it/members", children, added, removed, deleted);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    record Banner(String text) {}

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {

        @Bean
        Watching watching() {
            return new Watching();
        }
    }

    static class Watching {

        private final Calls texts = new Calls();

        private final Calls banners = new Calls();

        private final Calls members = new Calls();

        private final Calls restarted = new Calls();

        private final Calls quick = new Calls();

        private final Calls sessions = new Calls();

        private final CountDownLatch entered = new CountDownLatch(BLOCKING);

        private final CountDownLatch release = new CountDownLatch(1);

        @ZkDataWatch("#{{'/it/b1', '/it/b2', '/it/b3', '/it/b4', '/it/b5', '/it/b6', '/it/b7', '/it/b8'}}")
        void blocking() throws InterruptedException {
            entered.countDown();
            release.await();
        }

        @ZkDataWatch("/it/quick")
        void quick(String text) {
            quick.add(text);
        }

        @EventListener
        void connection(ZkConnectionEvent event) {
            sessions.add(event.state());
        }

        @ZkDataWatch("${app.root}/text")
        void text(@ZkPath String path, String text) {
            texts.add(path, text);
        }

        @ZkDataWatch("${app.root}/banner")
        void banner(Optional<Banner> banner) {
            banners.add(banner);
        }

        @ZkChildrenWatch("${app.root}/members")
        void members(ZkChildrenChange change) {
            members.add(change);
        }

        @ZkDataWatch(path = "${app.root}/restarted", id = "restarted")
        void restarted(String text) {
            restarted.add(text);
        }
    }
}
