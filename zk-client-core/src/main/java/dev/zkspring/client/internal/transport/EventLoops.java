package dev.zkspring.client.internal.transport;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.util.concurrent.FastThreadLocalThread;
import java.time.Duration;
import java.util.concurrent.ThreadFactory;

/** The thread of a client and the settings of its connections. */
public final class EventLoops {

    /**
     * A batch of requests is cut where the channel stops being writable. 256 KiB keep a fast link busy for longer than
     * the loop takes to come back; more would only wait in memory, where a break turns it into requests of unknown
     * outcome. Writing goes on at a quarter, well before the socket runs dry.
     */
    private static final WriteBufferWaterMark WATER_MARK = new WriteBufferWaterMark(64 * 1024, 256 * 1024);

    private EventLoops() {}

    /** A group of one daemon thread, {@code <clientName>-loop}; it starts with the first task. */
    public static EventLoopGroup newLoop(String clientName) {
        ThreadFactory threads = task -> {
            Thread thread = new FastThreadLocalThread(task, clientName + "-loop");
            thread.setDaemon(true);
            return thread;
        };
        return new MultiThreadIoEventLoopGroup(
                1, threads, Transport.PRESENT.handlers().get());
    }

    /**
     * Opens connections to resolved addresses. A new channel has an empty pipeline and reads nothing before {@code
     * setAutoRead(true)}, so no byte is lost before handlers are installed. Its buffers are not pooled: the first use of
     * a pool registers Netty's flight recorder events, which takes longer than to connect.
     *
     * @param connectTimeout for one address, rounded to milliseconds, at least 1
     */
    public static Bootstrap bootstrap(EventLoop loop, Duration connectTimeout) {
        int timeoutMillis = (int) Math.max(1, Math.min(Integer.MAX_VALUE, connectTimeout.toMillis()));
        return new Bootstrap()
                .group(loop)
                .channelFactory(Transport.PRESENT.channels())
                .disableResolver()
                .option(ChannelOption.ALLOCATOR, UnpooledByteBufAllocator.DEFAULT)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, timeoutMillis)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_KEEPALIVE, true)
                .option(ChannelOption.AUTO_READ, false)
                .option(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK)
                .handler(new EmptyPipeline());
    }

    /** Loads the classes of a connection, without one. */
    public static void preload() {
        Transport.PRESENT.channels().newChannel().unsafe().closeForcibly();
    }

    /** A bootstrap insists on a handler; this one removes itself. */
    private static final class EmptyPipeline extends ChannelInitializer<Channel> {

        @Override
        protected void initChannel(Channel channel) {}
    }
}
