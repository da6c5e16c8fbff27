package dev.zkspring.client.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;

class TlsOptionsTest {

    private static final Path FILE = Path.of("some.file");

    @Test
    void theDefaultsTrustLikeTheJvmAndVerifyTheHost() {
        TlsOptions defaults = TlsOptions.defaults();

        assertThat(defaults.trust()).isNull();
        assertThat(defaults.key()).isNull();
        assertThat(defaults.verifyHostname()).isTrue();
        assertThat(defaults)
                .hasToString("TlsOptions[trust=JVM, key=none, protocols=JVM, ciphers=JVM, verifyHostname=true]");
    }

    @Test
    void theTextTellsFilesAndFlags() {
        TlsOptions options = TlsOptions.builder()
                .trustStore(Path.of("trust.jks"), "JKS", null)
                .keyPem(Path.of("me.crt"), Path.of("me.key"), "hidden")
                .protocols("TLSv1.3")
                .ciphers("TLS_AES_128_GCM_SHA256")
                .verifyHostname(false)
                .build();

        assertThat(options)
                .hasToString("TlsOptions[trust=JKS trust.jks, key=PEM me.crt with key me.key (encrypted), "
                        + "protocols=[TLSv1.3], ciphers=[TLS_AES_128_GCM_SHA256], verifyHostname=false]");
    }

    @Test
    void noTextTellsAPassword() {
        TlsOptions pem = TlsOptions.builder().keyPem(FILE, FILE, "hidden").build();
        TlsOptions stores = TlsOptions.builder()
                .trustStore(FILE, "JKS", "hidden")
                .keyStore(FILE, "PKCS12", "hidden", "hidden too")
                .build();

        assertThat(pem + " " + pem.key() + stores + stores.trust() + stores.key())
                .doesNotContain("hidden");
    }

    @Test
    void aReadyContextAndFilesExcludeEachOther() throws Exception {
        SSLContext ready = SSLContext.getDefault();

        assertThatThrownBy(() ->
                        TlsOptions.builder().sslContext(ready).trustPem(FILE).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("some.file");
        assertThatThrownBy(() -> TlsOptions.builder()
                        .keyStore(FILE, "JKS", "hidden")
                        .sslContext(ready)
                        .build())
                .hasMessageContaining("some.file")
                .hasMessageNotContaining("hidden");
    }
}
