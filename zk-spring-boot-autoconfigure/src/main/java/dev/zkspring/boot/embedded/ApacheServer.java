package dev.zkspring.boot.embedded;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import org.apache.zookeeper.server.NIOServerCnxnFactory;
import org.apache.zookeeper.server.ZooKeeperServer;
import org.apache.zookeeper.server.persistence.FileTxnSnapLog;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running standalone server of Apache ZooKeeper without its administration server. The only class here that touches
 * Apache's, so that the others load without them.
 */
final class ApacheServer {

    private static final Logger log = LoggerFactory.getLogger(ApacheServer.class);

    private static final int DEFAULT_BACKLOG = -1;

    private final NIOServerCnxnFactory connections = new NIOServerCnxnFactory();

    private @Nullable ZooKeeperServer server;

    private @Nullable FileTxnSnapLog files;

    private ApacheServer() {}

    /** Starts a server, or leaves nothing behind. */
    static ApacheServer start(InetSocketAddress address, Path data, EmbeddedZkServerSettings settings)
            throws IOException, InterruptedException {
        ApacheServer server = new ApacheServer();
        try {
            server.open(address, data, settings);
            return server;
        } catch (IOException | InterruptedException | RuntimeException | LinkageError e) {
            server.stop();
            throw e;
        }
    }

    /** Listens before it touches the data, because a server in the way may be using them. */
    private void open(InetSocketAddress address, Path data, EmbeddedZkServerSettings settings)
            throws IOException, InterruptedException {
        connections.configure(address, settings.maxConnectionsPerClient(), DEFAULT_BACKLOG, false);
        files = new FileTxnSnapLog(data.toFile(), data.toFile());
        server = new ZooKeeperServer(files, settings.tickMillis(), "");
        server.setMinSessionTimeout(settings.minSessionMillis());
        server.setMaxSessionTimeout(settings.maxSessionMillis());
        connections.startup(server);
    }

    int port() {
        return connections.getLocalPort();
    }

    /** Ends all sessions' connections, without closing the sessions, and releases port, threads and files. */
    void stop() {
        connections.shutdown();
        if (server != null) {
            server.shutdown(true);
        }
        if (files != null) {
            close(files);
        }
    }

    private static void close(FileTxnSnapLog files) {
        try {
            files.close();
        } catch (IOException e) {
            log.warn("The files of the embedded ZooKeeper server could not be closed: {}", e.toString());
        }
    }
}
