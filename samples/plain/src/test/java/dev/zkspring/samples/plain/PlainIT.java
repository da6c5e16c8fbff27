package dev.zkspring.samples.plain;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.zkspring.client.ZkClient;
import dev.zkspring.client.it.ZkServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The packaged application: what is in it, how long it lives and when it ends. */
class PlainIT {

    private static final String NODE = "/plain/greeting";

    private static final int FIRST_WITH_VIRTUAL_THREADS = 21;

    private static ZkServer server;

    private static ZkClient client;

    enum Threads {
        PLATFORM,
        VIRTUAL
    }

    @BeforeAll
    static void startServer() {
        server = ZkServer.builder("plain").build().start();
        client = ZkClient.builder().hosts(server.address()).build();
        client.start();
        client.ensurePath(NODE);
    }

    @AfterAll
    static void stopServer() {
        client.close();
        server.close();
    }

    @BeforeEach
    void greet() {
        write("hello");
    }

    private static void write(String text) {
        client.set(NODE, text.getBytes(UTF_8));
    }

    private static PlainProcess start(Threads threads, String... more) throws IOException {
        Path running = Path.of(System.getProperty("java.home"));
        Optional<Path> jdk = threads == Threads.PLATFORM ? Optional.of(running) : jdkWithVirtualThreads(running);
        assumeTrue(jdk.isPresent(), "no JDK with virtual threads: set JDK25_HOME to one");
        List<String> options = Stream.concat(
                        Stream.of(
                                "--zk.hosts=" + server.address(),
                                "--spring.threads.virtual.enabled=" + (threads == Threads.VIRTUAL)),
                        Stream.of(more))
                .toList();
        return PlainProcess.start(jdk.get(), options.toArray(String[]::new));
    }

    private static Optional<Path> jdkWithVirtualThreads(Path running) throws IOException {
        String named = System.getenv("JDK25_HOME");
        Path siblings = running.toRealPath().resolveSibling(".").normalize();
        try (Stream<Path> installed = Files.list(siblings)) {
            return Stream.concat(Stream.ofNullable(named).map(Path::of), Stream.concat(Stream.of(running), installed))
                    .filter(jdk -> feature(jdk) >= FIRST_WITH_VIRTUAL_THREADS)
                    .findFirst();
        }
    }

    /** The version in the file that every JDK has, 0 if this is none. */
    private static int feature(Path jdk) {
        try {
            Matcher version =
                    Pattern.compile("JAVA_VERSION=\"(\\d+)").matcher(Files.readString(jdk.resolve("release")));
            return version.find() ? Integer.parseInt(version.group(1)) : 0;
        } catch (IOException notAJdk) {
            return 0;
        }
    }

    @Test
    void hasNoneOfWhatIsOptional() throws Exception {
        try (JarFile jar = new JarFile(PlainProcess.jar().toFile())) {
            List<String> libraries = jar.stream()
                    .map(entry -> entry.getName())
                    .filter(name -> name.endsWith(".jar"))
                    .toList();
            assertThat(libraries)
                    .anyMatch(name -> name.contains("zk-client-core"))
                    .noneMatch(
                            name -> name.matches(
                                    ".*(jackson|tomcat|jetty|servlet|micrometer-core|actuator|boot-health|spring-web|zookeeper).*"));
        }
    }

    @ParameterizedTest
    @EnumSource(Threads.class)
    void livesByItsWatchReactsToAChangeAndEndsOnSigterm(Threads threads) throws Exception {
        try (PlainProcess application = start(threads)) {
            application.awaitOutput("Greeting: hello");
            application.awaitOutput("Connection: CONNECTED");
            application.awaitOutput("Started PlainApplication");

            write("good day");
            application.awaitOutput("Greeting: good day");
            assertThat(application.isAlive()).isTrue();
            assertThat(server.isDataWatched(NODE)).isTrue();

            application.terminate();
            application.awaitEnd();
            assertThat(application.output()).contains("Connection: LOST");
            await().until(() -> !server.isDataWatched(NODE));
        }
    }

    @ParameterizedTest
    @EnumSource(Threads.class)
    void endsByItselfWhenItsWatchIsStoppedById(Threads threads) throws Exception {
        try (PlainProcess application = start(threads)) {
            application.awaitOutput("Greeting: hello");
            application.awaitOutput("Started PlainApplication");

            write("bye");

            assertThat(application.awaitEnd()).isZero();
            assertThat(application.output()).contains("Greeting: bye", "Connection: LOST");
        }
    }

    @ParameterizedTest
    @EnumSource(Threads.class)
    void endsAtOnceWithoutItsWatch(Threads threads) throws Exception {
        try (PlainProcess application = start(threads, "--zk.watch.auto-startup=false")) {
            assertThat(application.awaitEnd()).isZero();
            assertThat(application.output())
                    .contains("Started PlainApplication")
                    .doesNotContain("Greeting:");
        }
    }
}
