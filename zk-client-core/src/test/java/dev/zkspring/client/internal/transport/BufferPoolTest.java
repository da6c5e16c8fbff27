package dev.zkspring.client.internal.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BufferPoolTest {

    private final EmbeddedChannel channel = new EmbeddedChannel();

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
    }

    private static ByteBufAllocator use(Channel channel) {
        BufferPool.useFor(channel, 1_000);
        return channel.config().getAllocator();
    }

    @Test
    void isUsedOnceItIsReady() {
        channel.config().setAllocator(UnpooledByteBufAllocator.DEFAULT);
        await().until(() -> use(channel) == ByteBufAllocator.DEFAULT);
    }

    @Test
    void isNotUsedForTheFirstRequests() {
        channel.config().setAllocator(UnpooledByteBufAllocator.DEFAULT);
        BufferPool.useFor(channel, 3);
        assertThat(channel.config().getAllocator()).isSameAs(UnpooledByteBufAllocator.DEFAULT);
    }

    @Test
    void doesNotReplaceAnAllocatorThatSomebodyChose() {
        ByteBufAllocator chosen = PooledByteBufAllocator.DEFAULT;
        channel.config().setAllocator(chosen);
        assertThat(use(channel)).isSameAs(chosen);
    }
}
