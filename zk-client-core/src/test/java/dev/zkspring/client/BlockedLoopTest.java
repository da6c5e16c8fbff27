package dev.zkspring.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zkspring.client.error.RequestTimeoutException;
import dev.zkspring.client.observe.ClientObserver;
import dev.zkspring.client.observe.RequestReport;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An application holds up the event loop, against all advice, and is to end all the same. */
@Timeout(30)
class BlockedLoopTest {

    private static final Duration SHORT = Duration.ofMillis(20);

    private final CountDownLatch blocked = new CountDownLatch(1);

    private final CountDownLatch release = new CountDownLatch(1);

    private final ZkClient client = ZkClient.builder()
            .clientName("blocked")
            .observer(new ClientObserver() {
                @Override
                public void requestCompleted(RequestReport request, Object context) {
                    blocked.countDown();
                    await(release);
                }
            })
            .build();

    @BeforeEach
    void block() {
        // Refused on the event loop, as the client is not started.
        CompletableFuture<?> unused = client.async().exists("/");
        await(blocked);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @AfterEach
    void release() {
        release.countDown();
        client.close();
    }

    @Test
    void stopGivesUpSoonAfterItsLimit() {
        assertThat(client.stop(SHORT)).isFalse();
    }

    @Test
    void detachGivesUpSoonAfterItsLimit() {
        assertThatThrownBy(() -> client.detach(SHORT))
                .isInstanceOf(RequestTimeoutException.class)
                .hasMessageContaining("event loop");
    }

    @Test
    void closeGivesUpSoonAfterItsLimit() {
        assertThat(client.close(SHORT)).isFalse();
    }
}
