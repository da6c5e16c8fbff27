package dev.zkspring.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.zkspring.client.error.ZkInterruptedException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.junit.jupiter.api.Test;

/** A client that is closed by a thread which may not wait. */
class InterruptedCloseTest {

    private static final String NAME = "interruptedClose";

    @Test
    void threadsEndBehindTheSession() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            ZkClient client = ZkClient.builder()
                    .clientName(NAME)
                    .hosts("127.0.0.1:" + server.getLocalPort())
                    .build();
            client.startAsync();
            try (Socket silent = server.accept()) {
                assertThat(silent.getInputStream().read()).isZero();
                Thread.currentThread().interrupt();
                assertThatThrownBy(client::close).isInstanceOf(ZkInterruptedException.class);
                assertThat(Thread.interrupted()).isTrue();
            }
            await().until(() -> Thread.getAllStackTraces().keySet().stream()
                    .noneMatch(thread -> thread.getName().startsWith(NAME)));
            assertThatThrownBy(client::start).hasMessageContaining("is closed");
        }
    }
}
