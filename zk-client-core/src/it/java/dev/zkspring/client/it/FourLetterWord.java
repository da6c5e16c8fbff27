package dev.zkspring.client.it;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Four-letter words on a plain socket: what a server says, without the client under test. */
public final class FourLetterWord {

    private static final int TIMEOUT_MILLIS = 5_000;

    private FourLetterWord() {}

    /** The whole answer of a server on the loopback interface. */
    public static String ask(int port, String word) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.getOutputStream().write(word.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
