package dev.zkspring.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class BlockingTest {

    private final Blocking blocking = new Blocking(() -> false);

    @Test
    void limitBeyondAllNumbersIsNone() {
        CompletableFuture<String> done = CompletableFuture.completedFuture("done");
        assertThat(blocking.bounded(done, ChronoUnit.FOREVER.getDuration())).isCompletedWithValue("done");
    }

    @Test
    void clientMayBeClosedWithSuchALimit() {
        ZkClient client = ZkClient.builder().clientName("closedInTime").build();
        assertThat(client.close(ChronoUnit.FOREVER.getDuration())).isTrue();
    }

    @Test
    void limitThatIsOverLeavesTheFutureAsItIs() {
        CompletableFuture<String> pending = new CompletableFuture<>();
        assertThat(blocking.bounded(pending, Duration.ZERO)).isSameAs(pending).isNotDone();
    }
}
