package dev.zkspring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zkspring.FakeClient;
import dev.zkspring.client.BuilderOptions;
import dev.zkspring.client.ZkClient;
import dev.zkspring.client.config.KerberosLogin;
import dev.zkspring.client.config.SaslOptions.Gssapi;
import dev.zkspring.client.data.Acl;
import dev.zkspring.client.it.SecureServer;
import dev.zkspring.client.it.TlsCertificates;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ByteArrayResource;

/** The examples of the guide's page on security, on a server as the page wants it. */
class SecurityGuideIT {

    private static final Path PAGE = Path.of("..", "docs", "guide", "security.md");

    private static final Pattern EXAMPLE = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);

    private static final TlsCertificates CERTIFICATES = TlsCertificates.shared();

    private static SecureServer server;

    @BeforeAll
    static void startServer() {
        server = new SecureServer("security-guide", "want", settings -> settings.digestUsers(Map.of("alice", "pass")))
                .start();
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    /** The example with these words in it, for the servers and files of this test. */
    private static PropertySource<?> example(String words) {
        try {
            String yaml = EXAMPLE.matcher(Files.readString(PAGE))
                    .results()
                    .map(found -> found.group(1))
                    .filter(text -> text.contains(words))
                    .findFirst()
                    .orElseThrow()
                    .replace("zk1:2281,zk2:2281,zk3:2281", server.address().toString())
                    .replace("zk1:2181,zk2:2181,zk3:2181", server.plain().address())
                    .replace("/etc/app/tls/ca.pem", CERTIFICATES.ca().toString())
                    .replace(
                            "/etc/app/tls/client.crt",
                            CERTIFICATES.client().chain().toString())
                    .replace(
                            "/etc/app/tls/client.key",
                            CERTIFICATES.client().encryptedKey().toString());
            ByteArrayResource resource = new ByteArrayResource(yaml.getBytes(StandardCharsets.UTF_8));
            return new YamlPropertySourceLoader().load(words, resource).get(0);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static ApplicationContextRunner application(String words) {
        return new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class, ZkAutoConfiguration.class))
                .withInitializer(
                        context -> context.getEnvironment().getPropertySources().addLast(example(words)))
                .withPropertyValues(
                        "zk.start-timeout=60s",
                        "KEY_PASSWORD=" + TlsCertificates.PASSWORD,
                        "SHOP_PASSWORD=pass",
                        "ALICE_PASSWORD=pass");
    }

    private static void run(String words, Consumer<ZkClient> check) {
        application(words).run(context -> check.accept(context.getBean(ZkClient.class)));
    }

    @Test
    void tlsByABundle() {
        run("reload-on-update", client -> assertThat(client.isConnected()).isTrue());
    }

    @Test
    void certificateOfTheClientsOwn() {
        run("private-key-password", client -> {
            assertThat(client.whoAmI().toString()).contains("x509", "CN=client");
            client.create("/by-certificate", new byte[0]);
            assertThat(client.getAcl("/by-certificate").acl()).containsExactly(Acl.x509("CN=client", Acl.ALL));
        });
    }

    @Test
    void userAndPassword() {
        run("scheme: digest", client -> {
            client.create("/by-digest", new byte[0]);
            assertThat(client.getAcl("/by-digest").acl()).containsExactly(Acl.digest("shop", "pass", Acl.ALL));
        });
    }

    @Test
    void userAndPasswordBySasl() {
        run("digest-md5", client -> assertThat(client.whoAmI().toString()).contains("sasl", "alice"));
    }

    /** Without Kerberos servers the settings are all that can be seen; those of the client are tried elsewhere. */
    @Test
    void kerberos() {
        application("gssapi")
                .withBean(ZkClient.class, () -> new FakeClient().client())
                .run(context -> {
                    Map<String, Object> options = BuilderOptions.of(
                            context.getBean(ZkClientBuilderConfigurer.class).configure(ZkClient.builder()));
                    assertThat(((Gssapi) options.get("sasl")).login())
                            .isEqualTo(KerberosLogin.keytab("shop@EXAMPLE.COM", Path.of("/etc/app/shop.keytab")));
                });
    }

    @Test
    void pageHasNoOtherExamples() throws IOException {
        List<String> examples = EXAMPLE.matcher(Files.readString(PAGE))
                .results()
                .map(found -> found.group(1))
                .toList();
        assertThat(examples).hasSize(5);
    }
}
