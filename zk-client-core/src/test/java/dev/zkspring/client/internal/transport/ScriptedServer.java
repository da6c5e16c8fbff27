package dev.zkspring.client.internal.transport;

import dev.zkspring.client.data.ServerAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;

/** Listens on a free loopback port and does to its first visitor what the script says. */
final class ScriptedServer implements AutoCloseable {

    /** Completes with what the script returns. */
    final CompletableFuture<String> outcome = new CompletableFuture<>();

    private final ServerSocket listener;

    ScriptedServer(Script script) {
        try {
            listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread thread = new Thread(() -> serve(script), "scripted-server");
        thread.setDaemon(true);
        thread.start();
    }

    /** A port that refuses connections. */
    static ServerAddress refusing() {
        ScriptedServer server = new ScriptedServer(visitor -> "");
        server.close();
        return server.address();
    }

    ServerAddress address() {
        return new ServerAddress("127.0.0.1", listener.getLocalPort());
    }

    Endpoint endpoint() {
        return endpoint(address());
    }

    static Endpoint endpoint(ServerAddress address) {
        return new Endpoint(address, new InetSocketAddress(InetAddress.getLoopbackAddress(), address.port()));
    }

    private void serve(Script script) {
        try (Socket visitor = listener.accept()) {
            visitor.setSoTimeout(10_000);
            outcome.complete(script.run(visitor));
        } catch (IOException | RuntimeException e) {
            outcome.completeExceptionally(e);
        }
    }

    static String read(Socket visitor, int bytes) throws IOException {
        return new String(visitor.getInputStream().readNBytes(bytes), StandardCharsets.UTF_8);
    }

    /** Waits until the visitor is gone and returns what it sent before. */
    static String readToEnd(Socket visitor) throws IOException {
        return new String(visitor.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    static void write(Socket visitor, String text) throws IOException {
        visitor.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What happens to the visitor, who is disconnected at the end. */
    @FunctionalInterface
    interface Script {

        String run(Socket visitor) throws IOException;
    }
}
