package dev.zkspring.boot.embedded;

import dev.zkspring.client.data.ServerAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.FileSystemUtils;

/**
 * A ZooKeeper server inside the application: one server without replicas, for development and tests. Allows the
 * four-letter words {@code ruok}, {@code mntr}, {@code srvr} and {@code isro} unless the system property {@code
 * zookeeper.4lw.commands.whitelist} says otherwise. Can be started again after it was stopped.
 */
public final class EmbeddedZkServer {

    private static final Logger log = LoggerFactory.getLogger(EmbeddedZkServer.class);

    /** Apache's classes read it once. */
    private static final String WORDS_PROPERTY = "zookeeper.4lw.commands.whitelist";

    private static final String WORDS = "ruok, mntr, srvr, isro";

    private static final String LOOPBACK = "127.0.0.1";

    private final EmbeddedZkProperties properties;

    private final List<EmbeddedZkServerCustomizer> customizers;

    private @Nullable ApacheServer server;

    private @Nullable Path temporaryData;

    /** A server that is not started. */
    EmbeddedZkServer(EmbeddedZkProperties properties) {
        this(properties, List.of());
    }

    /** A server that is not started. The customizers are called at each start. */
    EmbeddedZkServer(EmbeddedZkProperties properties, List<EmbeddedZkServerCustomizer> customizers) {
        this.properties = properties;
        this.customizers = List.copyOf(customizers);
    }

    /**
     * Starts the server; it serves clients when this returns.
     *
     * @throws EmbeddedZkServerException tells what is wrong with port, address, directory or class path
     */
    public synchronized void start() {
        if (server != null) {
            return;
        }
        if (System.getProperty(WORDS_PROPERTY) == null) {
            System.setProperty(WORDS_PROPERTY, WORDS);
        }
        EmbeddedZkServerSettings settings = new EmbeddedZkServerSettings();
        customizers.forEach(customizer -> customizer.customize(settings));
        InetSocketAddress address = listenAddress();
        Path data = dataDirectory();
        try {
            server = start(address, data, settings);
        } finally {
            if (server == null) {
                deleteTemporaryData();
            }
        }
        log.warn("Embedded ZooKeeper server on {}, data in {}: for development only", address(), data);
    }

    private InetSocketAddress listenAddress() {
        InetSocketAddress address = new InetSocketAddress(properties.address(), properties.port());
        if (address.isUnresolved()) {
            throw new EmbeddedZkServerException(
                    "zk.embedded.address: \"%s\" is unknown (expected: an address or a name of this machine)"
                            .formatted(properties.address()),
                    "Correct zk.embedded.address, or leave it out for 127.0.0.1.");
        }
        return address;
    }

    private Path dataDirectory() {
        Path configured = properties.dataDir();
        try {
            if (configured != null) {
                return Files.createDirectories(configured.toAbsolutePath());
            }
            temporaryData = Files.createTempDirectory("zk-embedded-");
            return temporaryData;
        } catch (IOException e) {
            throw unusableData(configured, e);
        }
    }

    private ApacheServer start(InetSocketAddress address, Path data, EmbeddedZkServerSettings settings) {
        try {
            return ApacheServer.start(address, data, settings);
        } catch (SocketException e) {
            throw portTaken(e);
        } catch (IOException e) {
            throw unusableData(data, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EmbeddedZkServerException(
                    "The start of the embedded ZooKeeper server was interrupted", "Start again.", e);
        } catch (NoClassDefFoundError e) {
            throw EmbeddedZkServerException.classMissing(String.valueOf(e.getMessage()), e);
        }
    }

    private EmbeddedZkServerException portTaken(SocketException cause) {
        String message = "The embedded ZooKeeper server cannot listen on port %d of %s: %s"
                .formatted(properties.port(), properties.address(), cause.getMessage());
        String action = """
                Do one of these:

                    - stop what listens there
                    - to use the server of another instance of this application, set zk.embedded.enabled=false \
                and zk.hosts=%s:%d
                    - set zk.embedded.port to another port, or to 0 for a free one""".formatted(properties.address(), properties.port());
        return new EmbeddedZkServerException(message, action, cause);
    }

    private static EmbeddedZkServerException unusableData(@Nullable Path data, IOException cause) {
        return new EmbeddedZkServerException(
                "The embedded ZooKeeper server cannot use the directory %s: %s"
                        .formatted(data == null ? System.getProperty("java.io.tmpdir") : data, cause),
                "Set zk.embedded.data-dir to a directory that can be written, or leave it out for a temporary one.",
                cause);
    }

    /** Stops the server and deletes its data if they are temporary. Idempotent. */
    public synchronized void stop() {
        if (server != null) {
            server.stop();
            server = null;
        }
        deleteTemporaryData();
    }

    private void deleteTemporaryData() {
        try {
            FileSystemUtils.deleteRecursively(temporaryData);
        } catch (IOException e) {
            log.warn("{} could not be deleted: {}", temporaryData, e.toString());
        }
        temporaryData = null;
    }

    public synchronized boolean isRunning() {
        return server != null;
    }

    /**
     * Where clients on this machine find the server.
     *
     * @throws IllegalStateException if the server is not running
     */
    public synchronized ServerAddress address() {
        if (server == null) {
            throw new IllegalStateException("embedded ZooKeeper server: not running (expected: started)");
        }
        InetAddress address = new InetSocketAddress(properties.address(), 0).getAddress();
        String host = address.isAnyLocalAddress() ? LOOPBACK : properties.address();
        return new ServerAddress(host, server.port());
    }
}
