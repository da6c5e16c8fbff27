package dev.zkspring.client.it;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A port on the loopback interface where something else than ZooKeeper listens. */
public final class StrangePort implements AutoCloseable {

    private final int port = Ports.free();

    private final ServerSocket listener = Ports.listen(port);

    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    private final byte @Nullable [] answer;

    private StrangePort(byte @Nullable [] answer) {
        this.answer = answer;
        Thread thread = new Thread(this::serve, "strange-port-" + port);
        thread.setDaemon(true);
        thread.start();
    }

    /** A web server, which does not like what it reads. */
    public static StrangePort http() {
        String answer = "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
        return new StrangePort(answer.getBytes(StandardCharsets.US_ASCII));
    }

    /** A server that speaks TLS only: it answers with a fatal alert, unexpected message. */
    public static StrangePort tls() {
        return new StrangePort(new byte[] {0x15, 0x03, 0x03, 0x00, 0x02, 0x02, 0x0a});
    }

    /** A server that closes every connection after the first bytes. */
    public static StrangePort closing() {
        return new StrangePort(new byte[0]);
    }

    /** A server that reads and never answers. */
    public static StrangePort silent() {
        return new StrangePort(null);
    }

    public int port() {
        return port;
    }

    /** {@code host:port} as a client names the server. */
    public String address() {
        return "127.0.0.1:" + port;
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : open) {
            socket.close();
        }
    }

    private void serve() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                open.add(socket);
                Thread thread = new Thread(() -> answer(socket), "strange-port-" + port + "-link");
                thread.setDaemon(true);
                thread.start();
            } catch (IOException e) {
                // Closed on purpose, or a client that went away; the loop's condition tells.
            }
        }
    }

    private void answer(Socket socket) {
        if (answer == null) {
            return;
        }
        // The request is read first, or closing would reset the connection and lose the answer.
        try (socket) {
            if (socket.getInputStream().read(new byte[1024]) >= 0) {
                socket.getOutputStream().write(answer);
            }
        } catch (IOException e) {
            // The client went away, for example because another address won its race.
        }
    }
}
