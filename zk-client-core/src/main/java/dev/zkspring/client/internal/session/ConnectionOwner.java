package dev.zkspring.client.internal.session;

import dev.zkspring.client.error.ErrorCode;
import dev.zkspring.client.error.Outcome;
import dev.zkspring.client.internal.protocol.ConnectResponse;
import dev.zkspring.client.internal.protocol.Notification;
import dev.zkspring.client.internal.protocol.Operation;
import dev.zkspring.client.internal.protocol.SetWatches;
import dev.zkspring.client.internal.wire.WireReader;

/** Who decides what becomes of a connection. Called on the session's event loop. */
interface ConnectionOwner {

    /** The server answered the handshake. */
    void handshakeAnswered(Connection connection, ConnectResponse response);

    /** A request was answered; the reader stands on the body, which is empty if there is an error. */
    void answered(Request<?> request, long zxid, int error, WireReader body);

    /** What to write for a request: something on the server may serve its watch already. */
    default Operation<?> outgoing(Request<?> request) {
        return request.operation();
    }

    /** A request left the connection unanswered for a reason that does not concern the link. */
    void dropped(Request<?> request, ErrorCode code, Outcome outcome, String detail);

    /** A request, or a ping, was refused for a reason that may concern the whole session. */
    void serverError(int error);

    /** Reads that were not answered together are to be sent before anything that waits. */
    default void sendAgain(Connection connection, RequestQueue reads) {
        connection.write(reads);
    }

    void notified(Notification notification, long zxid);

    /** Whether to arm the watch of a read that goes out without it, as soon as the read is answered. */
    default boolean armsLater(Request<?> request) {
        return false;
    }

    /** The server has armed these watches. */
    default void armed(SetWatches batch) {}

    void writable(Connection connection);

    /** The connection is closed; called once. */
    void disconnected(Connection connection, Exception cause);
}
