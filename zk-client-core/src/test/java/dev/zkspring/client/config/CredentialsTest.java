package dev.zkspring.client.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.zkspring.client.data.ServerAddress;
import java.nio.file.Path;
import javax.security.auth.Subject;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What proves who a client is, and that it tells so to servers only. */
class CredentialsTest {

    @Nested
    class Auth {

        @Test
        void digestIsUserAndPasswordAroundAColon() {
            AuthInfo info = AuthInfo.digest("alice", "in:w\u00f6nderland");

            assertThat(info.scheme()).isEqualTo("digest");
            assertThat(info.credential()).asString(UTF_8).isEqualTo("alice:in:w\u00f6nderland");
        }

        @Test
        void userWhoseNameTheServerWouldCutIsRefused() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> AuthInfo.digest("al:ice", "hush"))
                    .withMessageContaining("al:ice")
                    .withMessageNotContaining("hush");
            assertThatIllegalArgumentException().isThrownBy(() -> AuthInfo.digest("", "hush"));
            assertThatIllegalArgumentException().isThrownBy(() -> AuthInfo.of(" ", "hush"));
        }

        @Test
        void equalityIsThatOfSchemeAndCredential() {
            assertThat(AuthInfo.digest("alice", "x"))
                    .isEqualTo(AuthInfo.of("digest", "alice:x"))
                    .hasSameHashCodeAs(AuthInfo.of("digest", "alice:x"))
                    .isNotEqualTo(AuthInfo.digest("alice", "y"))
                    .isNotEqualTo(AuthInfo.of("other", "alice:x"));
        }

        @Test
        void credentialIsCopiedInAndOut() {
            byte[] given = {1, 2};
            AuthInfo info = new AuthInfo("foo", given);
            given[0] = 9;
            info.credential()[1] = 9;

            assertThat(info.credential()).containsExactly(1, 2);
        }

        @Test
        void textShowsTheSchemeOnly() {
            assertThat(AuthInfo.digest("alice", "hush")).hasToString("AuthInfo[digest]");
        }
    }

    @Nested
    class Sasl {

        @Test
        void textShowsTheUserButNotThePassword() {
            assertThat(SaslOptions.digestMd5("bob", "hush")).hasToString("DIGEST-MD5[bob]");
        }

        @Test
        void textShowsNothingOfASubject() {
            Subject subject = new Subject();
            subject.getPublicCredentials().add("hush");

            assertThat(SaslOptions.gssapi(KerberosLogin.subject(subject)))
                    .asString()
                    .contains("GSSAPI")
                    .doesNotContain("hush");
        }

        @Test
        void kerberosExpectsTheServerUnderItsConfiguredNameUnlessToldOtherwise() {
            ServerAddress server = new ServerAddress("zk1", 2181);
            SaslOptions.Gssapi options = SaslOptions.gssapi(KerberosLogin.keytab("me@X", Path.of("me.keytab")));

            assertThat(options.serviceName()).isEqualTo("zookeeper");
            assertThat(options.serverHost().apply(server)).isEqualTo("zk1");
            SaslOptions.Gssapi other =
                    options.withServiceName("zk").withServerHost(address -> address.host() + ".example.com");
            assertThat(other.serviceName()).isEqualTo("zk");
            assertThat(other.serverHost().apply(server)).isEqualTo("zk1.example.com");
        }

        @Test
        void emptyNamesAreRefused() {
            assertThatIllegalArgumentException().isThrownBy(() -> SaslOptions.digestMd5("", "hush"));
            assertThatIllegalArgumentException()
                    .isThrownBy(() ->
                            SaslOptions.gssapi(KerberosLogin.ticketCache()).withServiceName(""));
        }
    }
}
