package dev.zkspring.client.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.zkspring.client.ZkClient;
import dev.zkspring.client.config.KerberosLogin;
import dev.zkspring.client.config.SaslOptions;
import dev.zkspring.client.config.TlsOptions;
import dev.zkspring.client.data.Acl;
import dev.zkspring.client.data.ClientState;
import dev.zkspring.client.data.CreateRequest;
import dev.zkspring.client.data.Identity;
import dev.zkspring.client.error.AuthFailedException;
import dev.zkspring.client.error.NoAuthException;
import java.util.List;
import java.util.Map;

/** How a client shows who it is. */
final class AuthFeatures {

    private static final String DIGEST = "digest";

    private static final String ALICE = "alice:wonderland";

    private static final SaslOptions BOB = SaslOptions.digestMd5("bob", "builder");

    private static final String KRB5_CONF = "java.security.krb5.conf";

    static final List<Feature> ALL = List.of(
            Feature.of("digest, from the builder", AuthFeatures::digest),
            Feature.of("addAuth", AuthFeatures::addAuth),
            Feature.of("addAuth, refused by the server", AuthFeatures::addUnknown),
            Feature.of("an ACL for the creator", AuthFeatures::creatorAll),
            Feature.of("SASL, DIGEST-MD5", AuthFeatures::saslDigest),
            Feature.of("SASL, GSSAPI", AuthFeatures::saslKerberos),
            Feature.since(3, 5, "SASL, required by the server", AuthFeatures::saslRequired),
            Feature.since(3, 5, "TLS with a client certificate", AuthFeatures::tls),
            Feature.since(3, 7, "whoAmI", AuthFeatures::whoAmI));

    private AuthFeatures() {}

    /** A node that only this identity may touch. */
    private static String nodeFor(Acl acl, ZkClient maker, String path) {
        maker.create(CreateRequest.of(path).acl(List.of(acl)).build());
        assertThatThrownBy(() -> maker.get(path)).isInstanceOf(NoAuthException.class);
        return path;
    }

    private static String nodeForAlice(Trial t) {
        return nodeFor(Acl.digest("alice", "wonderland", Acl.ALL), t.client(), t.path("secret"));
    }

    private static void digest(Trial t) {
        String node = nodeForAlice(t);
        ZkClient alice = t.client(t.server().address(), settings -> settings.auth(DIGEST, ALICE));
        assertThat(alice.get(node)).isNotNull();
    }

    private static void addAuth(Trial t) {
        String node = nodeForAlice(t);
        t.client().addAuth(DIGEST, ALICE);
        assertThat(t.client().get(node)).isNotNull();
    }

    private static void addUnknown(Trial t) {
        ZkClient client = t.client(t.server().address(), settings -> settings);
        assertThatThrownBy(() -> client.addAuth("unheard-of", "hush")).isInstanceOf(AuthFailedException.class);
        assertThat(client.exists(t.node("still-there"))).isNotNull();
    }

    private static void creatorAll(Trial t) {
        String node = t.path("own");
        ZkClient alice = t.client(t.server().address(), settings -> settings.auth(DIGEST, ALICE));
        alice.create(CreateRequest.of(node).acl(Acl.CREATOR_ALL).build());
        assertThatThrownBy(() -> t.client().get(node)).isInstanceOf(NoAuthException.class);
        assertThat(alice.getAcl(node).acl()).containsExactly(Acl.digest("alice", "wonderland", Acl.ALL));
    }

    private static ZkServerBuilder saslServer(Trial t) {
        return ZkServer.builder("matrix-sasl").version(t.server().version());
    }

    private static ZkServer started(Trial t, ZkServerBuilder settings) {
        return t.closeLater(settings.build()).start();
    }

    private static void saslDigest(Trial t) {
        ZkServer server = started(t, saslServer(t).digestUsers(Map.of("bob", "builder")));
        String node = nodeFor(Acl.sasl("bob", Acl.ALL), t.client(server.address(), settings -> settings), "/secret");
        ZkClient bob = t.client(server.address(), settings -> settings.sasl(BOB));
        assertThat(bob.get(node)).isNotNull();
    }

    private static void saslKerberos(Trial t) {
        Kdc kdc = t.closeLater(Kdc.start());
        t.closeLater(() -> System.clearProperty(KRB5_CONF));
        System.setProperty(KRB5_CONF, kdc.configuration().toString());
        ZkServer server = started(t, saslServer(t).kerberos(kdc));
        String node = nodeFor(
                Acl.sasl(Kdc.CLIENT_PRINCIPAL, Acl.ALL), t.client(server.localhost(), settings -> settings), "/secret");
        SaslOptions player = SaslOptions.gssapi(KerberosLogin.keytab(Kdc.CLIENT_PRINCIPAL, kdc.clientKeyTable()));
        assertThat(t.client(server.localhost(), settings -> settings.sasl(player))
                        .get(node))
                .isNotNull();
    }

    private static void saslRequired(Trial t) {
        assumeTrue(t.version().isAtLeast(3, 5), "the server cannot ask for SASL");
        ZkServer server =
                started(t, saslServer(t).digestUsers(Map.of("bob", "builder")).requireSasl());
        assertThat(t.client(server.address(), settings -> settings.sasl(BOB)).exists("/"))
                .isNotNull();
        ZkClient nobody = ZkClient.builder().hosts(server.address()).build();
        t.closeLater(nobody::close);
        nobody.startAsync();
        await().until(() -> nobody.clientState() == ClientState.AUTH_FAILED);
    }

    private static void tls(Trial t) {
        assumeTrue(t.version().isAtLeast(3, 5), "the server has no port for TLS");
        SecureServer server = t.closeLater(new SecureServer(
                "matrix-tls", "need", settings -> settings.version(t.server().version())));
        server.start();
        TlsCertificates certificates = TlsCertificates.shared();
        TlsOptions options = TlsOptions.builder()
                .trustPem(certificates.ca())
                .keyPem(certificates.client().chain(), certificates.client().key())
                .build();
        assertThat(server.client(options).exists("/")).isNotNull();
    }

    private static void whoAmI(Trial t) {
        t.client().addAuth(DIGEST, ALICE);
        assertThat(t.client().whoAmI()).contains(new Identity("ip", "127.0.0.1"), new Identity(DIGEST, "alice"));
    }
}
