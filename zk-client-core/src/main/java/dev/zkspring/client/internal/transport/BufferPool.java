package dev.zkspring.client.internal.transport;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.Channel;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Netty's pool of buffers, made ready on a thread of its own: its first use registers flight recorder events, which takes
 * longer than to connect. Until then buffers are not pooled. Safe for use by many threads.
 */
public final class BufferPool {

    /** More requests than an application needs to start. */
    private static final int WORTH_A_POOL = 64;

    private static final AtomicBoolean BEGUN = new AtomicBoolean();

    private static volatile boolean ready;

    private BufferPool() {}

    /**
     * Has the channel take its buffers from the pool if that is worth it and ready; else begins to make it ready.
     *
     * @param requests how many requests the channel has carried
     */
    public static void useFor(Channel channel, int requests) {
        boolean wanted =
                requests >= WORTH_A_POOL && channel.config().getAllocator() == UnpooledByteBufAllocator.DEFAULT;
        if (wanted && isReady()) {
            channel.config().setAllocator(ByteBufAllocator.DEFAULT);
        }
    }

    private static boolean isReady() {
        if (!ready && BEGUN.compareAndSet(false, true)) {
            Thread thread = new Thread(BufferPool::prepare, "zk-buffer-pool");
            thread.setDaemon(true);
            thread.start();
        }
        return ready;
    }

    private static void prepare() {
        try {
            ByteBufAllocator.DEFAULT.ioBuffer(1).release();
        } finally {
            ready = true;
        }
    }
}
