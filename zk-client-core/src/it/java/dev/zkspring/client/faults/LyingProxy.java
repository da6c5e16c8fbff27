package dev.zkspring.client.faults;

import dev.zkspring.client.it.Ports;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A hostile server: a real one behind a port that lies about what it says. What the client says is passed on,
 * unless {@link #tellServer} says otherwise. The port stays the same for its whole life, and becomes a good one again by
 * {@link Lie#NONE}. Safe for use by several threads.
 */
final class LyingProxy implements AutoCloseable {

    private static final int CHUNK = 64 * 1024;

    private final int port = Ports.free();

    private final ServerSocket listener = Ports.listen(port);

    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    private final AtomicLong lies = new AtomicLong();

    private final int target;

    private final boolean framed;

    private volatile Lie lie = Lie.NONE;

    private volatile Lie wordLie = Lie.NONE;

    private volatile Lie requestLie = Lie.NONE;

    private LyingProxy(int target, boolean framed) {
        this.target = target;
        this.framed = framed;
        start(this::acceptAll, "liar-" + port);
    }

    /** Lies are about whole frames. */
    static LyingProxy ofFrames(int target) {
        return new LyingProxy(target, true);
    }

    /** Lies are about whatever comes at a time, encrypted for example. */
    static LyingProxy ofBytes(int target) {
        return new LyingProxy(target, false);
    }

    /** From now on, also on links that are open. */
    void tell(Lie next) {
        lie = next;
    }

    /** As {@link #tell}, about the answers to four-letter words. */
    void tellWords(Lie next) {
        wordLie = next;
    }

    /** As {@link #tell}, about what comes from the client at a time. */
    void tellServer(Lie next) {
        requestLie = next;
    }

    int port() {
        return port;
    }

    /** {@code host:port} as a client names the server. */
    String address() {
        return "127.0.0.1:" + port;
    }

    /** How often something else was told than what the server had said. */
    long lies() {
        return lies.get();
    }

    void cut() {
        open.forEach(LyingProxy::close);
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        cut();
    }

    private static void start(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }

    private void acceptAll() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                open.add(client);
                start(() -> serve(client), "liar-" + port + "-link");
            } catch (IOException e) {
                // Closed on purpose, or a client that went away at once; the loop's condition tells.
            }
        }
    }

    private void serve(Socket client) {
        try (client;
                Socket server = new Socket(InetAddress.getLoopbackAddress(), target)) {
            open.add(server);
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            byte[] start = client.getInputStream().readNBytes(Integer.BYTES);
            server.getOutputStream().write(start);
            start(() -> passOn(client, server), "liar-" + port + "-requests");
            boolean word = start.length == Integer.BYTES && Character.isLetter(start[0]);
            if (word || !framed) {
                talk(server.getInputStream(), client.getOutputStream(), word);
            } else {
                talkInFrames(server.getInputStream(), client.getOutputStream());
            }
            open.remove(server);
        } catch (IOException e) {
            // A lie that ends the link, or one of the two that hung up.
        } finally {
            open.remove(client);
        }
    }

    private void passOn(Socket client, Socket server) {
        try {
            byte[] chunk = new byte[CHUNK];
            InputStream requests = client.getInputStream();
            for (int length = requests.read(chunk); length >= 0; length = requests.read(chunk)) {
                requestLie.tell(Arrays.copyOf(chunk, length), server.getOutputStream());
            }
            server.close();
        } catch (IOException e) {
            close(server);
        }
    }

    private void talk(InputStream server, OutputStream client, boolean word) throws IOException {
        byte[] chunk = new byte[CHUNK];
        for (int length = server.read(chunk); length >= 0; length = server.read(chunk)) {
            tell(word ? wordLie : lie, Arrays.copyOf(chunk, length), client);
        }
    }

    private void talkInFrames(InputStream server, OutputStream client) throws IOException {
        DataInputStream in = new DataInputStream(server);
        for (byte[] length = in.readNBytes(Integer.BYTES);
                length.length == Integer.BYTES;
                length = in.readNBytes(Integer.BYTES)) {
            byte[] payload = in.readNBytes(ByteBuffer.wrap(length).getInt());
            tell(lie, ServerFrame.joined(length, payload), client);
        }
    }

    private void tell(Lie told, byte[] said, OutputStream client) throws IOException {
        if (told != Lie.NONE) {
            lies.incrementAndGet();
        }
        told.tell(said, client);
        client.flush();
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // There is nothing to do about it.
        }
    }
}
