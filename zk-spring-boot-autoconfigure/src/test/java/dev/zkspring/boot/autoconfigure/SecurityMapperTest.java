package dev.zkspring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.zkspring.client.BuilderOptions;
import dev.zkspring.client.ZkClient;
import dev.zkspring.client.ZkClientBuilder;
import dev.zkspring.client.config.AuthInfo;
import dev.zkspring.client.config.KerberosLogin;
import dev.zkspring.client.config.SaslOptions;
import dev.zkspring.client.config.SaslOptions.Gssapi;
import dev.zkspring.client.data.Acl;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class SecurityMapperTest {

    private static final String SECRET = "hush-hush";

    private final Map<String, String> settings = new HashMap<>();

    private void set(String property, String value) {
        settings.put(property, value);
    }

    private ZkProperties properties() {
        return new Binder(new MapConfigurationPropertySource(settings)).bindOrCreate("zk", ZkProperties.class);
    }

    private Map<String, Object> options() throws ReflectiveOperationException {
        ZkProperties properties = properties();
        ZkClientBuilder builder = ZkClient.builder();
        new SecurityMapper(properties, null).map(new PropertiesZkConnectionDetails(properties, null), builder);
        return BuilderOptions.of(builder);
    }

    private void refuses(String property, String message) {
        assertThatExceptionOfType(ZkConfigurationException.class)
                .isThrownBy(this::options)
                .withMessage(message)
                .withMessageNotContaining(SECRET)
                .satisfies(refused -> assertThat(refused.properties()).containsExactly(property))
                .satisfies(refused -> assertThat(refused.action()).doesNotContain(SECRET));
    }

    @Nested
    class Credentials {

        @Test
        void areTakenInTheirOrder() throws Exception {
            set("zk.auth[0].scheme", "digest");
            set("zk.auth[0].credential", "alice:a:b");
            set("zk.auth[1].scheme", "token");
            set("zk.auth[1].credential", "c");

            assertThat(options())
                    .containsEntry("auth", List.of(AuthInfo.digest("alice", "a:b"), AuthInfo.of("token", "c")));
        }

        @Test
        void needAScheme() {
            set("zk.auth[0].credential", SECRET);

            refuses(
                    "zk.auth[0].scheme",
                    "zk.auth[0].scheme: not set (expected: the scheme of the credential, digest for example)");
        }

        @Test
        void needSomethingToShow() {
            set("zk.auth[0].scheme", "digest");
            set("zk.auth[0].credential", "a:b");
            set("zk.auth[1].scheme", "token");

            refuses(
                    "zk.auth[1].credential",
                    "zk.auth[1].credential: not set (expected: what proves an identity of the scheme token)");
        }

        @Test
        void ofSchemeDigestNeedAUser() {
            set("zk.auth[0].scheme", "digest");
            set("zk.auth[0].credential", SECRET);

            refuses(
                    "zk.auth[0].credential",
                    "zk.auth[0].credential: a value without a user before a colon (expected: user:password)");
        }
    }

    @Nested
    class DefaultAcl {

        @Test
        void isAListInTheSpellingOfTheCommandLine() throws Exception {
            set("zk.default-acl", "world:anyone:r, auth::cdrwa,ip:10.1.0.0/16:rw,ip:2001:db8::1:cd,digest:alice:x=:a");

            assertThat(options())
                    .containsEntry(
                            "defaultAcl",
                            List.of(
                                    new Acl(Acl.READ, "world", "anyone"),
                                    new Acl(Acl.ALL, "auth", ""),
                                    Acl.ip("10.1.0.0/16", Acl.READ | Acl.WRITE),
                                    Acl.ip("2001:db8::1", Acl.CREATE | Acl.DELETE),
                                    new Acl(Acl.ADMIN, "digest", "alice:x=")));
        }

        @Test
        void takesCommasInElementsWithANumber() throws Exception {
            set("zk.default_acl[0]", "x509:CN=app,O=corp:cdrwa");

            assertThat(options()).containsEntry("defaultAcl", List.of(Acl.x509("CN=app,O=corp", Acl.ALL)));
        }

        @ParameterizedTest
        @CsvSource(delimiter = '|', textBlock = """
                        hush-hush          | not three parts
                        digest:hush-hush   | not three parts
                        :hush-hush:r       | not three parts
                        digest:hush-hush:  | no permissions
                        digest:hush-hush:x | permission 'x'
                        """)
        void namesWhatIsWrongWithoutTheEntry(String entry, String found) {
            set("zk.default-acl", "world:anyone:r," + entry);

            assertThatExceptionOfType(ZkConfigurationException.class)
                    .isThrownBy(SecurityMapperTest.this::options)
                    .withMessageStartingWith("zk.default-acl[1]: " + found + " (expected: ")
                    .withMessageContaining("world:anyone:r")
                    .withMessageNotContaining(SECRET);
        }
    }

    @Nested
    class Sasl {

        @Test
        void takesUserAndPassword() throws Exception {
            set("zk.sasl.mechanism", "digest-md5");
            set("zk.sasl.username", "alice");
            set("zk.sasl.password", SECRET);

            assertThat(options()).containsEntry("sasl", SaslOptions.digestMd5("alice", SECRET));
        }

        private Gssapi gssapi() throws ReflectiveOperationException {
            set("zk.sasl.mechanism", "gssapi");
            return (Gssapi) options().get("sasl");
        }

        @Test
        void takesTheUsersTicketCache() throws Exception {
            Gssapi gssapi = gssapi();
            assertThat(gssapi.login()).isEqualTo(KerberosLogin.ticketCache());
            assertThat(gssapi.serviceName()).isEqualTo("zookeeper");
        }

        @Test
        void takesAKeyTable() throws Exception {
            set("zk.sasl.kerberos.principal", "app@EXAMPLE.COM");
            set("zk.sasl.kerberos.keytab", "/etc/app.keytab");
            set("zk.sasl.kerberos.service-name", "zk");

            Gssapi gssapi = gssapi();
            assertThat(gssapi.login()).isEqualTo(KerberosLogin.keytab("app@EXAMPLE.COM", Path.of("/etc/app.keytab")));
            assertThat(gssapi.serviceName()).isEqualTo("zk");
        }

        @Test
        void takesAnotherTicketCache() throws Exception {
            set("zk.sasl.kerberos.ticket-cache", "/run/app.cc");

            assertThat(gssapi().login()).isEqualTo(new KerberosLogin.TicketCache(null, Path.of("/run/app.cc")));
        }

        @Test
        void takesAnEntryOfTheJvm() throws Exception {
            set("zk.sasl.kerberos.jaas-entry", "Client");

            assertThat(gssapi().login()).isEqualTo(KerberosLogin.jaasEntry("Client"));
        }

        @ParameterizedTest
        @CsvSource(delimiter = '|', textBlock = """
                        zk.sasl.password=hush-hush | zk.sasl.mechanism | not set, although zk.sasl.password is (expected: digest-md5 or gssapi)
                        zk.sasl.kerberos.keytab=/a | zk.sasl.mechanism | not set, although zk.sasl.kerberos.keytab is (expected: digest-md5 or gssapi)
                        zk.sasl.mechanism=digest-md5 zk.sasl.password=hush-hush | zk.sasl.username | not set (expected: a value)
                        zk.sasl.mechanism=digest-md5 zk.sasl.username=alice | zk.sasl.password | not set (expected: a value)
                        zk.sasl.mechanism=digest-md5 zk.sasl.kerberos.keytab=/a | zk.sasl.kerberos.keytab | cannot be used with the mechanism digest-md5
                        zk.sasl.mechanism=gssapi zk.sasl.password=hush-hush | zk.sasl.password | cannot be used with a ticket cache
                        zk.sasl.mechanism=gssapi zk.sasl.kerberos.keytab=/a | zk.sasl.kerberos.principal | not set (expected: a value)
                        zk.sasl.mechanism=gssapi zk.sasl.kerberos.keytab=/a zk.sasl.kerberos.jaas-entry=b | zk.sasl.kerberos.jaas-entry | cannot be used with a key table
                        zk.sasl.mechanism=gssapi zk.sasl.kerberos.jaas-entry=a zk.sasl.kerberos.principal=b | zk.sasl.kerberos.principal | cannot be used with an entry of the JAAS configuration
                        zk.sasl.mechanism=gssapi zk.sasl.kerberos.service-name= | zk.sasl.kerberos.service-name | blank (expected: zookeeper, for example)
                        """)
        void refusesWhatDoesNotFit(String set, String property, String message) {
            for (String each : set.split(" ", -1)) {
                set(each.substring(0, each.indexOf('=')), each.substring(each.indexOf('=') + 1));
            }
            refuses(property, property + ": " + message);
        }
    }

    @Test
    void noTextOfThePropertiesShowsASecret() {
        set("zk.auth[0].scheme", "digest");
        set("zk.auth[0].credential", "alice:" + SECRET);
        set("zk.default-acl", "digest:alice:" + SECRET + ":r");
        set("zk.sasl.mechanism", "digest-md5");
        set("zk.sasl.username", "alice");
        set("zk.sasl.password", SECRET);

        ZkProperties properties = properties();
        assertThat(List.of(properties, properties.auth(), properties.sasl()).toString())
                .doesNotContain(SECRET)
                .contains("alice", "digest");
    }
}
