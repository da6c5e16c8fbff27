package dev.zkspring.client.bench;

import dev.zkspring.client.internal.transport.EventLoops;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.util.internal.PlatformDependent;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The least that a client on Netty can do: one channel of the same transport and settings as the client's, prepared
 * frames handed from the callers' threads to the loop by a queue without locks, one buffer and one flush for all that
 * wait, and answers whose frames are counted but not read. No xids are compared, nothing is decoded, nothing is
 * watched over, and nothing survives a broken link.
 *
 * @param <T> a call on its way
 */
abstract class FloorChannel<T> implements AutoCloseable {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    /** The client cuts its batches there too. */
    private static final int BATCH_BYTES = 64 * 1024;

    private final EventLoopGroup group;

    private final Channel channel;

    private final Queue<T> calls = PlatformDependent.newMpscQueue();

    /** Whether the loop has been told of the calls that wait. */
    private final AtomicBoolean awake = new AtomicBoolean();

    private final Runnable drain = this::drain;

    private final CountDownLatch connected = new CountDownLatch(1);

    private int batchBytes = 512;

    private int xid;

    FloorChannel(String hosts) {
        int colon = hosts.lastIndexOf(':');
        InetSocketAddress address =
                new InetSocketAddress(hosts.substring(0, colon), Integer.parseInt(hosts.substring(colon + 1)));
        group = EventLoops.newLoop("floor");
        Bootstrap bootstrap = EventLoops.bootstrap(group.next(), CONNECT_TIMEOUT)
                .option(ChannelOption.ALLOCATOR, ByteBufAllocator.DEFAULT);
        channel = bootstrap.connect(address).syncUninterruptibly().channel();
        channel.pipeline().addLast(new FrameCounter());
        channel.writeAndFlush(channel.alloc().ioBuffer().writeBytes(FloorFrames.connect()));
        channel.config().setAutoRead(true);
        awaitConnected(hosts);
    }

    private void awaitConnected(String hosts) {
        try {
            if (!connected.await(CONNECT_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException("cannot connect to " + hosts);
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException("cannot connect to " + hosts, e);
        }
    }

    /** The frame of a call behind its xid. */
    abstract byte[] frame(T call);

    /** The call is about to be written; on the loop. */
    void writing(T call) {}

    /** The oldest call was answered; on the loop. */
    abstract void answered();

    /** Hands a call to the loop, from any thread. */
    final void submit(T call) {
        calls.add(call);
        if (!awake.get() && awake.compareAndSet(false, true)) {
            channel.eventLoop().execute(drain);
        }
    }

    private void drain() {
        boolean wrote = false;
        while (channel.isWritable() && !sleeps()) {
            writeBatch();
            wrote = true;
        }
        if (wrote) {
            channel.flush();
        }
    }

    /** True if nothing waits; whoever comes next wakes the loop. */
    private boolean sleeps() {
        if (!calls.isEmpty()) {
            return false;
        }
        awake.set(false);
        return calls.isEmpty() || !awake.compareAndSet(false, true);
    }

    private void writeBatch() {
        ByteBuf batch = channel.alloc().ioBuffer(batchBytes);
        for (T call = calls.poll(); call != null; call = batch.readableBytes() < BATCH_BYTES ? calls.poll() : null) {
            byte[] frame = frame(call);
            writing(call);
            batch.writeInt(Integer.BYTES + frame.length).writeInt(++xid).writeBytes(frame);
        }
        batchBytes = Math.max(512, (batchBytes + 2 * batch.readableBytes()) / 2);
        channel.write(batch, channel.voidPromise());
    }

    @Override
    public void close() {
        channel.close().syncUninterruptibly();
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }

    /** Steps from length to length; a frame that is cut by the end of a read is kept until its rest comes. */
    private final class FrameCounter extends ChannelInboundHandlerAdapter {

        /** Bytes of the frame under way that are still to come. */
        private int missing;

        /** The length of a frame, if the last read ended within it. */
        private int length;

        private int lengthBytes;

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            ByteBuf in = (ByteBuf) message;
            try {
                while (in.isReadable()) {
                    step(in);
                }
            } finally {
                in.release();
            }
        }

        private void step(ByteBuf in) {
            if (missing == 0) {
                readLength(in);
                return;
            }
            int skipped = Math.min(missing, in.readableBytes());
            in.skipBytes(skipped);
            missing -= skipped;
            if (missing == 0) {
                complete();
            }
        }

        private void readLength(ByteBuf in) {
            if (lengthBytes == 0 && in.readableBytes() >= Integer.BYTES) {
                missing = in.readInt();
                return;
            }
            length = length << Byte.SIZE | in.readByte() & 0xff;
            if (++lengthBytes == Integer.BYTES) {
                missing = length;
                length = 0;
                lengthBytes = 0;
            }
        }

        private void complete() {
            if (connected.getCount() > 0) {
                connected.countDown();
            } else {
                answered();
            }
        }

        @Override
        public void channelWritabilityChanged(ChannelHandlerContext ctx) {
            if (channel.isWritable()) {
                drain();
            }
        }
    }
}
