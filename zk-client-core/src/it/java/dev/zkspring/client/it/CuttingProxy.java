package dev.zkspring.client.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * A TCP proxy on the loopback interface whose links can break in all the ways that networks know. Its port stays the
 * same for its whole life. Safe for use by several threads.
 */
public final class CuttingProxy implements AutoCloseable {

    /** How the names of the proxies' threads begin. */
    static final String THREADS = "proxy-";

    /** Small, so that a stalled link fills soon. */
    private static final int RECEIVE_BUFFER = 64 * 1024;

    /** A frozen server takes connections only until its queue of them is full. */
    private static final int CONNECT_TIMEOUT_MILLIS = 1_000;

    private final int port = Ports.free();

    private final int target;

    private final Set<ProxiedLink> links = ConcurrentHashMap.newKeySet();

    private final AtomicInteger accepted = new AtomicInteger();

    /** What the next link draws its own source from; links come one at a time. */
    private final AtomicReference<SplittableRandom> random = new AtomicReference<>(new SplittableRandom(0));

    private final Gate toServer = new Gate();

    private final Gate toClient = new Gate();

    private ServerSocket listener;

    private Thread acceptor;

    private volatile Supplier<Consumer<ByteBuffer>> taps = () -> bytes -> {};

    /** A proxy for a port of the loopback interface, open at once. */
    public CuttingProxy(int target) {
        this.target = target;
        this.listener = Ports.listen(port);
        this.acceptor = accepting(listener);
    }

    /** {@code host:port} as a client names the server behind the proxy. */
    public String address() {
        return "127.0.0.1:" + port;
    }

    public int port() {
        return port;
    }

    /** From now on the n-th link is split and changed as the n-th after each other call with this seed. */
    public void seed(long seed) {
        random.set(new SplittableRandom(seed));
    }

    /** Closes all links; new ones are accepted. */
    public void cut() {
        links.forEach(ProxiedLink::close);
    }

    /** Closes all links and refuses new ones. */
    public synchronized void refuse() {
        stopListening();
        cut();
    }

    /** Holds back what flows in these directions, also on new links, until {@link #heal()}. Nothing is lost. */
    public void stall(Direction... directions) {
        for (Direction direction : directions) {
            gate(direction).flow(Gate.Flow.STALLED);
        }
    }

    /** Accepts new links and keeps the old ones, and loses all bytes in both directions. */
    public void blackHole() {
        blackHole(Direction.values());
    }

    /** Accepts new links and keeps the old ones, and loses all bytes in these directions, until {@link #heal()}. */
    public void blackHole(Direction... directions) {
        for (Direction direction : directions) {
            gate(direction).flow(Gate.Flow.LOST);
        }
    }

    /** Holds back each portion of bytes for a time, in both directions. */
    public void delay(Duration time) {
        shape(shape -> shape.withDelay(time));
    }

    /** Lets at most so many bytes per second pass through each link, in each direction. */
    public void throttle(int bytesPerSecond) {
        shape(shape -> shape.withBytesPerSecond(bytesPerSecond));
    }

    /** Writes each byte string in segments of at most so many bytes, so that messages arrive in pieces. */
    public void split(int longestPiece) {
        shape(shape -> shape.withLongestPiece(longestPiece));
    }

    /** Changes about one of so many bytes, in both directions. ZooKeeper's protocol does not notice by itself. */
    public void corrupt(int bytesPerError) {
        shape(shape -> shape.withBytesPerError(bytesPerError));
    }

    /** Makes all well again; links that lost bytes are closed, stalled ones go on. */
    public synchronized void heal() {
        links.stream().filter(ProxiedLink::hasLostBytes).forEach(ProxiedLink::close);
        for (Direction direction : Direction.values()) {
            gate(direction).flow(Gate.Flow.PASSING);
            gate(direction).shape(shape -> Shape.PLAIN);
        }
        if (listener.isClosed()) {
            listener = Ports.listen(port);
            acceptor = accepting(listener);
        }
    }

    /** Whether nothing is refused, held back, lost, slow or changed. */
    public synchronized boolean isHealed() {
        return !listener.isClosed() && toServer.isPlain() && toClient.isPlain();
    }

    /** Shows what clients send on links that are accepted from now on, to a tap of its own for each. */
    public void tap(Supplier<Consumer<ByteBuffer>> newTaps) {
        taps = newTaps;
    }

    /** What the client's bytes on a new link are shown to. */
    Consumer<ByteBuffer> newTap() {
        return taps.get();
    }

    /** How many links were ever accepted. */
    public int accepted() {
        return accepted.get();
    }

    /** How many links are open. */
    public int open() {
        return links.size();
    }

    /** How many bytes came from one side, whether they were passed on or not. */
    public long bytes(Direction direction) {
        return gate(direction).bytes();
    }

    /** How many bytes were changed, in both directions. */
    public long corrupted() {
        return toServer.corrupted() + toClient.corrupted();
    }

    @Override
    public synchronized void close() {
        stopListening();
        cut();
    }

    Gate gate(Direction direction) {
        return direction == Direction.TO_SERVER ? toServer : toClient;
    }

    void closed(ProxiedLink link) {
        links.remove(link);
    }

    private void shape(UnaryOperator<Shape> change) {
        toServer.shape(change);
        toClient.shape(change);
    }

    private Thread accepting(ServerSocket from) {
        Thread thread = new Thread(() -> acceptAll(from), THREADS + port);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    /** The port is free only when nobody waits for a connection any more. */
    private void stopListening() {
        try {
            listener.close();
            acceptor.join();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void acceptAll(ServerSocket from) {
        while (!from.isClosed()) {
            try {
                accept(from.accept());
            } catch (IOException e) {
                // Closed on purpose, or a client that went away at once; the loop's condition tells.
            }
        }
    }

    private void accept(Socket client) throws IOException {
        accepted.incrementAndGet();
        client.setReceiveBufferSize(RECEIVE_BUFFER);
        ProxiedLink link = new ProxiedLink(this, client, random.get().split());
        links.add(link);
        try {
            link.open(toServer.isLosing() ? null : connect());
        } catch (IOException e) {
            link.close();
        }
    }

    private Socket connect() throws IOException {
        Socket server = new Socket();
        try {
            server.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target), CONNECT_TIMEOUT_MILLIS);
            return server;
        } catch (IOException e) {
            server.close();
            throw e;
        }
    }

    /** The way of bytes through the proxy. */
    public enum Direction {
        TO_SERVER,
        TO_CLIENT
    }
}
