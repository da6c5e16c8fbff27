package dev.zkspring.client.it;

import dev.zkspring.client.it.CuttingProxy.Direction;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** One link through a {@link CuttingProxy}: two sockets and a thread for each direction. */
final class ProxiedLink {

    private static final int CHUNK = 64 * 1024;

    private final CuttingProxy proxy;

    private final Socket client;

    /** One for each direction, so that it does not matter which of them has its turn first. */
    private final RandomGenerator toServer;

    private final RandomGenerator toClient;

    private volatile @Nullable Socket server;

    private volatile boolean closed;

    private volatile boolean lostBytes;

    ProxiedLink(CuttingProxy proxy, Socket client, SplittableRandom random) {
        this.proxy = proxy;
        this.client = client;
        this.toServer = random.split();
        this.toClient = random.split();
    }

    /** Begins to pump; without a server all that the client sends is lost. */
    void open(@Nullable Socket toServer) throws IOException {
        server = toServer;
        lostBytes = toServer == null;
        client.setTcpNoDelay(true);
        pump(Direction.TO_SERVER, client, toServer);
        if (toServer != null) {
            toServer.setTcpNoDelay(true);
            pump(Direction.TO_CLIENT, toServer, client);
        }
        if (closed) {
            // Closed while the server's socket was not yet known.
            close();
        }
    }

    boolean isClosed() {
        return closed;
    }

    boolean hasLostBytes() {
        return lostBytes;
    }

    void close() {
        closed = true;
        proxy.closed(this);
        close(client);
        Socket other = server;
        if (other != null) {
            close(other);
        }
        proxy.gate(Direction.TO_SERVER).wake();
        proxy.gate(Direction.TO_CLIENT).wake();
    }

    private void pump(Direction direction, Socket from, @Nullable Socket to) {
        Thread thread =
                new Thread(() -> pumpAll(direction, from, to), CuttingProxy.THREADS + proxy.port() + "-" + direction);
        thread.setDaemon(true);
        thread.start();
    }

    private void pumpAll(Direction direction, Socket from, @Nullable Socket to) {
        byte[] chunk = new byte[CHUNK];
        Consumer<ByteBuffer> tap = direction == Direction.TO_SERVER ? proxy.newTap() : bytes -> {};
        try {
            int length = 0;
            while (length >= 0) {
                length = from.getInputStream().read(chunk);
                proxy.gate(direction).count(Math.max(length, 0));
                tap.accept(ByteBuffer.wrap(chunk, 0, Math.max(length, 0)));
                forward(direction, chunk, length, to);
            }
        } catch (IOException e) {
            close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void forward(Direction direction, byte[] chunk, int length, @Nullable Socket to)
            throws IOException, InterruptedException {
        if (!proxy.gate(direction).pass(this) || to == null) {
            lostBytes = true;
            closeWithClient(direction, length);
        } else if (length < 0) {
            close();
        } else {
            write(direction, chunk, length, to.getOutputStream());
        }
    }

    private void write(Direction direction, byte[] chunk, int length, OutputStream to)
            throws IOException, InterruptedException {
        RandomGenerator random = direction == Direction.TO_SERVER ? toServer : toClient;
        Gate gate = proxy.gate(direction);
        Shape shape = gate.shape();
        gate.countCorrupted(shape.corrupt(chunk, length, random));
        gate.hold(this, shape.delay().toNanos());
        int written = 0;
        while (written < length) {
            int piece = gate.shape().piece(length - written, random);
            to.write(chunk, written, piece);
            written += piece;
            gate.hold(this, gate.shape().nanosFor(piece));
        }
    }

    /** A network that loses everything does not tell the client that its server went away. */
    private void closeWithClient(Direction direction, int length) {
        if (length < 0 && direction == Direction.TO_SERVER) {
            close();
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // There is nothing to do about it.
        }
    }
}
