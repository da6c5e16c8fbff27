package dev.zkspring.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.zkspring.annotation.ZkDataWatch;
import dev.zkspring.client.ZkClient;
import dev.zkspring.client.it.ZkServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** A process whose main method has returned and that nothing but a watch keeps alive. */
class NonWebApplicationIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static ZkServer server;

    @TempDir
    private Path directory;

    @BeforeAll
    static void startServer() {
        server = ZkServer.builder("non-web").build().start();
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    /** Virtual threads are daemons too; older JDKs ignore the property. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void livesAsLongAsItsWatchAndEndsOnClose(boolean virtualThreads) throws Exception {
        String node = "/non-web-" + virtualThreads;
        Path output = directory.resolve("output");
        Process process = start(output, node, virtualThreads);
        try (ZkClient client = ZkClient.builder().hosts(server.address()).build()) {
            await("main returned").atMost(PATIENCE).until(() -> lineOf(output, process, "main has returned"));
            client.start();
            client.create(node, "news".getBytes());
            await("watch delivered").atMost(PATIENCE).until(() -> lineOf(output, process, "changed to news"));

            process.getOutputStream().close();
            assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).as(Files.readString(output)).isZero();
        } finally {
            process.destroyForcibly();
        }
    }

    private static Process start(Path output, String node, boolean virtualThreads) throws IOException {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        classPath,
                        Main.class.getName(),
                        "--zk.hosts=" + server.address(),
                        "--node=" + node,
                        // It is on the class path of the tests only.
                        "--spring.docker.compose.enabled=false",
                        "--spring.threads.virtual.enabled=" + virtualThreads)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
    }

    private static boolean lineOf(Path output, Process process, String text) throws IOException {
        String lines = Files.readString(output);
        assertThat(process.isAlive()).as("process is alive:%n%s", lines).isTrue();
        return lines.contains(text);
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Main {

        @Bean
        Watching watching() {
            return new Watching();
        }

        public static void main(String[] args) {
            ConfigurableApplicationContext context = new SpringApplicationBuilder(Main.class)
                    .web(WebApplicationType.NONE)
                    .run(args);
            Thread main = Thread.currentThread();
            Thread closer = new Thread(() -> closeAfterInput(context, main), "closer");
            closer.setDaemon(true);
            closer.start();
        }

        private static void closeAfterInput(ConfigurableApplicationContext context, Thread main) {
            try {
                main.join();
                Watching.print("main has returned");
                while (System.in.read() >= 0) {
                    continue;
                }
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
            context.close();
        }
    }

    static class Watching {

        private static final Logger log = LoggerFactory.getLogger(Watching.class);

        @ZkDataWatch("${node}")
        void changed(String text) {
            print("changed to " + text);
        }

        private static void print(String line) {
            log.info(line);
        }
    }
}
