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
