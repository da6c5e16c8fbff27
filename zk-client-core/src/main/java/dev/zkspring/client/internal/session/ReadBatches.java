package dev.zkspring.client.internal.session;

import dev.zkspring.client.data.StateWatcher;
import dev.zkspring.client.data.Watcher;
import dev.zkspring.client.internal.protocol.MultiReadFormat;
import dev.zkspring.client.internal.protocol.OpCode;
import dev.zkspring.client.internal.protocol.ReadKind;
import dev.zkspring.client.internal.wire.WireWriter;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * Lets reads of one kind that stand next to each other in the queue travel as one multiRead, because a server pays for
 * requests rather than for reads. Nothing is moved across anything else, and nothing waits for a neighbour but what would
 * wait at the server. Confined to the session's event loop.
 */
final class ReadBatches {

    /** More would gain little: a server's cost for each read has nearly come down to that of the read itself. */
    static final int MAX_READS = 64;

    /** Enough for 64 reads of long paths; a request near the limit of the server would be refused as a whole. */
    private static final int MAX_REQUEST_BYTES = 32 * 1024;

    private final SessionSettings settings;

    private final ServerFeatures features;

    private final ReplySizes replySizes;

    private final Backlog backlog;

    /** Where each read of the last batch ends, counted from the begin of its frame. */
    private final int[] ends = new int[MAX_READS + 1];

    ReadBatches(SessionSettings settings, ServerFeatures features, ReplySizes replySizes, Backlog backlog) {
        this.backlog = backlog;
        this.settings = settings;
        this.features = features;
        this.replySizes = replySizes;
    }

    /** What a request may share with its neighbours now; {@code null} if it has to go alone. */
    private @Nullable ReadKind shareable(Request<?> request) {
        ReadKind kind = kindOf(request);
        return kind == null || replySizes.isLarge(kind, request.operation().path()) ? null : kind;
    }

    private static @Nullable ReadKind kindOf(Request<?> request) {
        Watcher watcher = request.watcher();
        boolean fit = !request.alone && (watcher == null || watcher instanceof StateWatcher);
        return fit ? request.operation().readKind() : null;
    }

    /**
     * Writes a request and the neighbours behind it as one frame.
     *
     * @return how many they are; 0 if the first one has to go alone, and nothing is written then
     */
    int write(Request<?> first, int number, ByteBuf buffer, WireWriter out) {
        ReadKind kind = shareable(first);
        Request<?> second = first.next;
        if (kind == null || second == null || shareable(second) != kind || !isAllowed()) {
            return 0;
        }
        int start = Frames.begin(buffer);
        out.writeInt(number);
        out.writeInt(OpCode.MULTI_READ.number());
        ends[0] = buffer.writerIndex() - start;
        int limit = Math.min(MAX_READS, replySizes.fitting(kind));
        int count = 0;
        Request<?> next = first;
        while (next != null && count < limit && shareable(next) == kind && writeOne(next, buffer, out, start)) {
            count++;
            ends[count] = buffer.writerIndex() - start;
            next = next.next;
        }
        if (count < 2) {
            buffer.writerIndex(start);
            return 0;
        }
        MultiReadFormat.writeEnd(out);
        Frames.end(buffer, start);
        return count;
    }

    /** Whether all that waits are reads that may share a request, few beside those that the server is behind with. */
    boolean mayWait(RequestQueue queue, int unanswered) {
        if (!isAllowed()) {
            return false;
        }
        int reads = 1;
        Request<?> next = queue.peek();
        while (next != null && backlog.outlasts(reads, unanswered) && shareable(next) != null) {
            reads++;
            next = next.next;
        }
        return next == null;
    }

    private boolean isAllowed() {
        return settings.readBatching() && features.answersMultiRead();
    }

    /** False if the request is too large for this batch or cannot be encoded; nothing of it is left in the buffer then. */
    private boolean writeOne(Request<?> request, ByteBuf buffer, WireWriter out, int start) {
        int begin = buffer.writerIndex();
        boolean fits;
        try {
            MultiReadFormat.write(request.takeSharedForm(), out, request.chroot());
            fits = buffer.writerIndex() - start <= Math.min(MAX_REQUEST_BYTES, settings.maxRequestSize() / 4);
        } catch (RuntimeException | OutOfMemoryError e) {
            // It fails on its own when its turn comes.
            fits = false;
        }
        if (!fits) {
            buffer.writerIndex(begin);
        }
        return fits;
    }

    /** What the request at a place in the last batch took. */
    int bytes(int place) {
        return ends[place + 1] - ends[place];
    }
}
