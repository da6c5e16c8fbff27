package dev.zkspring.client.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** Ports on the loopback interface that stay usable while nobody listens there. */
public final class Ports {

    /**
     * Below the range that Linux takes local ports from. A port of that range could go to somebody else while its
     * server is down, and a client that tries again and again could even connect to itself.
     */
    private static final int FIRST = 15_000;

    private static final int LAST = 32_000;

    private static final int ATTEMPTS = 100;

    private Ports() {}

    /** A port that nobody listens on. */
    public static int free() {
        for (int i = 0; i < ATTEMPTS; i++) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, LAST);
            if (isFree(port)) {
                return port;
            }
        }
        throw new IllegalStateException("no free port found between " + FIRST + " and " + LAST);
    }

    /** Listens on a port of the loopback interface, also right after another listener there was closed. */
    public static ServerSocket listen(int port) {
        try {
            ServerSocket socket = new ServerSocket();
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return socket;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot listen on port " + port, e);
        }
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = listen(port)) {
            return socket.isBound();
        } catch (UncheckedIOException | IOException e) {
            return false;
        }
    }
}
