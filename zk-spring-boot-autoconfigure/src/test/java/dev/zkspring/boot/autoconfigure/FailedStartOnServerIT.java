package dev.zkspring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zkspring.client.ZkClient;
import dev.zkspring.client.it.SecureServer;
import dev.zkspring.client.it.TlsCertificates;
import dev.zkspring.client.it.ZkServer;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What a developer reads when a real server does not take the application as it is configured. */
@ExtendWith(OutputCaptureExtension.class)
class FailedStartOnServerIT {

    private static final String SECRET = "hush-hush";

    private static SecureServer server;

    @BeforeAll
    static void startServer() {
        server = new SecureServer("failed-start", "need", settings -> settings.digestUsers(Map.of("alice", SECRET)))
                .start();
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {}

    /** Calls the client before the application has started. */
    @Configuration(proxyBeanMethods = false)
    static class EarlyCaller {

        @Bean
        String early(ZkClient client) {
            return client.create("/early", new byte[0]);
        }
    }

    /** Calls the client when it has been refused. */
    @Configuration(proxyBeanMethods = false)
    static class LateCaller {

        @Bean
        boolean late(ZkClient client) {
            Awaitility.await().until(() -> client.clientState().name().equals("AUTH_FAILED"));
            return client.exists("/") != null;
        }
    }

    private static SpringApplication application(Class<?>... sources) {
        SpringApplication application = new SpringApplication(Application.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        application.addPrimarySources(List.of(sources));
        return application;
    }

    private static String plain() {
        return "--zk.hosts=" + server.plain().address();
    }

    private static String secure() {
        return "--zk.hosts=" + server.address();
    }

    private static void fails(CapturedOutput output, SpringApplication application, String... arguments) {
        assertThatThrownBy(() -> application.run(arguments).close()).isInstanceOf(RuntimeException.class);
        assertThat(output).contains("APPLICATION FAILED TO START").doesNotContain(SECRET);
    }

    @Nested
    class Tls {

        private static final String SOON = "--zk.start-timeout=2s";

        @Test
        void toAPlainPort(CapturedOutput output) {
            fails(output, application(), plain(), SOON, "--zk.ssl.enabled=true");

            assertThat(output)
                    .contains("is this its plain port?", "zk.ssl.enabled=true   (from ")
                    .contains("- connect to the servers' secureClientPort, or set zk.ssl.enabled=false");
        }

        @Test
        void missingOnAPortForTls(CapturedOutput output) {
            fails(output, application(), secure(), SOON);

            assertThat(output).contains("- for a port for TLS, set zk.ssl.bundle or zk.ssl.enabled=true");
        }

        @Test
        void withACertificateThatTheJvmDoesNotTrust(CapturedOutput output) {
            fails(output, application(), secure(), SOON, "--zk.ssl.enabled=true");

            assertThat(output)
                    .contains("signed by nobody whom this client trusts", "certificates of the JVM")
                    .contains("- correct the certificates: those of zk.ssl.bundle here");
        }

        @Test
        void byABundleThatDoesNotExist(CapturedOutput output) {
            String web = "--spring.ssl.bundle.pem.web.truststore.certificate=file:"
                    + TlsCertificates.shared().ca();
            fails(output, application(), secure(), web, "--zk.ssl.bundle=zk", "--zk.fail-fast=false");

            assertThat(output)
                    .contains("zk.ssl.bundle: there is no SSL bundle \"zk\" (expected: one of web)")
                    .contains("zk.ssl.bundle=zk   (from ")
                    .contains("spring.ssl.bundle.pem.zk.truststore.certificate");
        }

        @Test
        void byABundleWithoutBundles(CapturedOutput output) {
            String exclude = "--spring.autoconfigure.exclude="
                    + "org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration";
            fails(output, application(), secure(), exclude, "--zk.ssl.bundle=zk");

            assertThat(output).contains("there is no SslBundles bean", "Do not exclude SslAutoConfiguration");
        }
    }

    @Nested
    class Authentication {

        private final String[] unheardOf = {
            plain(), "--zk.fail-fast=false", "--zk.auth[0].scheme=unheard-of", "--zk.auth[0].credential=" + SECRET
        };

        @Test
        void refusedForTheScheme(CapturedOutput output) {
            fails(output, application(), unheardOf);

            assertThat(output)
                    .contains("ZooKeeper did not accept who the client is", "scheme unheard-of")
                    .contains("zk.auth[0].scheme=unheard-of   (from ", "zk.auth[0].credential=******   (from ")
                    .contains("Correct zk.auth, or give the servers an authentication provider");
        }

        @Test
        void refusedBeforeABeanCallsTheClient(CapturedOutput output) {
            fails(output, application(LateCaller.class), unheardOf);

            assertThat(output)
                    .contains("ZooKeeper did not accept who the client is", "scheme unheard-of")
                    .contains("Correct zk.auth");
        }

        private final String[] sasl = {
            plain(), "--zk.fail-fast=false", "--zk.sasl.mechanism=digest-md5", "--zk.sasl.username=alice"
        };

        @Test
        void refusedForThePassword(CapturedOutput output) {
            SpringApplication application = application();
            application.setDefaultProperties(Map.of("zk.sasl.password", "not-" + SECRET));
            fails(output, application, sasl);

            assertThat(output)
                    .contains("ZooKeeper did not accept who the client is", "SASL: ")
                    .contains("zk.sasl.username=alice   (from ", "zk.sasl.password=******")
                    .contains("Correct zk.sasl");
        }

        @Test
        void acceptedWithTheRightPassword() {
            SpringApplication application = application();
            application.setDefaultProperties(Map.of("zk.sasl.password", SECRET));
            try (ConfigurableApplicationContext context = application.run(sasl)) {
                assertThat(context.getBean(ZkClient.class).whoAmI().toString()).contains("sasl", "alice");
            }
        }

        @Test
        void missingWhereServersWantSasl(CapturedOutput output) {
            try (ZkServer strict = ZkServer.builder("strict")
                    .digestUsers(Map.of("alice", SECRET))
                    .requireSasl()
                    .build()
                    .start()) {
                fails(output, application(), "--zk.hosts=" + strict.address(), "--zk.fail-fast=false");
            }

            assertThat(output)
                    .contains("ZooKeeper did not accept who the client is")
                    .contains("These servers talk only to clients that authenticate by SASL");
        }
    }

    @Nested
    class MissingChroot {

        @Test
        void isExplained(CapturedOutput output) {
            fails(output, application(), plain() + "/not/there");

            assertThat(output)
                    .contains("The chroot /not/there of the ZooKeeper client zkClient does not exist on ")
                    .contains("zk.hosts=" + server.plain().address() + "/not/there   (from ")
                    .contains("set zk.create-chroot=true", "zk.fail-fast=false");
        }

        @Test
        void isCreatedBeforeABeanUsesIt() {
            try (ConfigurableApplicationContext context =
                    application(EarlyCaller.class).run(plain(), "--zk.chroot=/made", "--zk.create-chroot=true")) {
                assertThat(context.getBean("early")).isEqualTo("/early");
                assertThat(context.getBean(ZkClient.class).chroot()).isEqualTo("/made");
            }
        }

        @Test
        void isCreatedWithItsParents() {
            try (ConfigurableApplicationContext context =
                    application().run(plain(), "--zk.chroot=/a/b/c", "--zk.create-chroot=true")) {
                assertThat(context.getBean(ZkClient.class).exists("/")).isNotNull();
            }
        }

        @Test
        void thatMayNotBeCreatedIsExplained(CapturedOutput output) {
            try (ConfigurableApplicationContext context = application()
                    .run(
                            plain(),
                            "--zk.chroot=/locked",
                            "--zk.create-chroot=true",
                            "--zk.auth[0].scheme=digest",
                            "--zk.auth[0].credential=alice:x",
                            "--zk.default-acl=auth::cdrwa")) {
                assertThat(context.isRunning()).isTrue();
            }
            fails(output, application(), plain(), "--zk.chroot=/locked/below", "--zk.create-chroot=true");

            assertThat(output)
                    .contains("The chroot /locked/below", "cannot be created")
                    .contains("Create /locked/below as somebody who may");
        }
    }
}
