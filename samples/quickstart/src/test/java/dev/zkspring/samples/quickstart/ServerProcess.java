package dev.zkspring.samples.quickstart;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A ZooKeeper server in a process of its own, which keeps port and data when it is stopped and started. */
final class ServerProcess implements AutoCloseable {

    private static final int TICK_MILLIS = 1000;

    private final Path directory;

    private final int port;

    private Process process;

    private ServerProcess(Path directory, int port) {
        this.directory = directory;
        this.port = port;
    }

    /** A running server with its data and log in this directory. It grants session timeouts from 2 s. */
    static ServerProcess start(Path directory) throws IOException {
        ServerProcess server = new ServerProcess(directory, freePort());
        server.start();
        return server;
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            return free.getLocalPort();
        }
    }

    String address() {
        return "localhost:" + port;
    }

    /** Returns when it listens. */
    void start() throws IOException {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-XX:TieredStopAtLevel=1",
                        "-Dzookeeper.admin.enableServer=false",
                        "-cp",
                        classPath,
                        "org.apache.zookeeper.server.ZooKeeperServerMain",
                        String.valueOf(port),
                        directory.resolve("data").toString(),
                        String.valueOf(TICK_MILLIS)))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        directory.resolve("server.log").toFile()))
                .start();
        await("server, see " + directory).atMost(Duration.ofSeconds(30)).until(this::listens);
    }

    private boolean listens() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", port), 1000);
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** Returns when the process has ended. */
    void stop() {
        process.destroyForcibly();
        process.onExit().join();
    }

    @Override
    public void close() {
        stop();
    }
}
