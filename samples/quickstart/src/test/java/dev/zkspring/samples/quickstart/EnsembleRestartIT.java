package dev.zkspring.samples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.zkspring.annotation.ZkChildrenWatch;
import dev.zkspring.annotation.ZkDataWatch;
import dev.zkspring.client.Watch;
import dev.zkspring.client.ZkClient;
import dev.zkspring.client.data.AddWatchMode;
import dev.zkspring.client.data.CreateMode;
import dev.zkspring.client.data.ServerAddress;
import dev.zkspring.client.data.Stat;
import dev.zkspring.client.data.WatchEvent;
import dev.zkspring.client.data.ZkPath;
import dev.zkspring.client.faults.FaultyEnsemble;
import dev.zkspring.client.it.CuttingProxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What operators do to an ensemble while the application runs. Nothing that the application holds may be lost. */
class EnsembleRestartIT {

    private static final String ROOT = "/maintained";

    private static final String DATA = ROOT + "/data";

    private static final String CHILDREN = ROOT + "/children";

    /** Longer than an election and a start of a server on a busy machine. */
    private static final String SESSION_TIMEOUT = "60s";

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static FaultyEnsemble ensemble;

    /** Goes past the proxies. */
    private static ZkClient observer;

    private RunningQuickstart application;

    private SeenByWatches seen;

    /** What a persistent watch was told; RESYNC stands for what it was not. */
    private final List<WatchEvent> told = new CopyOnWriteArrayList<>();

    private Watch persistent;

    /** How much it had been told before the last write. */
    private int toldBefore;

    private Held before;

    /** Calls of watch methods, in order. */
    static class SeenByWatches {

        private final List<String> values = new CopyOnWriteArrayList<>();

        private final List<List<String>> children = new CopyOnWriteArrayList<>();

        @ZkDataWatch(DATA)
        void value(@Nullable String value) {
            values.add(String.valueOf(value));
        }

        @ZkChildrenWatch(CHILDREN)
        void children(List<String> names) {
            children.add(names);
        }
    }

    /** What the application has at the servers. */
    private record Held(@Nullable Long session, String member, long czxid, long owner) {}

    @BeforeAll
    static void startEnsemble() {
        ensemble = FaultyEnsemble.start("ensemble-restart");
        observer = ZkClient.builder()
                .hosts(ensemble.directHosts())
                .sessionTimeout(Duration.ofSeconds(30))
                .clientName("observer")
                .build();
        observer.start(PATIENCE);
        observer.ensurePath(CHILDREN);
        observer.ensurePath(DATA);
    }

    @AfterAll
    static void stopEnsemble() {
        observer.close(Duration.ofSeconds(2));
        ensemble.close();
    }

    @BeforeEach
    void startApplication() {
        ensemble.heal();
        application = RunningQuickstart.startWith(
                List.of(SeenByWatches.class), ensemble.hosts(0), "--zk.timeout=" + SESSION_TIMEOUT);
        seen = application.bean(SeenByWatches.class);
        persistent = application.client().addWatch(ROOT, AddWatchMode.PERSISTENT_RECURSIVE, told::add);
        await().atMost(PATIENCE).until(() -> !observer.getChildren(Members.PATH).isEmpty());
        before = held();
    }

    @AfterEach
    void stopApplication() {
        ensemble.heal();
        application.close();
        // The observer's server may be behind.
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(observer.getChildren(Members.PATH)).isEmpty());
    }

    private Held held() {
        String member =
                ZkPath.child(Members.PATH, observer.getChildren(Members.PATH).get(0));
        Stat stat = Objects.requireNonNull(observer.exists(member));
        var session = Objects.requireNonNull(application.client().sessionId());
        return new Held(session.id(), member, stat.czxid(), stat.ephemeralOwner());
    }

    /** The ensemble serves writes. */
    private static void awaitQuorum() {
        await().atMost(PATIENCE).ignoreExceptions().until(() -> observer.set(ROOT, null) != null);
    }

    private void write(String value) {
        toldBefore = told.size();
        observer.set(DATA, value.getBytes(StandardCharsets.UTF_8));
        observer.create(ZkPath.child(CHILDREN, value), null, CreateMode.PERSISTENT);
    }

    private void awaitSeen(String value) {
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(seen.values).last().isEqualTo(value);
            assertThat(seen.children)
                    .last()
                    .asInstanceOf(InstanceOfAssertFactories.LIST)
                    .contains(value);
        });
    }

    /** The persistent watch is told of the last write, or to look for itself after it. */
    private void assertTold(String value) {
        String path = ZkPath.child(CHILDREN, value);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(told.subList(toldBefore, told.size()))
                        .anyMatch(event -> event.path().equals(path) || event.type() == WatchEvent.Type.RESYNC));
    }

    private void assertNothingLost() {
        assertThat(held()).isEqualTo(before);
        assertThat(before.owner()).isEqualTo(before.session());
        assertThat(observer.getChildren(Members.PATH)).hasSize(1);
        assertThat(application.history().violations()).isEmpty();
        assertThat(seen.values).doesNotHaveDuplicates();
        assertThat(seen.children).doesNotHaveDuplicates();
        assertThat(application.histories().watchFailures()).isEmpty();
        await().untilAsserted(() -> assertThat(application.history().publishedLines())
                .isEqualTo(application.history().toldLines()));
    }

    private boolean isLinkedTo(int number) {
        ServerAddress server = application.client().server();
        return server != null && server.port() == ensemble.proxy(0, number).port();
    }

    private int serverOfApplication() {
        return await().atMost(PATIENCE)
                .until(() -> servers().filter(this::isLinkedTo).findFirst().orElse(-1), server -> server >= 0);
    }

    private static IntStream servers() {
        return IntStream.range(0, FaultyEnsemble.SERVERS);
    }

    @Test
    void rollingRestartLosesNothing() {
        servers().forEach(server -> {
            ensemble.stop(server);
            awaitQuorum();
            write("without-" + server);
            awaitSeen("without-" + server);
            ensemble.server(server).start();
            write("after-" + server);
        });
        awaitSeen("after-2");
        assertTold("after-2");

        assertNothingLost();
        assertThat(application.get("/actuator/health").statusCode()).isEqualTo(200);
    }

    @Test
    void restartOfTheLeaderLosesNothing() {
        ensemble.server(ensemble.leader()).restart();
        awaitQuorum();
        write("next-leader");
        awaitSeen("next-leader");
        assertTold("next-leader");

        assertNothingLost();
    }

    @Test
    void serverThatLostItsDataIsAsGoodAsTheOthersWhenItIsBack() {
        int wiped = serverOfApplication();
        ensemble.server(wiped).wipe();
        awaitQuorum();
        write("while-wiped");
        awaitSeen("while-wiped");
        ensemble.server(wiped).start();

        servers()
                .filter(server -> server != wiped)
                .mapToObj(server -> ensemble.proxy(0, server))
                .forEach(CuttingProxy::refuse);
        await().atMost(PATIENCE).until(() -> isLinkedTo(wiped));
        write("on-wiped");
        awaitSeen("on-wiped");
        assertTold("on-wiped");

        assertNothingLost();
    }

    @Test
    void standstillOfAllServersLosesNothing() {
        servers().forEach(ensemble::pause);
        // What the servers would say is waited for as long as a health check takes.
        await().atMost(PATIENCE).until(() -> application.get("/actuator/health").statusCode() == 200);
        ensemble.heal();
        awaitQuorum();
        write("awake");
        awaitSeen("awake");
        assertTold("awake");

        assertNothingLost();
    }
}
