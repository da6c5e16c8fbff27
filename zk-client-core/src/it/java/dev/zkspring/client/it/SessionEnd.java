package dev.zkspring.client.it;

import dev.zkspring.client.data.SessionId;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
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
     * Closes a session behind the back of the client that owns it. That client must not reach the server meanwhile:
     * attaching to its session takes the link from it, and it would at once take it back.
     */
    static void force(int port, SessionId session) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.getOutputStream().write(requests(session));
            DataInputStream in = new DataInputStream(socket.getInputStream());
            in.readNBytes(in.readInt());
            // The answer to the close; without one the session was not there, and the test is wrong.
            in.readNBytes(in.readInt());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot end session " + session, e);
        }
    }

    private static byte[] requests(SessionId session) throws IOException {
        ByteArrayOutputStream packet = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(packet);
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
        return packet.toByteArray();
    }
}
