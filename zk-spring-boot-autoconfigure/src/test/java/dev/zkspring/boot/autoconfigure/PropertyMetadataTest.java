package dev.zkspring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import com.jayway.jsonpath.JsonPath;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What editors show of the properties. */
class PropertyMetadataTest {

    private static final String FILE = "/META-INF/spring-configuration-metadata.json";

    private final Map<String, Map<String, Object>> properties = properties();

    private static Map<String, Map<String, Object>> properties() {
        Map<String, Map<String, Object>> byName = new TreeMap<>();
        try (InputStream in = Objects.requireNonNull(ZkProperties.class.getResourceAsStream(FILE))) {
            List<Map<String, Object>> properties = JsonPath.parse(in).read("$.properties");
            properties.forEach(property -> byName.put((String) property.get("name"), property));
        } catch (IOException e) {
            throw new AssertionError(FILE, e);
        }
        return byName;
    }

    @Test
    void listsEveryPropertyAndNoOther() {
        assertThat(properties.keySet())
                .containsExactlyInAnyOrder(
                        "management.health.zk.enabled",
                        "zk.chroot",
                        "zk.client-name",
                        "zk.command-retry.deadline",
                        "zk.command-retry.delay",
                        "zk.command-retry.ignore-expire",
                        "zk.command-retry.jitter",
                        "zk.command-retry.max-delay",
                        "zk.command-retry.max-retries",
                        "zk.command-retry.multiplier",
                        "zk.connect-timeout",
                        "zk.connection-retry.deadline",
                        "zk.connection-retry.delay",
                        "zk.connection-retry.ignore-expire",
                        "zk.connection-retry.jitter",
                        "zk.connection-retry.max-delay",
                        "zk.connection-retry.max-retries",
                        "zk.connection-retry.multiplier",
                        "zk.embedded.address",
                        "zk.embedded.data-dir",
                        "zk.embedded.enabled",
                        "zk.embedded.port",
                        "zk.enabled",
                        "zk.fail-fast",
                        "zk.health.four-letter-words",
                        "zk.health.timeout",
                        "zk.hosts",
                        "zk.randomize-hosts",
                        "zk.read-only",
                        "zk.request-timeout",
                        "zk.session-timeout",
                        "zk.start-timeout",
                        "zk.timeout",
                        "zk.watch.auto-startup");
    }

    @Test
    void describesEachInTheStyleOfSpringBoot() {
        properties
                .values()
                .forEach(property -> assertThat(property.get("description"))
                        .as("%s", property.get("name"))
                        .asString()
                        .endsWith(".")
                        .doesNotStartWith("The ")
                        .doesNotStartWith("A "));
    }

    @Test
    void describesSwitchesAsQuestions() {
        properties.values().stream()
                .filter(property -> property.get("type").equals("java.lang.Boolean"))
                .forEach(property -> assertThat(property.get("description"))
                        .as("%s", property.get("name"))
                        .asString()
                        .startsWith("Whether "));
    }

    @Test
    void tellsTheDefaultsThatTheCodeHas() {
        assertThat(properties.get("zk.timeout")).containsEntry("defaultValue", "10s");
        assertThat(properties.get("zk.connection-retry.max-retries")).containsEntry("defaultValue", -1);
        assertThat(properties.get("zk.command-retry.max-retries")).containsEntry("defaultValue", 0);
        assertThat(properties.get("zk.hosts")).containsEntry("defaultValue", "localhost:2181");
    }
}
