package dev.zkspring.samples.quickstart;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A ZooKeeper server in a JVM of its own, which outlives the instances of the application. */
final class ZooKeeperProcess implements AutoCloseable {

    private final Process process;

    private final String hosts;

    private ZooKeeperProcess(Process process, String hosts) {
        this.process = process;
        this.hosts = hosts;
    }

    /** Whoever connects has to wait until it serves. */
    static ZooKeeperProcess start(Path directory) throws IOException {
        int port = freePort();
        Path config = directory.resolve("zoo.cfg");
        Files.writeString(config, """
                clientPort=%d
                clientPortAddress=127.0.0.1
                dataDir=%s
                admin.enableServer=false
                """.formatted(port, directory));
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "org.apache.zookeeper.server.ZooKeeperServerMain",
                        config.toString())
                .redirectErrorStream(true)
                .redirectOutput(Files.createTempFile(Path.of("target"), "zookeeper-", ".log")
                        .toFile())
                .start();
        return new ZooKeeperProcess(process, "127.0.0.1:" + port);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }

    String hosts() {
        return hosts;
    }

    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().orTimeout(10, TimeUnit.SECONDS).join();
    }
}
