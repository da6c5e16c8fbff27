package dev.zkspring.client.config;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * How a client secures its connections with TLS: whom it trusts and who it is. Immutable.
 *
 * <p>Files are read when the client is built, on the calling thread, and looked at again for each new connection: what
 * has another modification time, size or file key is read anew, on a thread of the client's own. While new files cannot
 * be used, the last good ones stay in force and one warning is logged. Connections that stand are not touched.
 *
 * <p>Servers know TLS since version 3.5. They want a client certificate unless {@code ssl.clientAuth} says {@code want}
 * or {@code none}.
 */
public final class TlsOptions {

    private final @Nullable Trust trust;

    private final @Nullable Key key;

    private final @Nullable Supplier<SSLContext> context;

    private final List<String> protocols;

    private final List<String> ciphers;

    private final boolean verifyHostname;

    private TlsOptions(Builder builder) {
        this.trust = builder.trust;
        this.key = builder.key;
        this.context = builder.context;
        this.protocols = builder.protocols;
        this.ciphers = builder.ciphers;
        this.verifyHostname = builder.verifyHostname;
    }

    /** TLS that trusts what the JVM trusts, without a client certificate, with verification of the host name. */
    public static TlsOptions defaults() {
        return builder().build();
    }

    /** Options that begin with {@link #defaults()}. */
    public static Builder builder() {
        return new Builder();
    }

    /** Whose certificates are accepted; {@code null} for those that the JVM trusts. */
    public @Nullable Trust trust() {
        return trust;
    }

    /** The client's own certificate; {@code null} for none. */
    public @Nullable Key key() {
        return key;
    }

    /** Where a ready context comes from; {@code null} if it is made of {@link #trust()} and {@link #key()}. */
    public @Nullable Supplier<SSLContext> context() {
        return context;
    }

    /** The versions of TLS to offer; empty for the defaults of the JVM. */
    public List<String> protocols() {
        return protocols;
    }

    /** The cipher suites to offer, the best first; empty for the defaults of the JVM. */
    public List<String> ciphers() {
        return ciphers;
    }

    /** Whether the server's certificate must be one for the configured host. */
    public boolean verifyHostname() {
        return verifyHostname;
    }

    /** Files and flags, no passwords. */
    @Override
    public String toString() {
        String material = context == null
                ? "trust=" + (trust == null ? "JVM" : trust) + ", key=" + (key == null ? "none" : key)
                : "context=given";
        return "TlsOptions[%s, protocols=%s, ciphers=%s, verifyHostname=%s]"
                .formatted(material, orDefault(protocols), orDefault(ciphers), verifyHostname);
    }

    private static String orDefault(List<String> names) {
        return names.isEmpty() ? "JVM" : names.toString();
    }

    /** Whose certificates are accepted. */
    public sealed interface Trust permits PemTrust, StoreFile {}

    /** The certificate and the private key of the client. */
    public sealed interface Key permits PemKey, StoreFile {}

    /**
     * Certificates in PEM.
     *
     * @param file one or more certificates
     */
    public record PemTrust(Path file) implements Trust {

        @Override
        public String toString() {
            return "PEM " + file;
        }
    }

    /**
     * A certificate and its key in PEM.
     *
     * @param chain the client's certificate first, then those up to the root; the root may be missing
     * @param key PKCS#8, may be the same file
     * @param password of the key, {@code null} if it is not encrypted
     */
    public record PemKey(Path chain, Path key, @Nullable String password) implements Key {

        @Override
        public String toString() {
            return "PEM " + chain + " with key " + key + (password == null ? "" : " (encrypted)");
        }
    }

    /**
     * A key store.
     *
     * @param type as {@link java.security.KeyStore} names it
     * @param password of the store, {@code null} for none
     * @param keyPassword of the keys in it, {@code null} for that of the store
     */
    public record StoreFile(
            Path file,
            String type,
            @Nullable String password,
            @Nullable String keyPassword) implements Trust, Key {

        @Override
        public String toString() {
            return type + " " + file;
        }
    }

    /** Options to build. */
    public static final class Builder {

        private @Nullable Trust trust;

        private @Nullable Key key;

        private @Nullable Supplier<SSLContext> context;

        private List<String> protocols = List.of();

        private List<String> ciphers = List.of();

        private boolean verifyHostname = true;

        private Builder() {}

        /** Trusts the certificates in this PEM file, and what they signed, and nothing else. */
        public Builder trustPem(Path bundle) {
            trust = new PemTrust(bundle);
            return this;
        }

        /**
         * Trusts the certificates in this key store, and what they signed, and nothing else.
         *
         * @param type for example {@code PKCS12} or {@code JKS}
         * @param password {@code null} for a store without one
         */
        public Builder trustStore(Path file, String type, @Nullable String password) {
            trust = new StoreFile(file, type, password, null);
            return this;
        }

        /** Shows the server this certificate. Like the next one for a key that is not encrypted. */
        public Builder keyPem(Path chain, Path privateKey) {
            key = new PemKey(chain, privateKey, null);
            return this;
        }

        /**
         * Shows the server this certificate.
         *
         * @param chain the client's certificate first, then those up to the root; the root may be missing
         * @param privateKey PKCS#8, encrypted; the type of the key is RSA, EC, DSA, Ed25519 or Ed448
         */
        public Builder keyPem(Path chain, Path privateKey, String password) {
            key = new PemKey(chain, privateKey, password);
            return this;
        }

        /** Shows the server the certificate in this key store. Like the next one for a store with one password. */
        public Builder keyStore(Path file, String type, String password) {
            key = new StoreFile(file, type, password, null);
            return this;
        }

        /**
         * Shows the server the certificate in this key store.
         *
         * @param type for example {@code PKCS12} or {@code JKS}
         */
        public Builder keyStore(Path file, String type, String password, String keyPassword) {
            key = new StoreFile(file, type, password, keyPassword);
            return this;
        }

        /** Uses a ready context instead of files. */
        public Builder sslContext(SSLContext context) {
            return sslContext(() -> context);
        }

        /**
         * Uses ready contexts instead of files. The supplier is asked when the client is built, on the calling thread,
         * and for each new connection, on a thread of the client's own; it may block. It should return the same context
         * until something changes, so that TLS sessions can be resumed. While it throws, the last context stays in
         * force and one warning is logged.
         */
        public Builder sslContext(Supplier<SSLContext> contexts) {
            context = contexts;
            return this;
        }

        /** The versions of TLS to offer, for example {@code TLSv1.3}. Default: those of the JVM. */
        public Builder protocols(String... names) {
            protocols = List.of(names);
            return this;
        }

        /** The cipher suites to offer, by their names in the JVM, the best first. Default: those of the JVM. */
        public Builder ciphers(String... names) {
            ciphers = List.of(names);
            return this;
        }

        /**
         * Whether the server's certificate must be one for the host as it stands in {@code hosts}, name or address; no
         * name is looked up for that. Without it everybody whose certificate is trusted can pretend to be the server.
         * Default true.
         */
        public Builder verifyHostname(boolean verify) {
            verifyHostname = verify;
            return this;
        }

        /**
         * Builds the options. No file is read.
         *
         * @throws IllegalArgumentException when both a context and files are set
         */
        public TlsOptions build() {
            if (context != null && (trust != null || key != null)) {
                throw new IllegalArgumentException(
                        "TLS options: sslContext with trust %s and key %s ".formatted(trust, key)
                                + "(expected: either a ready context or files)");
            }
            return new TlsOptions(this);
        }
    }
}
