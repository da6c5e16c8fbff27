package dev.zkspring.client.internal.session;

import dev.zkspring.client.internal.protocol.MultiReadFormat;
import dev.zkspring.client.internal.protocol.ReadKind;
import dev.zkspring.client.internal.wire.WireFormatException;
import dev.zkspring.client.internal.wire.WireReader;
import java.util.Objects;

/**
 * What becomes of reads that went out as one request: each gets its own answer in its turn, or all go out again, each
 * alone, so that only the one that is guilty fails. Confined to the session's event loop.
 */
final class BatchReply {

    private final InFlightRequests inFlight;

    private final ReplySizes replySizes;

    private final MultiReadFormat answers = new MultiReadFormat();

    /** Reads of the present answer that are to go out again, because it does not tell what their callers asked for. */
    private final RequestQueue again = new RequestQueue();

    BatchReply(InFlightRequests inFlight, ReplySizes replySizes) {
        this.inFlight = inFlight;
        this.replySizes = replySizes;
    }

    /**
     * Answers the oldest requests, those of this number, until none is left or the connection has ended, which takes the
     * others along.
     *
     * @param body stands on the body of the answer to all
     */
    void answer(int number, long zxid, WireReader body, Connection connection, ConnectionOwner owner) {
        try {
            answers.begin(body);
            Request<?> request = inFlight.peek();
            while (request != null && request.xid == number && connection.isOpen()) {
                ReadKind kind = kindOf(request);
                int error = answers.next(kind);
                replySizes.seen(kind, request.operation().path(), body.remaining());
                inFlight.poll(number);
                if (request.isAnsweredBy(error)) {
                    owner.answered(request, zxid, error, body);
                } else {
                    request.alone = true;
                    request.xid = Request.NOT_WRITTEN;
                    again.add(request);
                }
                request = inFlight.peek();
            }
            if (connection.isOpen()) {
                answers.end();
            }
        } catch (WireFormatException e) {
            separate(number);
            throw e;
        } finally {
            if (!again.isEmpty()) {
                owner.sendAgain(connection, again);
            }
        }
    }

    /** Whether some reads are neither in flight nor in the queue just now. */
    boolean owesReads() {
        return !again.isEmpty();
    }

    private static ReadKind kindOf(Request<?> request) {
        return Objects.requireNonNull(request.operation().readKind());
    }

    /** Has the oldest requests, those of this number, never go out together again. */
    void separate(int number) {
        inFlight.visit(request -> {
            boolean member = request.xid == number;
            request.alone |= member;
            return member;
        });
    }

    /** Takes the oldest requests, those of this number, from the connection; each will go out alone. */
    RequestQueue take(int number) {
        separate(number);
        RequestQueue taken = new RequestQueue();
        Request<?> request = inFlight.poll(number);
        while (request != null) {
            request.xid = Request.NOT_WRITTEN;
            taken.add(request);
            request = inFlight.poll(number);
        }
        return taken;
    }

    /** Learns from a read that went alone. */
    void answeredAlone(Request<?> request, WireReader body) {
        ReadKind kind = request.operation().readKind();
        if (kind != null) {
            replySizes.seen(kind, request.operation().path(), body.remaining());
        }
    }

    /** The answer to the oldest requests was larger than this client takes: for a while they had better go alone. */
    void tooLarge(int length) {
        Request<?> oldest = inFlight.peek();
        if (oldest != null) {
            replySizes.seen(kindOf(oldest), length);
        }
    }
}
