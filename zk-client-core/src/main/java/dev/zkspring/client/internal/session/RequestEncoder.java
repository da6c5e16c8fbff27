package dev.zkspring.client.internal.session;

import dev.zkspring.client.error.ErrorCode;
import dev.zkspring.client.error.Outcome;
import dev.zkspring.client.internal.protocol.Operation;
import dev.zkspring.client.internal.protocol.Xid;
import dev.zkspring.client.internal.wire.WireWriter;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/**
 * Numbers the requests of one connection and turns them into bytes, many in one buffer. Confined to the session's event
 * loop.
 */
final class RequestEncoder {

    /** Enough for hundreds of small requests; more would only delay the first of them. */
    private static final int BUFFER_BYTES = 64 * 1024;

    private static final int MIN_BUFFER_BYTES = 512;

    private final SessionSettings settings;

    private final ServerFeatures features;

    private final InFlightRequests inFlight;

    private final ReadBatches batches;

    /** The last number that was given. */
    int xid;

    private int bufferSize = MIN_BUFFER_BYTES;

    RequestEncoder(
            SessionSettings settings,
            ServerFeatures features,
            InFlightRequests inFlight,
            ReplySizes replySizes,
            Backlog backlog) {
        this.settings = settings;
        this.features = features;
        this.inFlight = inFlight;
        this.batches = new ReadBatches(settings, features, replySizes, backlog);
    }

    int nextXid() {
        xid = Xid.next(xid);
        return xid;
    }

    /** Whether nothing is lost if what is queued waits for the next answer, and something gained if more comes to it. */
    boolean mayWait(RequestQueue queue) {
        return batches.mayWait(queue, inFlight.size());
    }

    /** Takes requests off the queue until a buffer is full; what is returned is empty if none of them can be sent. */
    ByteBuf encode(RequestQueue queue, ByteBufAllocator allocator, ConnectionOwner owner, long now) {
        ByteBuf buffer = allocator.ioBuffer(bufferSize);
        WireWriter out = new WireWriter(buffer);
        Request<?> request = queue.peek();
        while (request != null && buffer.readableBytes() < BUFFER_BYTES) {
            int together = batches.write(request, Xid.next(xid), buffer, out);
            if (together == 0) {
                queue.poll();
                encode(request, buffer, out, owner, now);
            } else {
                sentTogether(queue, together, owner, now);
            }
            request = queue.peek();
        }
        // Follows the size of recent buffers, so that a lone request takes a small one and a burst does not copy.
        bufferSize = Math.max(MIN_BUFFER_BYTES, (bufferSize + Math.min(buffer.readableBytes(), BUFFER_BYTES) * 2) / 2);
        return buffer;
    }

    private void sentTogether(RequestQueue queue, int count, ConnectionOwner owner, long now) {
        int number = nextXid();
        for (int i = 0; i < count; i++) {
            Request<?> request = queue.poll();
            if (request != null) {
                request.armLater = owner.armsLater(request);
                sent(request, number, batches.bytes(i), now);
            }
        }
    }

    private void sent(Request<?> request, int number, int bytes, long now) {
        request.xid = number;
        request.written = true;
        request.sentAt = now;
        request.wrote(bytes);
        inFlight.add(request);
    }

    private void encode(Request<?> request, ByteBuf buffer, WireWriter out, ConnectionOwner owner, long now) {
        if (!request.adaptTo(features)) {
            String lack = features.describe(request.operation());
            owner.dropped(request, ErrorCode.UNSUPPORTED_BY_SERVER, Outcome.NOT_SENT, lack);
            return;
        }
        request.armLater = false;
        int limit = settings.maxRequestSize();
        int start = buffer.writerIndex();
        if (request.operation().payloadSize() <= limit) {
            if (!encodeFrame(request, buffer, out, owner)) {
                return;
            }
            if (buffer.writerIndex() - start - Integer.BYTES <= limit) {
                Frames.end(buffer, start);
                sent(request, nextXid(), buffer.writerIndex() - start, now);
                return;
            }
        }
        int size = Math.max(
                buffer.writerIndex() - start - Integer.BYTES,
                request.operation().payloadSize());
        buffer.writerIndex(start);
        owner.dropped(
                request,
                ErrorCode.REQUEST_TOO_LARGE,
                Outcome.NOT_SENT,
                "%d bytes (expected: at most %d; see max-request-size, and jute.maxbuffer of the servers)"
                        .formatted(size, limit));
    }

    /** False if the request cannot be encoded; nothing of it is left in the buffer then. */
    private boolean encodeFrame(Request<?> request, ByteBuf buffer, WireWriter out, ConnectionOwner owner) {
        int start = Frames.begin(buffer);
        try {
            Operation<?> outgoing = owner.outgoing(request);
            out.writeInt(Xid.next(xid));
            out.writeInt(request.operation().opCode().number());
            outgoing.write(out, request.chroot());
            return true;
        } catch (RuntimeException | OutOfMemoryError e) {
            buffer.writerIndex(start);
            owner.dropped(request, ErrorCode.BAD_ARGUMENTS, Outcome.NOT_SENT, "cannot be encoded: " + e);
            return false;
        }
    }
}
