package dev.zkspring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.zkspring.client.config.TlsOptions;
import java.security.GeneralSecurityException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.ssl.DefaultSslBundleRegistry;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslManagerBundle;
import org.springframework.boot.ssl.SslOptions;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

class BundleTlsTest {

    private final Map<String, String> settings = new HashMap<>();

    private final DefaultSslBundleRegistry bundles = new DefaultSslBundleRegistry();

    private void set(String property, String value) {
        settings.put(property, value);
    }

    private ZkProperties properties() {
        return new Binder(new MapConfigurationPropertySource(settings)).bindOrCreate("zk", ZkProperties.class);
    }

    private @Nullable TlsOptions options() {
        return options(new PropertiesZkConnectionDetails(properties(), bundles));
    }

    private @Nullable TlsOptions options(ZkConnectionDetails details) {
        return new BundleTls(properties().ssl(), bundles).options(details);
    }

    private static SSLContext context(@Nullable TlsOptions options) {
        return Objects.requireNonNull(Objects.requireNonNull(options).context()).get();
    }

    private static SslBundle bundle(SslOptions options) {
        return SslBundle.of(null, null, options, null, new SslManagerBundle() {
            @Override
            public KeyManagerFactory getKeyManagerFactory() {
                throw new AssertionError("the bundle makes its contexts itself");
            }

            @Override
            public TrustManagerFactory getTrustManagerFactory() {
                throw new AssertionError("the bundle makes its contexts itself");
            }

            @Override
            public SSLContext createSslContext(String protocol) {
                try {
                    SSLContext context = SSLContext.getInstance(protocol);
                    context.init(null, null, null);
                    return context;
                } catch (GeneralSecurityException e) {
                    throw new AssertionError(e);
                }
            }
        });
    }

    private record Details(@Nullable SslBundle getSslBundle) implements ZkConnectionDetails {

        @Override
        public List<String> getHosts() {
            return List.of("localhost");
        }
    }

    @Test
    void isOffWhenNothingIsSet() {
        assertThat(options()).isNull();
    }

    @Nested
    class ByProperties {

        @Test
        void trustsTheJvmWithoutABundle() {
            set("zk.ssl.enabled", "true");

            TlsOptions options = Objects.requireNonNull(options());
            assertThat(options.context()).isNull();
            assertThat(options.trust()).isNull();
            assertThat(options.verifyHostname()).isTrue();
        }

        @Test
        void isOnWithABundle() {
            bundles.registerBundle("zk", bundle(SslOptions.NONE));
            set("zk.ssl.bundle", "zk");
            set("zk.ssl.verify_hostname", "false");

            TlsOptions options = Objects.requireNonNull(options());
            assertThat(options.context()).isNotNull();
            assertThat(options.protocols()).isEmpty();
            assertThat(options.ciphers()).isEmpty();
            assertThat(options.verifyHostname()).isFalse();
        }

        @Test
        void isOffWithABundleWhenItIsDisabled() {
            bundles.registerBundle("zk", bundle(SslOptions.NONE));
            set("zk.ssl.bundle", "zk");
            set("zk.ssl.enabled", "false");

            assertThat(options()).isNull();
        }

        @Test
        void takesTheOptionsOfTheBundle() {
            bundles.registerBundle("zk", bundle(SslOptions.of(Set.of("TLS_AES_128_GCM_SHA256"), Set.of("TLSv1.3"))));
            set("zk.ssl.bundle", "zk");

            TlsOptions options = Objects.requireNonNull(options());
            assertThat(options.ciphers()).containsExactly("TLS_AES_128_GCM_SHA256");
            assertThat(options.protocols()).containsExactly("TLSv1.3");
        }

        @Test
        void keepsOneContextUntilTheBundleIsChanged() {
            bundles.registerBundle("zk", bundle(SslOptions.NONE));
            set("zk.ssl.bundle", "zk");
            TlsOptions options = options();

            SSLContext first = context(options);
            assertThat(context(options)).isSameAs(first);
            bundles.updateBundle("zk", bundle(SslOptions.NONE));
            SSLContext second = context(options);
            assertThat(second).isNotSameAs(first);
            assertThat(context(options)).isSameAs(second);
        }

        @Test
        void refusesAnUnknownBundleAndNamesTheOthers() {
            bundles.registerBundle("web", bundle(SslOptions.NONE));
            bundles.registerBundle("mail", bundle(SslOptions.NONE));
            set("zk.ssl.bundle", "zk");

            assertThatExceptionOfType(ZkConfigurationException.class)
                    .isThrownBy(BundleTlsTest.this::options)
                    .withMessage("zk.ssl.bundle: there is no SSL bundle \"zk\" (expected: one of mail, web)");
        }

        @Test
        void refusesABundleWhenThereIsNone() {
            set("zk.ssl.bundle", "zk");

            assertThatExceptionOfType(ZkConfigurationException.class)
                    .isThrownBy(BundleTlsTest.this::options)
                    .withMessage("zk.ssl.bundle: there is no SSL bundle \"zk\", and no other either")
                    .satisfies(refused -> assertThat(refused.action()).contains("spring.ssl.bundle.pem.zk."));
        }

        @Test
        void refusesABundleWithoutBundles() {
            set("zk.ssl.bundle", "zk");

            assertThatExceptionOfType(ZkConfigurationException.class)
                    .isThrownBy(() -> options(new PropertiesZkConnectionDetails(properties(), null)))
                    .withMessageContaining("there is no SslBundles bean")
                    .satisfies(refused -> assertThat(refused.action()).contains("SslAutoConfiguration"));
        }

        @Test
        void refusesOptionsThatTheJvmDoesNotKnow() {
            bundles.registerBundle("zk", bundle(SslOptions.of(Set.of("NO_SUCH_CIPHER"), null)));
            set("zk.ssl.bundle", "zk");

            assertThatExceptionOfType(ZkConfigurationException.class)
                    .isThrownBy(BundleTlsTest.this::options)
                    .withMessageContainingAll(
                            "cipher suite NO_SUCH_CIPHER (expected: one of ", "TLS_AES_128_GCM_SHA256");
        }

        @Test
        void refusesABundleThatCannotBeUsed() {
            bundles.registerBundle("zk", SslBundle.of(null, null, null, "no such protocol"));
            set("zk.ssl.bundle", "zk");

            assertThatExceptionOfType(ZkConfigurationException.class)
                    .isThrownBy(BundleTlsTest.this::options)
                    .withMessageContainingAll("zk.ssl.bundle: cannot be used", "no such protocol");
        }
    }

    @Nested
    @ExtendWith(OutputCaptureExtension.class)
    class ByDetails {

        @Test
        void takesTheirBundleEvenWhenThePropertiesNameAnother() {
            set("zk.ssl.bundle", "unknown");
            set("zk.ssl.enabled", "false");

            SslBundle bundle = bundle(SslOptions.of(null, Set.of("TLSv1.2")));
            assertThat(Objects.requireNonNull(options(new Details(bundle))).protocols())
                    .containsExactly("TLSv1.2");
        }

        @Test
        void isOffWithoutABundleOfTheirsAndSaysSo(CapturedOutput output) {
            set("zk.ssl.enabled", "true");

            assertThat(options(new Details(null))).isNull();
            assertThat(output).contains("zk.ssl is not used", "BundleTlsTest$Details");
        }

        @Test
        void saysNothingWhenNobodyWantsTls(CapturedOutput output) {
            assertThat(options(new Details(null))).isNull();
            assertThat(output).doesNotContain("zk.ssl");
        }
    }
}
