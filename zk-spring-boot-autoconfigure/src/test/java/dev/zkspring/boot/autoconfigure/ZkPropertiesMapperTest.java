package dev.zkspring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.entry;

import dev.zkspring.client.BuilderOptions;
import dev.zkspring.client.ZkClient;
import dev.zkspring.client.ZkClientBuilder;
import dev.zkspring.client.config.RetryPolicy;
import dev.zkspring.client.data.ServerAddress;
import dev.zkspring.client.error.InvalidHostsException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class ZkPropertiesMapperTest {

    private final Map<String, String> settings = new HashMap<>();

    private void set(String property, String value) {
        settings.put(property, value);
    }

    private ZkProperties properties() {
        return new Binder(new MapConfigurationPropertySource(settings)).bindOrCreate("zk", ZkProperties.class);
    }

    private Map<String, Object> options() throws ReflectiveOperationException {
        return options(new PropertiesZkConnectionDetails(properties(), null));
    }

    private Map<String, Object> options(ZkConnectionDetails details) throws ReflectiveOperationException {
        ZkClientBuilder builder = ZkClient.builder();
        new ZkPropertiesMapper(properties(), null).map(details, builder);
        return BuilderOptions.of(builder);
    }

    @Test
    void leavesABuilderAsItIsWhenNothingIsSet() throws Exception {
        assertThat(options()).isEqualTo(BuilderOptions.of(ZkClient.builder()));
    }

    @Test
    void copiesEveryProperty() throws Exception {
        set("zk.hosts", "zk1,zk2:2182");
        set("zk.timeout", "20s");
        set("zk.read-only", "true");
        set("zk.chroot", "/app");
        set("zk.randomize-hosts", "false");
        set("zk.start-timeout", "3s");
        set("zk.connect-timeout", "700ms");
        set("zk.request-timeout", "1m");
        set("zk.client-name", "orders");
        set("zk.max-in-flight", "50");
        set("zk.reject-when-full", "true");
        set("zk.max-request-size", "4MB");
        set("zk.max-response-size", "2048");
        set("zk.read-batching", "false");

        assertThat(options())
                .contains(
                        entry("hosts", List.of(new ServerAddress("zk1", 2181), new ServerAddress("zk2", 2182))),
                        entry("sessionTimeout", Duration.ofSeconds(20)),
                        entry("readOnly", true),
                        entry("chroot", "/app"),
                        entry("randomizeHosts", false),
                        entry("startTimeout", Duration.ofSeconds(3)),
                        entry("connectTimeout", Duration.ofMillis(700)),
                        entry("requestTimeout", Duration.ofMinutes(1)),
                        entry("clientName", "orders"),
                        entry("maxInFlight", 50),
                        entry("rejectWhenFull", true),
                        entry("maxRequestSize", 4 * 1024 * 1024),
                        entry("maxResponseSize", 2048),
                        entry("readBatching", false));
    }

    @Nested
    class Spellings {

        @Test
        void takesHostsAsAListWithTheChrootAtTheEnd() throws Exception {
            set("zk.hosts[0]", "zk1:2181");
            set("zk.hosts[1]", "[::1]:2182/app");

            assertThat(options())
                    .containsEntry("hosts", List.of(new ServerAddress("zk1", 2181), new ServerAddress("::1", 2182)))
                    .containsEntry("chroot", "/app");
        }

        @Test
        void takesUnderscores() throws Exception {
            set("zk.read_only", "true");
            set("zk.session_timeout", "8s");

            assertThat(options())
                    .containsEntry("readOnly", true)
                    .containsEntry("sessionTimeout", Duration.ofSeconds(8));
        }

        @Test
        void takesTimeoutAndItsAliasWhenTheyAreEqual() throws Exception {
            set("zk.timeout", "8s");
            set("zk.session-timeout", "8000ms");

            assertThat(options()).containsEntry("sessionTimeout", Duration.ofSeconds(8));
        }

        @Test
        void takesTheRootAsNoChroot() throws Exception {
            set("zk.hosts", "zk1/app");
            set("zk.chroot", "/");

            assertThat(options()).containsEntry("chroot", "/app");
        }
    }

    @Nested
    class Details {

        @Test
        void takesTheHostsOfTheDetailsAndTheChrootOfTheProperties() throws Exception {
            set("zk.hosts", "ignored");
            set("zk.chroot", "/app");

            assertThat(options(() -> List.of("zk8", "zk9:2182")))
                    .containsEntry("hosts", List.of(new ServerAddress("zk8", 2181), new ServerAddress("zk9", 2182)))
                    .containsEntry("chroot", "/app");
        }

        @Test
        void prefersTheChrootOfTheDetails() throws Exception {
            set("zk.chroot", "/ignored");
            ZkConnectionDetails details = new ZkConnectionDetails() {
                @Override
                public List<String> getHosts() {
                    return List.of("zk8");
                }

                @Override
                public String getChroot() {
                    return "/details";
                }
            };

            assertThat(options(details)).containsEntry("chroot", "/details");
        }
    }

    @Nested
    class Retries {

        @Test
        void changesOnlyWhatIsSet() throws Exception {
            set("zk.connection-retry.delay", "50ms");
            set("zk.command-retry.max-retries", "3");

            assertThat(options())
                    .containsEntry("commandRetry", RetryPolicy.NONE.withMaxRetries(3))
                    .containsEntry(
                            "connectionRetry",
                            new RetryPolicy(-1, Duration.ofMillis(50), 2, 0.4, Duration.ofSeconds(10), null, true));
        }

        @Test
        void takesEveryKey() throws Exception {
            set("zk.command-retry.max-retries", "7");
            set("zk.command-retry.delay", "1s");
            set("zk.command-retry.multiplier", "3");
            set("zk.command-retry.jitter", "0");
            set("zk.command-retry.max-delay", "4s");
            set("zk.command-retry.deadline", "1m");
            set("zk.command-retry.ignore-expire", "false");

            assertThat(options())
                    .containsEntry(
                            "commandRetry",
                            new RetryPolicy(
                                    7,
                                    Duration.ofSeconds(1),
                                    3,
                                    0,
                                    Duration.ofSeconds(4),
                                    Duration.ofMinutes(1),
                                    false));
        }

        @Test
        void raisesTheDefaultOfTheLongestDelayToADelayThatIsLonger() throws Exception {
            set("zk.connection-retry.delay", "20s");

            assertThat(((RetryPolicy) options().get("connectionRetry")).maxDelay())
                    .isEqualTo(Duration.ofSeconds(20));
        }
    }

    @Nested
    class Refusals {

        @ParameterizedTest
        @CsvSource(delimiter = '|', textBlock = """
                        zk.timeout                      | 0s    | zk.timeout: session timeout: PT0S (expected: above 0, at most 24 h)
                        zk.session-timeout              | -1s   | zk.session-timeout: session timeout: PT-1S (expected: above 0, at most 24 h)
                        zk.start-timeout                | 0     | zk.start-timeout: start timeout: PT0S (expected: above 0, at most 24 h)
                        zk.connect-timeout              | 0     | zk.connect-timeout: connect timeout: PT0S (expected: above 0, at most 24 h)
                        zk.request-timeout              | 25h   | zk.request-timeout: request timeout: PT25H (expected: above 0, at most 24 h)
                        zk.chroot                       | app   | zk.chroot: invalid path "app": it must start with '/'
                        zk.client-name                  | ' '   | zk.client-name: " " (expected: not blank)
                        zk.health.timeout               | 0s    | zk.health.timeout: PT0S (expected: above 0)
                        zk.max-in-flight                | 0     | zk.max-in-flight: max in flight: 0 (expected: 1 to 1000000)
                        zk.max-request-size             | 1000B | zk.max-request-size: 1000B (expected: 1KB to 1073741823B)
                        zk.max-response-size            | 3GB   | zk.max-response-size: 3221225472B (expected: 1KB to 1073741823B)
                        zk.max-response-size            | -1    | zk.max-response-size: -1B (expected: 1KB to 1073741823B)
                        zk.connection-retry.max-retries | -2    | zk.connection-retry.max-retries: -2 (expected: -1 for unlimited, 0 or more)
                        zk.connection-retry.delay       | -1s   | zk.connection-retry.delay: PT-1S (expected: not negative)
                        zk.command-retry.multiplier     | 0.5   | zk.command-retry.multiplier: 0.5 (expected: 1 or more)
                        zk.command-retry.jitter         | 1.5   | zk.command-retry.jitter: 1.5 (expected: 0 to 1)
                        zk.command-retry.max-delay      | 10ms  | zk.command-retry.max-delay: PT0.01S (expected: at least the delay PT0.1S)
                        zk.command-retry.deadline       | -1s   | zk.command-retry.deadline: PT-1S (expected: not negative)
                        """)
        void namesPropertyValueAndRange(String property, String value, String message) {
            set(property, value);

            assertThatExceptionOfType(ZkConfigurationException.class)
                    .isThrownBy(ZkPropertiesMapperTest.this::options)
                    .withMessage(message)
                    .satisfies(refused -> assertThat(refused.properties()).containsExactly(property));
        }

        @Test
        void namesBothTimeoutsThatDiffer() {
            set("zk.timeout", "8s");
            set("zk.session-timeout", "9s");

            assertThatExceptionOfType(ZkConfigurationException.class)
                    .isThrownBy(ZkPropertiesMapperTest.this::options)
                    .withMessageContainingAll("zk.timeout: PT8S", "zk.session-timeout: PT9S");
        }

        @Test
        void namesBothChrootsThatDiffer() {
            set("zk.hosts", "zk1,zk2/one");
            set("zk.chroot", "/two");

            assertThatExceptionOfType(ZkConfigurationException.class)
                    .isThrownBy(ZkPropertiesMapperTest.this::options)
                    .withMessageContainingAll("zk.hosts: zk1,zk2/one", "zk.chroot: /two");
        }

        @ParameterizedTest
        @CsvSource({"zk1:x", "http://zk1", "zk1:99999", "''"})
        void leavesBadHostsToTheClient(String hosts) {
            set("zk.hosts", hosts);

            assertThatExceptionOfType(InvalidHostsException.class)
                    .isThrownBy(ZkPropertiesMapperTest.this::options)
                    .withMessageContaining('"' + hosts + '"');
        }
    }
}
