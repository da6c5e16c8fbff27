package dev.zkspring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Compares the tables of docs/guide/configuration.md with the metadata that the build makes of the properties' classes.
 * With the system property {@value #WRITE} the tables are written instead.
 */
class ConfigurationPageTest {

    private static final String WRITE = "configuration-page.write";

    private static final Pattern TABLES =
            Pattern.compile("(<!-- begin properties:[^\n]*-->\n)(.*)(<!-- end properties -->)", Pattern.DOTALL);

    @Test
    void tablesAreThoseOfTheMetadata() throws IOException {
        String page = Files.readString(Pages.CONFIGURATION);
        Matcher tables = TABLES.matcher(page);
        assertThat(tables.find()).as("marks of the tables").isTrue();
        if (Boolean.getBoolean(WRITE)) {
            String written = tables.replaceFirst("$1" + Matcher.quoteReplacement(tables()) + "$3");
            Files.writeString(Pages.CONFIGURATION, written);
        } else {
            assertThat(tables.group(2))
                    .as("tables; write them with -D%s=true", WRITE)
                    .isEqualTo(tables());
        }
    }

    private static String tables() {
        Map<String, List<PropertyMetadata>> groups = PropertyMetadata.all().stream()
                .collect(Collectors.groupingBy(PropertyMetadata::group, TreeMap::new, Collectors.toList()));
        return groups.entrySet().stream()
                .map(group -> table(group.getKey(), group.getValue()))
                .collect(Collectors.joining("\n", "\n", "\n"));
    }

    private static String table(String group, List<PropertyMetadata> properties) {
        return properties.stream()
                .map(ConfigurationPageTest::row)
                .collect(Collectors.joining(
                        "\n", "### `%s`\n\n| property | default | meaning |\n|---|---|---|\n".formatted(group), "\n"));
    }

    private static String row(PropertyMetadata property) {
        String defaultValue = property.defaultValue().isEmpty() ? "" : " `" + property.defaultValue() + "`";
        return "| `%s` |%s | %s |".formatted(property.name(), defaultValue, property.description());
    }
}
