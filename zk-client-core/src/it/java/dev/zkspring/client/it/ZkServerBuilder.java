package dev.zkspring.client.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Settings of a {@link ZkServer}. The defaults let short sessions expire soon and allow every four-letter word. */
public final class ZkServerBuilder {

    static final String MY_ID = "myid";

    private static final Path LOGS = Path.of("target", "it-servers");

    private final String name;

    private final Map<String, String> settings = new LinkedHashMap<>();

    private final List<String> jvmOptions = new ArrayList<>();

    private String version = ServerVersions.NEWEST;

    private @Nullable String jaas;

    ZkServerBuilder(String name) {
        this.name = name;
        tickTime(Duration.ofMillis(200));
        sessionTimeouts(Duration.ofMillis(500), Duration.ofSeconds(60));
        whitelist("*");
        setting("admin.enableServer", "false");
        setting("maxClientCnxns", "0");
        jvmOption("-Xmx512m");
        jvmOption("-XX:+UseSerialGC");
        jvmOption("-Dzookeeper.preAllocSize=1024");
        // What a killed process wrote survives it without fsync; only a crash of the machine would lose it.
        jvmOption("-Dzookeeper.forceSync=no");
        jvmOption("-Dzookeeper.jmx.log4j.disable=true");
        jvmOption("-Dlogback.configurationFile=it-server-logback.xml");
    }

    /** One of {@link ServerVersions#ALL}. Default the newest. */
    public ZkServerBuilder version(String version) {
        if (!ServerVersions.ALL.contains(version)) {
            throw new IllegalArgumentException(
                    "server version " + version + " (expected: one of " + ServerVersions.ALL + ")");
        }
        this.version = version;
        return this;
    }

    /** The server's unit of time; a session expires up to one tick late. Default 200 ms. */
    public ZkServerBuilder tickTime(Duration tick) {
        return setting("tickTime", millis(tick));
    }

    /** The range of session timeouts that the server grants. Default 500 ms to 60 s. */
    public ZkServerBuilder sessionTimeouts(Duration min, Duration max) {
        return setting("minSessionTimeout", millis(min)).setting("maxSessionTimeout", millis(max));
    }

    /** The four-letter words that the server executes, separated by commas. Default all. */
    public ZkServerBuilder whitelist(String words) {
        return setting("4lw.commands.whitelist", words);
    }

    /** The server executes the four-letter words that its version executes when nobody says which. */
    public ZkServerBuilder defaultWhitelist() {
        settings.remove("4lw.commands.whitelist");
        return this;
    }

    /** Whether a member of an ensemble answers reads when there is no quorum. Default false. */
    public ZkServerBuilder readOnlyMode(boolean enabled) {
        return jvmOption("-Dreadonlymode.enabled=" + enabled);
    }

    /** The server accepts SASL, in the way and for whom the JAAS file with this text says; see {@link Jaas}. */
    public ZkServerBuilder jaas(String text) {
        jaas = text;
        return setting("authProvider.1", "org.apache.zookeeper.server.auth.SASLAuthenticationProvider");
    }

    /** The server accepts DIGEST-MD5 from these users with these passwords. */
    public ZkServerBuilder digestUsers(Map<String, String> users) {
        return jaas(Jaas.digestServer(users));
    }

    /** The server accepts GSSAPI from principals of this Kerberos server. */
    public ZkServerBuilder kerberos(Kdc kdc) {
        return jaas(Jaas.kerberos(Jaas.SERVER, Kdc.SERVER_PRINCIPAL, kdc.serverKeyTable()))
                .jvmOption(kdc.jvmOption());
    }

    /** The server answers nothing but SASL before a client has authenticated that way. Since 3.5.10. */
    public ZkServerBuilder requireSasl() {
        return setting("sessionRequireClientSASLAuth", "true");
    }

    /** A line of the server's configuration file; a later value replaces an earlier one. */
    public ZkServerBuilder setting(String key, String value) {
        settings.put(key, value);
        return this;
    }

    /** An option of the server's JVM. */
    public ZkServerBuilder jvmOption(String option) {
        jvmOptions.add(option);
        return this;
    }

    /** A server that is not started, on a free port. */
    public ZkServer build() {
        return build(Ports.free());
    }

    /** A server that is not started, on this port. */
    public ZkServer build(int port) {
        try {
            Path directory = Files.createDirectories(LOGS).resolve(name + "-" + port);
            return new ZkServer(this, port, directory.toAbsolutePath());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot create " + LOGS, e);
        }
    }

    String name() {
        return name;
    }

    String version() {
        return version;
    }

    @Nullable
    String jaas() {
        return jaas;
    }

    Map<String, String> settings() {
        return settings;
    }

    List<String> jvmOptions() {
        return jvmOptions;
    }

    private static String millis(Duration duration) {
        return Long.toString(duration.toMillis());
    }
}
