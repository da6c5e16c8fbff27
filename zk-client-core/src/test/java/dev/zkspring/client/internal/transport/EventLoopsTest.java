package dev.zkspring.client.internal.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventLoopsTest {

    private final EventLoopGroup group = EventLoops.newLoop("orders");

    @AfterEach
    void end() {
        group.shutdownGracefully(0, 0, TimeUnit.SECONDS);
    }

    @Test
    void runsEverythingOnOneDaemonThreadWithTheNameOfTheClient() throws Exception {
        Thread first = group.submit(Thread::currentThread).get(10, TimeUnit.SECONDS);
        Thread second = group.submit(Thread::currentThread).get(10, TimeUnit.SECONDS);

        assertThat(first).isSameAs(second);
        assertThat(first.getName()).isEqualTo("orders-loop");
        assertThat(first.isDaemon()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"PT2S, 2000", "PT0S, 1", "PT0.0004S, 1", "P100D, 2147483647"})
    void neverTurnsTheConnectTimeoutOff(Duration timeout, int millis) {
        assertThat(options(timeout)).containsEntry(ChannelOption.CONNECT_TIMEOUT_MILLIS, millis);
    }

    @Test
    void sendsSmallRequestsAtOnceAndReadsOnlyWhenToldTo() {
        assertThat(options(Duration.ofSeconds(1)))
                .containsEntry(ChannelOption.TCP_NODELAY, true)
                .containsEntry(ChannelOption.SO_KEEPALIVE, true)
                .containsEntry(ChannelOption.AUTO_READ, false);
    }

    @Test
    void connectsWithoutAPoolOfBuffers() {
        assertThat(options(Duration.ofSeconds(1)))
                .containsEntry(ChannelOption.ALLOCATOR, UnpooledByteBufAllocator.DEFAULT);
    }

    private Map<ChannelOption<?>, Object> options(Duration timeout) {
        return EventLoops.bootstrap(group.next(), timeout).config().options();
    }
}
