package dev.zkspring.client.faults;

import java.nio.ByteBuffer;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Counts by what a client sends which of its requests do the work of many. Each link has a counter of its own, which is
 * for one thread.
 */
final class SentRequests {

    private static final int MULTI_READ = 22;

    private static final Set<Integer> SET_WATCHES = Set.of(101, 105);

    /** What a client says of its own accord: pings, credentials, and the watches that a new link has to restore. */
    private static final Set<Integer> HOUSEKEEPING = Set.of(11, 100, 101, 102, 105);

    /** Longer ones are no requests: words of four letters. */
    private static final int MOST_BYTES = 1 << 24;

    /** Length, number, kind, and of SetWatches a transaction and the number of data watches. */
    private static final int HEAD = 24;

    private static final int KIND_AT = 8;

    private static final int WATCHES_AT = 20;

    private final AtomicLong sharedReads = new AtomicLong();

    private final AtomicLong bulkArmings = new AtomicLong();

    /** Requests that read several nodes. */
    long sharedReads() {
        return sharedReads.get();
    }

    /** Requests that arm several data watches in the middle of a connection. */
    long bulkArmings() {
        return bulkArmings.get();
    }

    /** Takes the bytes of one new link. */
    Consumer<ByteBuffer> link() {
        return new Link();
    }

    private final class Link implements Consumer<ByteBuffer> {

        private final byte[] head = new byte[HEAD];

        private int at;

        private int frames;

        private boolean busy;

        private boolean unreadable;

        @Override
        public void accept(ByteBuffer bytes) {
            while (bytes.hasRemaining() && !unreadable) {
                take(bytes);
            }
        }

        /** A byte of the head, or as much as there is of the rest. */
        private void take(ByteBuffer bytes) {
            int left = at < Integer.BYTES ? 1 : Integer.BYTES + length() - at;
            if (at < HEAD) {
                head[at] = bytes.get();
                at++;
                left--;
            } else {
                int skipped = Math.min(left, bytes.remaining());
                bytes.position(bytes.position() + skipped);
                at += skipped;
                left -= skipped;
            }
            if (at == Integer.BYTES && (length() <= 0 || length() > MOST_BYTES)) {
                unreadable = true;
            } else if (at > Integer.BYTES && left == 0) {
                end();
            }
        }

        private int length() {
            return ByteBuffer.wrap(head).getInt();
        }

        /** The first frame is the handshake. */
        private void end() {
            if (frames > 0) {
                count(ByteBuffer.wrap(head).getInt(KIND_AT));
            }
            frames++;
            at = 0;
        }

        private void count(int kind) {
            if (kind == MULTI_READ) {
                sharedReads.incrementAndGet();
            } else if (busy
                    && SET_WATCHES.contains(kind)
                    && ByteBuffer.wrap(head).getInt(WATCHES_AT) > 1) {
                bulkArmings.incrementAndGet();
            }
            busy |= !HOUSEKEEPING.contains(kind);
        }
    }
}
