package dev.zkspring.boot.autoconfigure;

import dev.zkspring.boot.autoconfigure.ZkProperties.Ssl;
import dev.zkspring.client.config.TlsOptions;
import java.util.List;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.ssl.SslOptions;

/** Makes the client's TLS options of an SSL bundle, and follows the changes of one that the properties name. */
final class BundleTls {

    private static final Logger log = LoggerFactory.getLogger(BundleTls.class);

    private final Ssl ssl;

    private final @Nullable SslBundles bundles;

    BundleTls(Ssl ssl, @Nullable SslBundles bundles) {
        this.ssl = ssl;
        this.bundles = bundles;
    }

    /** {@code null} for connections without TLS. */
    @Nullable
    TlsOptions options(ZkConnectionDetails details) {
        SslBundle bundle = details.getSslBundle();
        if (bundle == null) {
            warnIfWanted(details);
            return null;
        }
        TlsOptions.Builder options = TlsOptions.builder().verifyHostname(ssl.verifyHostname());
        boolean byProperties = details instanceof PropertiesZkConnectionDetails;
        if (byProperties && !ssl.namesBundle()) {
            // What the JVM trusts, which the client explains better than a context that it was given.
            return options.build();
        }
        apply(bundle.getOptions(), options);
        Contexts contexts = new Contexts(bundle);
        check(bundle.getOptions(), contexts);
        if (byProperties) {
            follow(String.valueOf(ssl.bundle()), contexts);
        }
        return options.sslContext(contexts).build();
    }

    private void warnIfWanted(ZkConnectionDetails details) {
        if (ssl.isWanted()) {
            log.warn(
                    "zk.ssl is not used: {} gives the hosts and no SSL bundle with them, so that connections are plain",
                    details.getClass().getName());
        }
    }

    private void follow(String name, Contexts contexts) {
        if (bundles != null) {
            bundles.addBundleUpdateHandler(name, contexts::use);
            // It may have changed while nobody was listening.
            contexts.use(bundles.getBundle(name));
        }
    }

    private static void check(SslOptions options, Contexts contexts) {
        SSLParameters supported;
        try {
            supported = contexts.get().getSupportedSSLParameters();
        } catch (RuntimeException e) {
            throw unusable(e.getMessage(), "Correct the certificates, keys and passwords of the bundle.");
        }
        require("cipher suite", options.getCiphers(), supported.getCipherSuites());
        require("protocol", options.getEnabledProtocols(), supported.getProtocols());
    }

    private static void require(String what, String @Nullable [] wanted, String[] supported) {
        List<String> known = List.of(supported);
        for (String name : wanted == null ? new String[0] : wanted) {
            if (!known.contains(name)) {
                String expected = "%s %s (expected: one of %s)".formatted(what, name, String.join(", ", known));
                throw unusable(expected, "Correct the options of the bundle.");
            }
        }
    }

    private static ZkConfigurationException unusable(@Nullable String reason, String action) {
        return ZkConfigurationException.refused("zk.ssl.bundle", "cannot be used: " + reason, action);
    }

    private static void apply(SslOptions wanted, TlsOptions.Builder options) {
        String[] ciphers = wanted.getCiphers();
        if (ciphers != null) {
            options.ciphers(ciphers);
        }
        String[] protocols = wanted.getEnabledProtocols();
        if (protocols != null) {
            options.protocols(protocols);
        }
    }

    /** One context for each state of the bundle, so that TLS sessions can be resumed. */
    private static final class Contexts implements Supplier<SSLContext> {

        private SslBundle bundle;

        private @Nullable SSLContext context;

        Contexts(SslBundle bundle) {
            this.bundle = bundle;
        }

        synchronized void use(SslBundle changed) {
            if (changed != bundle) {
                bundle = changed;
                context = null;
            }
        }

        @Override
        public synchronized SSLContext get() {
            SSLContext made = context;
            if (made == null) {
                made = bundle.createSslContext();
                context = made;
            }
            return made;
        }
    }
}
