package dev.zkspring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.zkspring.client.ZkClient;
import dev.zkspring.client.data.SessionId;
import dev.zkspring.client.it.SecureServer;
import dev.zkspring.client.it.TlsCertificates;
import dev.zkspring.client.it.TlsCertificates.Identity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** A real server with a port for TLS, and SSL bundles as an application defines them. */
class TlsBundleIT {

    private static final TlsCertificates CERTIFICATES = TlsCertificates.shared();

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    private Path directory;

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class, ZkAutoConfiguration.class))
            .withPropertyValues("zk.ssl.bundle=zk", "zk.timeout=60s", "zk.start-timeout=60s");

    private ApplicationContextRunner on(SecureServer server) {
        return runner.withPropertyValues("zk.hosts=" + server.address());
    }

    private static String pem(String key, Path file) {
        return "spring.ssl.bundle.pem.zk." + key + "=file:" + file;
    }

    @Test
    void pemBundleShowsItsCertificateToAServerThatWantsOne() {
        Identity identity = CERTIFICATES.client();
        try (SecureServer server = new SecureServer("spring-mutual", "need", settings -> settings).start()) {
            on(server)
                    .withPropertyValues(
                            pem("truststore.certificate", CERTIFICATES.ca()),
                            pem("keystore.certificate", identity.chain()),
                            pem("keystore.private-key", identity.encryptedKey()),
                            "spring.ssl.bundle.pem.zk.keystore.private-key-password=" + TlsCertificates.PASSWORD)
                    .run(context -> {
                        assertThat(context).hasNotFailed();
                        assertThat(context.getBean(ZkClient.class).whoAmI().toString())
                                .contains("x509", "CN=client");
                    });
        }
    }

    @Test
    void keyStoreBundleWithOptionsDoesToo() {
        try (SecureServer server = new SecureServer("spring-store", "need", settings -> settings).start()) {
            String bundle = "spring.ssl.bundle.jks.zk.";
            on(server)
                    .withPropertyValues(
                            bundle + "truststore.location=file:" + CERTIFICATES.trustStore("PKCS12"),
                            bundle + "truststore.password=" + TlsCertificates.PASSWORD,
                            bundle + "keystore.location=file:"
                                    + CERTIFICATES.client().keyStore("PKCS12"),
                            bundle + "keystore.password=" + TlsCertificates.PASSWORD,
                            bundle + "options.enabled-protocols=TLSv1.2",
                            bundle + "options.ciphers=TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384")
                    .run(context -> assertThat(context.getBean(ZkClient.class).isConnected())
                            .isTrue());
        }
    }

    @Test
    void changedFilesAreUsedByTheNextConnectionOfTheSameSession() {
        Path trust = copy(CERTIFICATES.ca());
        try (SecureServer server = new SecureServer("spring-reload", "none", settings -> settings).start()) {
            on(server)
                    .withPropertyValues(
                            pem("truststore.certificate", trust),
                            "spring.ssl.bundle.pem.zk.reload-on-update=true",
                            "spring.ssl.bundle.watch.file.quiet-period=100ms")
                    .run(context -> {
                        ZkClient client = context.getBean(ZkClient.class);
                        SessionId session = Objects.requireNonNull(client.sessionId());
                        server.use(CERTIFICATES.strangeServer(), CERTIFICATES.trustStore("PKCS12"));
                        server.plain().restart();
                        await().atMost(PATIENCE)
                                .until(() -> client.connectFailures().toString().contains("signed by nobody"));

                        copy(CERTIFICATES.strangeCa());

                        await().atMost(PATIENCE).until(client::isConnected);
                        assertThat(Objects.requireNonNull(client.sessionId()).id())
                                .isEqualTo(session.id());
                    });
        }
    }

    private Path copy(Path certificate) {
        Path trust = directory.resolve("trust.pem");
        try {
            return Files.copy(certificate, trust, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void hostNameIsCheckedUnlessToldOtherwise() {
        try (SecureServer server = new SecureServer("spring-name", "none", settings -> settings)) {
            server.use(CERTIFICATES.elsewhere(), CERTIFICATES.trustStore("PKCS12"));
            server.start();
            ApplicationContextRunner trusting =
                    on(server).withPropertyValues(pem("truststore.certificate", CERTIFICATES.ca()));
            trusting.withPropertyValues("zk.start-timeout=2s")
                    .run(context -> assertThat(context)
                            .getFailure()
                            .cause()
                            .hasMessageContaining("certificate is not for localhost"));
            trusting.withPropertyValues("zk.ssl.verify-hostname=false")
                    .run(context -> assertThat(context).hasNotFailed());
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Discovery {

        @Bean
        ZkConnectionDetails details(SslBundles bundles, @Value("${discovered}") String hosts) {
            return new ZkConnectionDetails() {
                @Override
                public List<String> getHosts() {
                    return List.of(hosts);
                }

                @Override
                public SslBundle getSslBundle() {
                    return bundles.getBundle("zk");
                }
            };
        }
    }

    @Test
    void bundleOfTheConnectionDetailsIsUsed() {
        try (SecureServer server = new SecureServer("spring-details", "none", settings -> settings).start()) {
            runner.withUserConfiguration(Discovery.class)
                    .withPropertyValues(
                            pem("truststore.certificate", CERTIFICATES.ca()),
                            "zk.ssl.bundle=unknown",
                            "discovered=" + server.address())
                    .run(context -> assertThat(context.getBean(ZkClient.class).isConnected())
                            .isTrue());
        }
    }
}
