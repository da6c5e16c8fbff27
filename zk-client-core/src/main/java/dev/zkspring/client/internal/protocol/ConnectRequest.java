package dev.zkspring.client.internal.protocol;

import dev.zkspring.client.internal.wire.WireWriter;

/**
 * The first frame of a connection, without a header: asks for a new session, or for one to go on.
 *
 * @param lastZxid highest transaction id this session has seen; a server that is behind refuses
 * @param timeoutMillis session timeout to negotiate
 * @param sessionId 0 for a new session
 * @param password 16 bytes, zeros for a new session
 * @param readOnly whether a server without a quorum will do
 */
public record ConnectRequest(long lastZxid, int timeoutMillis, long sessionId, byte[] password, boolean readOnly) {

    private static final int PROTOCOL_VERSION = 0;

    private static final int PASSWORD_LENGTH = 16;

    /** Asks for a new session. */
    public static ConnectRequest newSession(int timeoutMillis, boolean readOnly) {
        return new ConnectRequest(0, timeoutMillis, 0, new byte[PASSWORD_LENGTH], readOnly);
    }

    public void write(WireWriter out) {
        out.writeInt(PROTOCOL_VERSION);
        out.writeLong(lastZxid);
        out.writeInt(timeoutMillis);
        out.writeLong(sessionId);
        out.writeBytes(password);
        out.writeBoolean(readOnly);
    }

    @Override
    public String toString() {
        return "ConnectRequest[session 0x" + Long.toHexString(sessionId) + ", lastZxid 0x" + Long.toHexString(lastZxid)
                + "]";
    }
}
