package dev.zkspring.client.it;

import static org.awaitility.Awaitility.await;

import dev.zkspring.client.data.SessionId;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;

/** Makes a server forget a session at once, as if it had expired there. */
final class SessionEnd {

    private static final int TIMEOUT_MILLIS = 5_000;

    private static final int PASSWORD_LENGTH = 16;

    private static final int CONNECT_LENGTH = 45;

    private static final int CLOSE_SESSION = -11;

    private SessionEnd() {}

    /**
     * Closes a session behind the back of the client that owns it. Attaching to it takes the link from that client,
     * which at once wants it back: hence both requests in one packet, and again if the client was faster.
     */
    static void force(int port, SessionId session) {
        await("end of session " + session).until(() -> tryOnce(port, session));
    }

    /** Returns whether the session is gone. */
    private static boolean tryOnce(int port, SessionId session) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(TIMEOUT_MILLIS);
            java.io.ByteArrayOutputStream packet = new java.io.ByteArrayOutputStream();
            writeRequests(new DataOutputStream(packet), session);
            socket.getOutputStream().write(packet.toByteArray());
            DataInputStream in = new DataInputStream(socket.getInputStream());
            byte[] connected = in.readNBytes(in.readInt());
            boolean known = new DataInputStream(new java.io.ByteArrayInputStream(connected, 4, 4)).readInt() > 0;
            return !known || in.readNBytes(in.readInt()).length > 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static void writeRequests(DataOutputStream out, SessionId session) throws IOException {
        out.writeInt(CONNECT_LENGTH);
        out.writeInt(0);
        out.writeLong(0);
        out.writeInt(TIMEOUT_MILLIS);
        out.writeLong(session.id());
        out.writeInt(PASSWORD_LENGTH);
        out.write(session.password());
        out.writeBoolean(false);
        out.writeInt(2 * Integer.BYTES);
        out.writeInt(1);
        out.writeInt(CLOSE_SESSION);
    }
}
