package dev.zkspring.client.it;

import dev.zkspring.client.ZkClient;
import dev.zkspring.client.ZkClientBuilder;
import dev.zkspring.client.config.TlsOptions;
import dev.zkspring.client.data.ServerAddress;
import dev.zkspring.client.it.TlsCertificates.Identity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.UnaryOperator;

/** A real server with a port for TLS beside the plain one, and the clients of a test. */
public final class SecureServer implements AutoCloseable {

    private static final String TYPE = "PKCS12";

    private final int port = Ports.free();

    private final Path keyStore;

    private final Path trustStore;

    private final ZkServer server;

    private final Deque<AutoCloseable> resources = new ArrayDeque<>();

    /** Not started; {@code clientAuth} is none, want or need. */
    public SecureServer(String name, String clientAuth, UnaryOperator<ZkServerBuilder> settings) {
        Path directory = directory(name);
        keyStore = directory.resolve("key.p12");
        trustStore = directory.resolve("trust.p12");
        use(TlsCertificates.shared().server(), TlsCertificates.shared().trustStore(TYPE));
        ZkServerBuilder builder = secured(ZkServer.builder(name), port, clientAuth, keyStore, trustStore);
        server = settings.apply(builder).build();
    }

    /** Adds a port for TLS, for clients without certificates, with the certificate that all tests share. */
    public static ZkServerBuilder secured(ZkServerBuilder builder, int port) {
        TlsCertificates shared = TlsCertificates.shared();
        return secured(builder, port, "none", shared.server().keyStore(TYPE), shared.trustStore(TYPE));
    }

    private static ZkServerBuilder secured(
            ZkServerBuilder builder, int port, String clientAuth, Path keyStore, Path trustStore) {
        return builder.setting("serverCnxnFactory", "org.apache.zookeeper.server.NettyServerCnxnFactory")
                .setting("secureClientPort", String.valueOf(port))
                .setting("secureClientPortAddress", "127.0.0.1")
                .setting("ssl.clientAuth", clientAuth)
                // By default servers of 3.9 take TLSv1.3 only.
                .setting("ssl.enabledProtocols", "TLSv1.3,TLSv1.2")
                .setting("ssl.keyStore.type", TYPE)
                .setting("ssl.trustStore.type", TYPE)
                .setting("ssl.keyStore.location", keyStore.toAbsolutePath().toString())
                .setting("ssl.keyStore.password", TlsCertificates.PASSWORD)
                .setting("ssl.trustStore.location", trustStore.toAbsolutePath().toString())
                .setting("ssl.trustStore.password", TlsCertificates.PASSWORD);
    }

    private static Path directory(String name) {
        try {
            return Files.createTempDirectory(Files.createDirectories(Path.of("target", "it-tls")), name)
                    .toAbsolutePath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the server shows, and whom it trusts, from its next start on. */
    public void use(Identity identity, Path trust) {
        try {
            Files.copy(identity.keyStore(TYPE), keyStore, StandardCopyOption.REPLACE_EXISTING);
            Files.copy(trust, trustStore, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public SecureServer start() {
        server.start();
        return this;
    }

    public ZkServer plain() {
        return server;
    }

    public int port() {
        return port;
    }

    /** The port for TLS under the name in the server's certificate. */
    public ServerAddress address() {
        return new ServerAddress("localhost", port);
    }

    /** A client over TLS, not started. */
    ZkClient unstarted(TlsOptions tls) {
        return unstarted(address().toString(), settings -> settings.tls(tls));
    }

    ZkClient unstarted(String hosts, UnaryOperator<ZkClientBuilder> settings) {
        return closeLater(settings.apply(ZkClient.builder().hosts(hosts)).build());
    }

    /** A client over TLS, started. */
    ZkClient client(TlsOptions tls) {
        ZkClient client = unstarted(tls);
        client.start();
        return client;
    }

    private ZkClient closeLater(ZkClient client) {
        resources.push(() -> client.close(Duration.ofSeconds(2)));
        return client;
    }

    <T extends AutoCloseable> T closeLater(T resource) {
        resources.push(resource);
        return resource;
    }

    /** Ends what a test began; the server goes on. */
    void endTest() {
        while (!resources.isEmpty()) {
            end(resources.pop());
        }
    }

    private static void end(AutoCloseable resource) {
        try {
            resource.close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        endTest();
        server.close();
    }
}
