package dev.zkspring.client.faults;

import org.jspecify.annotations.Nullable;

/**
 * A call and how it ended.
 *
 * @param reply null if it did not end; its session is the client's when it ended
 * @param ended when, by the clock of {@link Call#started}
 */
record Step(Call call, @Nullable Reply reply, long ended) {

    boolean isOk() {
        return reply != null && reply.result() == Result.OK;
    }

    /** Whether a server answered, be it with a refusal. */
    boolean isAnswered() {
        return reply != null && reply.result().isAnswer();
    }

    /** The session in which the servers did it, 0 if that is not certain. */
    long session() {
        return reply != null && reply.session() == call.session() ? call.session() : 0;
    }

    @Override
    public String toString() {
        if (reply == null) {
            return call + ": no end";
        }
        String facts = reply.result() == Result.OK
                ? " %s czxid %s mzxid %s pzxid %s version %d"
                        .formatted(
                                reply.value() == null ? "" : Text.shortened(reply.value()),
                                Text.hex(reply.czxid()),
                                Text.hex(reply.mzxid()),
                                Text.hex(reply.pzxid()),
                                reply.version())
                : reply.error() == null ? "" : " (" + reply.error().getMessage() + ")";
        return call + ": " + reply.result() + facts;
    }
}
