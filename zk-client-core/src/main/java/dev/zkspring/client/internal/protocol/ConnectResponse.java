package dev.zkspring.client.internal.protocol;

import dev.zkspring.client.internal.wire.WireReader;

/**
 * The answer to a {@link ConnectRequest}, without a header.
 *
 * @param timeoutMillis session timeout that the server grants
 * @param sessionId the session, 0 if it is gone
 * @param password what the session can be resumed with
 * @param readOnly whether the server lost its quorum
 */
public record ConnectResponse(int timeoutMillis, long sessionId, byte[] password, boolean readOnly) {

    public static ConnectResponse read(WireReader in) {
        in.readInt();
        int timeoutMillis = in.readInt();
        long sessionId = in.readLong();
        byte[] password = in.readBytes();
        // Servers before 3.4 end here.
        boolean readOnly = in.remaining() > 0 && in.readBoolean();
        return new ConnectResponse(timeoutMillis, sessionId, password == null ? new byte[0] : password, readOnly);
    }

    /** Whether the server does not know the session, any more or with this password. */
    public boolean expired() {
        return timeoutMillis <= 0 || sessionId == 0;
    }

    @Override
    public String toString() {
        return "ConnectResponse[session 0x" + Long.toHexString(sessionId) + ", timeout " + timeoutMillis + " ms]";
    }
}
