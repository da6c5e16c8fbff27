package dev.zkspring.client.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AclTest {

    @Nested
    class Digests {

        /** As {@code printf %s bob:secret | openssl sha1 -binary | base64} says. */
        @Test
        void areTheHashOfUserAndPassword() {
            assertThat(Acl.digestId("bob", "secret")).isEqualTo("bob:fyVmFCwVbTJYrznoSu1koqYEYF0=");
            assertThat(Acl.digest("bob", "secret", Acl.READ))
                    .isEqualTo(new Acl(Acl.READ, "digest", "bob:fyVmFCwVbTJYrznoSu1koqYEYF0="));
        }

        @Test
        void takeAPasswordWithAColonAndInAnyScript() {
            assertThat(Acl.digestId("u", "p:q")).isEqualTo("u:VIgTKUjc2iscZoJn2UUrdGNNgW4=");
            assertThat(Acl.digestId("ü", "ß")).isEqualTo("ü:vB6Co0vguxtrKN0lKrXliXiGJq4=");
        }

        @Test
        void refuseAUserWithAColonWithoutShowingMoreOfIt() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Acl.digestId("bob:secret", "x"))
                    .withMessageContaining("bob")
                    .withMessageNotContaining("secret");
        }

        @Test
        void areNotShown() {
            assertThat(Acl.digest("bob", "secret", Acl.READ | Acl.ADMIN)).hasToString("ra digest bob:***");
            assertThat(new Acl(Acl.ALL, "digest", "bob")).hasToString("rwcda digest bob");
        }
    }

    @Nested
    class Presets {

        @Test
        void areThoseOfTheProtocol() {
            assertThat(Acl.OPEN).containsExactly(new Acl(31, "world", "anyone"));
            assertThat(Acl.READ_ONLY).containsExactly(new Acl(1, "world", "anyone"));
            assertThat(Acl.CREATOR_ALL).containsExactly(new Acl(31, "auth", ""));
        }
    }

    @Nested
    class Schemes {

        @Test
        void haveTheirNames() {
            assertThat(Acl.ip("10.1.0.0/16", Acl.READ)).isEqualTo(new Acl(1, "ip", "10.1.0.0/16"));
            assertThat(Acl.sasl("app/host@REALM", Acl.WRITE)).isEqualTo(new Acl(2, "sasl", "app/host@REALM"));
            assertThat(Acl.x509("CN=app,O=corp", Acl.ALL)).isEqualTo(new Acl(31, "x509", "CN=app,O=corp"));
        }
    }

    @Nested
    class Texts {

        @ParameterizedTest
        @CsvSource({"0, ' world anyone'", "1, r world anyone", "6, wc world anyone", "31, rwcda world anyone"})
        void nameThePermissions(int permissions, String text) {
            assertThat(new Acl(permissions, "world", "anyone")).hasToString(text);
        }
    }
}
