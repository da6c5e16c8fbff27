package dev.zkspring.client.internal.transport;

import io.netty.buffer.ByteBuf;

/** Takes what a connection receives. Called on the event loop only. */
public interface FrameListener {

    /** Bytes came in, be they a whole frame or not: the sign that the link lives. */
    void bytesReceived();

    /** A whole frame, valid only during the call. */
    void frame(ByteBuf buffer, int index, int length);

    /**
     * A frame beyond the limit; its bytes are thrown away as they come.
     *
     * @param xid the first number of the frame
     * @param length bytes of the frame
     */
    void oversizedFrame(int xid, int length);

    /** The other side does not speak the protocol; the connection is to be closed. */
    void broken(Exception cause);

    void writabilityChanged();

    /** All that had come is dealt with. */
    default void allRead() {}

    /** The connection is closed. */
    void closed();
}
