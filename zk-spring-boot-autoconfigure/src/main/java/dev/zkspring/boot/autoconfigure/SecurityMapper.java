package dev.zkspring.boot.autoconfigure;

import dev.zkspring.boot.autoconfigure.ZkProperties.Auth;
import dev.zkspring.client.ZkClientBuilder;
import dev.zkspring.client.config.AuthInfo;
import dev.zkspring.client.config.SaslOptions;
import dev.zkspring.client.config.TlsOptions;
import dev.zkspring.client.data.Acl;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.SslBundles;

/** Copies to a builder who the client is, whom it trusts and who may use its nodes. */
final class SecurityMapper {

    private static final String DIGEST = "digest";

    private final ZkProperties properties;

    private final @Nullable SslBundles bundles;

    SecurityMapper(ZkProperties properties, @Nullable SslBundles bundles) {
        this.properties = properties;
        this.bundles = bundles;
    }

    void map(ZkConnectionDetails details, ZkClientBuilder builder) {
        TlsOptions tls = new BundleTls(properties.ssl(), bundles).options(details);
        if (tls != null) {
            builder.tls(tls);
        }
        SaslOptions sasl = new SaslMapper(properties.sasl()).options();
        if (sasl != null) {
            builder.sasl(sasl);
        }
        credentials().forEach(builder::auth);
        List<Acl> acl = AclEntries.parse("zk.default-acl", properties.defaultAcl());
        if (!acl.isEmpty()) {
            builder.defaultAcl(acl);
        }
    }

    private List<AuthInfo> credentials() {
        List<AuthInfo> credentials = new ArrayList<>();
        for (Auth auth : properties.auth()) {
            credentials.add(credential("zk.auth[" + credentials.size() + "]", auth));
        }
        return credentials;
    }

    private static AuthInfo credential(String property, Auth auth) {
        String scheme = auth.scheme();
        String credential = auth.credential();
        if (scheme == null || scheme.isBlank()) {
            throw ZkConfigurationException.outOfRange(
                    property + ".scheme", "not set", "the scheme of the credential, " + DIGEST + " for example");
        }
        if (credential == null) {
            throw ZkConfigurationException.outOfRange(
                    property + ".credential", "not set", "what proves an identity of the scheme " + scheme);
        }
        if (scheme.equals(DIGEST) && credential.indexOf(':') <= 0) {
            throw ZkConfigurationException.outOfRange(
                    property + ".credential", "a value without a user before a colon", "user:password");
        }
        return AuthInfo.of(scheme, credential);
    }
}
