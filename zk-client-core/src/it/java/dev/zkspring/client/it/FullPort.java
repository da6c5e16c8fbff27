package dev.zkspring.client.it;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayDeque;
import java.util.Deque;

/** A port on the loopback interface whose queue is full: who connects hears nothing, as of a host that is down. */
final class FullPort implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 200;

    private static final int MOST = 100;

    private final ServerSocket listener;

    private final Deque<Socket> waiting = new ArrayDeque<>();

    FullPort() throws IOException {
        listener = new ServerSocket(Ports.free(), 1, InetAddress.getByName("127.0.0.1"));
        while (joins()) {
            if (waiting.size() > MOST) {
                throw new IllegalStateException("the queue of a port takes more than " + MOST);
            }
        }
    }

    private boolean joins() throws IOException {
        Socket socket = new Socket();
        waiting.push(socket);
        try {
            socket.connect(new InetSocketAddress("127.0.0.1", listener.getLocalPort()), PATIENCE_MILLIS);
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        }
    }

    /** {@code host:port} as a client names the server. */
    String address() {
        return "127.0.0.1:" + listener.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        for (Socket socket : waiting) {
            socket.close();
        }
        listener.close();
    }
}
