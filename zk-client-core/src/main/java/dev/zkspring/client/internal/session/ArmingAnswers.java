package dev.zkspring.client.internal.session;

import dev.zkspring.client.error.ErrorCode;
import dev.zkspring.client.internal.protocol.OpCode;
import dev.zkspring.client.internal.protocol.SetWatches;
import dev.zkspring.client.internal.wire.WireFormatException;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * The requests to arm watches that one connection has carried and its server has not answered. Confined to the session's
 * event loop.
 */
final class ArmingAnswers {

    private final Queue<SetWatches> awaited = new ArrayDeque<>();

    private final ServerFeatures features;

    ArmingAnswers(ServerFeatures features) {
        this.features = features;
    }

    boolean isEmpty() {
        return awaited.isEmpty();
    }

    void expect(SetWatches batch) {
        awaited.add(batch);
    }

    /**
     * Takes the answer to the oldest request.
     *
     * @return what is armed now
     * @throws WireFormatException if it is not: without its watches the session would go on blind, and another
     *     connection arms them anew
     */
    SetWatches answered(int error, long zxid) {
        if (error == ErrorCode.UNIMPLEMENTED.number() && zxid == Connection.NO_ZXID) {
            // Of what arms watches, only the form with persistent ones is unknown to any server.
            features.learnMissing(OpCode.ADD_WATCH);
        }
        if (error != 0) {
            throw new WireFormatException("server refused to restore watches: error " + error);
        }
        SetWatches batch = awaited.poll();
        if (batch == null) {
            throw new WireFormatException("answer to watches that were never set");
        }
        return batch;
    }
}
