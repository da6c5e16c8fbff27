package dev.zkspring.boot.testcontainers;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.testcontainers.containers.ContainerLaunchException;
import org.testcontainers.containers.wait.strategy.WaitStrategy;
import org.testcontainers.containers.wait.strategy.WaitStrategyTarget;

class ServingWaitStrategyTest {

    private static final String SERVING = "Zookeeper version: 3.9.5-x, built on a day\nMode: standalone\n";

    private static final String NOT_SERVING = "This ZooKeeper instance is not currently serving requests\n";

    private final WaitStrategyTarget container = mock();

    private final List<String> questions = new CopyOnWriteArrayList<>();

    private ServerSocket socket;

    @BeforeEach
    void listen() throws IOException {
        socket = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"));
        when(container.getHost()).thenReturn("127.0.0.1");
        when(container.getFirstMappedPort()).thenReturn(socket.getLocalPort());
        when(container.isRunning()).thenReturn(true);
    }

    @AfterEach
    void close() throws IOException {
        socket.close();
    }

    /** Gives each connection the next answer, and the last one to all others. */
    private void answer(String... answers) {
        Thread server = new Thread(() -> serve(List.of(answers)), "four-letter-words");
        server.setDaemon(true);
        server.start();
    }

    private void serve(List<String> answers) {
        for (int i = 0; !socket.isClosed(); i = Math.min(i + 1, answers.size() - 1)) {
            try (Socket connection = socket.accept()) {
                questions.add(new String(connection.getInputStream().readNBytes(4), US_ASCII));
                connection.getOutputStream().write(answers.get(i).getBytes(US_ASCII));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private static WaitStrategy serving() {
        return ZooKeeperContainer.serving().withStartupTimeout(Duration.ofSeconds(5));
    }

    @Test
    void waitsThroughSilenceAndUntilTheServerServes() {
        answer("", NOT_SERVING, SERVING);

        serving().waitUntilReady(container);

        assertThat(questions).containsExactly("srvr", "srvr", "srvr");
    }

    @Test
    void givesUpWithTheLastAnswer() {
        answer(NOT_SERVING);

        assertThatExceptionOfType(ContainerLaunchException.class)
                .isThrownBy(() -> ZooKeeperContainer.serving()
                        .withStartupTimeout(Duration.ofSeconds(1))
                        .waitUntilReady(container))
                .withMessageContainingAll("PT1S", "not currently serving");
    }

    @Test
    void saysThatTheWordMustBeAllowed() {
        answer("srvr is not executed because it is not in the whitelist.\n");

        assertThatExceptionOfType(ContainerLaunchException.class)
                .isThrownBy(() -> serving().waitUntilReady(container))
                .withMessageContainingAll("allow this word", "whitelist");
    }

    @Test
    void doesNotWaitForAContainerThatHasEnded() {
        when(container.isRunning()).thenReturn(false);

        assertThatExceptionOfType(ContainerLaunchException.class)
                .isThrownBy(() -> serving().waitUntilReady(container))
                .withMessageContaining("has ended");
    }
}
