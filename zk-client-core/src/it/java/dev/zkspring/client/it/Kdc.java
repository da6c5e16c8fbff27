package dev.zkspring.client.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.kerby.kerberos.kerb.KrbException;
import org.apache.kerby.kerberos.kerb.server.SimpleKdcServer;

/**
 * A Kerberos server in this JVM, with key tables for ZooKeeper servers and for one client. The servers are named
 * {@code zookeeper/localhost}: a client reaches them as {@link ZkServer#localhost()}, never by the number of the
 * address. Its files are in {@code target/it-servers}.
 */
public final class Kdc implements AutoCloseable {

    public static final String REALM = "ZK.TEST";

    /** Whom clients expect at {@code localhost}. */
    public static final String SERVER_PRINCIPAL = "zookeeper/localhost@" + REALM;

    public static final String CLIENT_PRINCIPAL = "player@" + REALM;

    public static final String CLIENT_PASSWORD = "open sesame";

    private static final Path FILES = Path.of("target", "it-servers");

    private final SimpleKdcServer server;

    private final Path directory;

    private Kdc(SimpleKdcServer server, Path directory) {
        this.server = server;
        this.directory = directory;
    }

    /** A server on a free port that knows both principals. */
    public static Kdc start() {
        int port = Ports.free();
        try {
            Path directory =
                    Files.createDirectories(FILES.resolve("kdc-" + port)).toAbsolutePath();
            SimpleKdcServer server = new SimpleKdcServer();
            server.setWorkDir(directory.toFile());
            server.setKdcRealm(REALM);
            server.setKdcHost("127.0.0.1");
            server.setKdcTcpPort(port);
            server.setAllowUdp(false);
            server.init();
            server.start();
            Kdc kdc = new Kdc(server, directory);
            kdc.writeFiles(port);
            return kdc;
        } catch (KrbException | IOException e) {
            throw new IllegalStateException("cannot start a Kerberos server on port " + port, e);
        }
    }

    private void writeFiles(int port) throws KrbException, IOException {
        server.createPrincipal(SERVER_PRINCIPAL);
        server.exportPrincipal(SERVER_PRINCIPAL, serverKeyTable().toFile());
        server.createPrincipal(CLIENT_PRINCIPAL, CLIENT_PASSWORD);
        server.exportPrincipal(CLIENT_PRINCIPAL, clientKeyTable().toFile());
        Files.write(
                configuration(),
                List.of(
                        "[libdefaults]",
                        "  default_realm = " + REALM,
                        "  dns_lookup_kdc = false",
                        "  dns_canonicalize_hostname = false",
                        // Over TCP only.
                        "  udp_preference_limit = 1",
                        "[realms]",
                        "  " + REALM + " = {",
                        "    kdc = 127.0.0.1:" + port,
                        "  }"));
    }

    /** What {@code java.security.krb5.conf} has to name in every JVM that talks to this server. */
    public Path configuration() {
        return directory.resolve("zk-krb5.conf");
    }

    public Path serverKeyTable() {
        return directory.resolve("server.keytab");
    }

    public Path clientKeyTable() {
        return directory.resolve("client.keytab");
    }

    /** The JVM option that names {@link #configuration()}. */
    public String jvmOption() {
        return "-Djava.security.krb5.conf=" + configuration();
    }

    @Override
    public void close() {
        try {
            server.stop();
            try (var files = Files.list(directory)) {
                files.forEach(Kdc::delete);
            }
            delete(directory);
        } catch (KrbException | IOException e) {
            throw new IllegalStateException("cannot stop the Kerberos server", e);
        }
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
