package dev.zkspring.boot.autoconfigure;

import dev.zkspring.boot.autoconfigure.ZkProperties.Ssl;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;

/** The servers as the properties name them. */
final class PropertiesZkConnectionDetails implements ZkConnectionDetails {

    private static final String BUNDLE = "zk.ssl.bundle";

    private final ZkProperties properties;

    private final @Nullable SslBundles bundles;

    PropertiesZkConnectionDetails(ZkProperties properties, @Nullable SslBundles bundles) {
        this.properties = properties;
        this.bundles = bundles;
    }

    @Override
    public List<String> getHosts() {
        return properties.hosts();
    }

    @Override
    public @Nullable String getChroot() {
        return properties.chroot();
    }

    @Override
    public @Nullable SslBundle getSslBundle() {
        Ssl ssl = properties.ssl();
        if (!ssl.isWanted()) {
            return null;
        }
        return ssl.namesBundle() ? named(String.valueOf(ssl.bundle())) : SslBundle.systemDefault();
    }

    private SslBundle named(String bundle) {
        if (bundles == null) {
            throw ZkConfigurationException.refused(
                    BUNDLE,
                    "\"%s\" cannot be found, because there is no SslBundles bean".formatted(bundle),
                    "Do not exclude SslAutoConfiguration, or leave out " + BUNDLE + ".");
        }
        try {
            return bundles.getBundle(bundle);
        } catch (NoSuchSslBundleException e) {
            throw ZkConfigurationException.refused(BUNDLE, unknown(bundle, bundles.getBundleNames()), define(bundle));
        }
    }

    private static String unknown(String bundle, List<String> known) {
        return known.isEmpty()
                ? "there is no SSL bundle \"%s\", and no other either".formatted(bundle)
                : "there is no SSL bundle \"%s\" (expected: one of %s)".formatted(bundle, String.join(", ", known));
    }

    private static String define(String bundle) {
        return "Correct the name, or define the bundle with properties like "
                + "spring.ssl.bundle.pem.%1$s.truststore.certificate or spring.ssl.bundle.jks.%1$s.truststore.location."
                        .formatted(bundle);
    }
}
