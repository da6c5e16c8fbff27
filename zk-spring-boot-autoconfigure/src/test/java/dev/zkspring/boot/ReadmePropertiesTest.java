package dev.zkspring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import com.jayway.jsonpath.JsonPath;
import dev.zkspring.boot.autoconfigure.ZkConnectionDetails;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Compares the property tables of README.md with the metadata that the build makes of the properties' classes. */
class ReadmePropertiesTest {

    private static final String METADATA = "META-INF/spring-configuration-metadata.json";

    private static final Pattern ROW =
            Pattern.compile("^\\| `((?:zk|management)\\.[^`]+)` \\| (?:`([^`]+)`|([^|`]*)) \\|", Pattern.MULTILINE);

    /** What stands in the table in words instead of a value, because it is no constant. */
    private static final String NONE = "";

    @Test
    void tablesNameEveryPropertyWithItsDefaultAndNoOther() throws IOException, URISyntaxException {
        assertThat(readme()).isEqualTo(metadata());
    }

    private static Map<String, String> readme() throws IOException {
        Path here = Path.of("README.md");
        String text = Files.readString(Files.exists(here) ? here : Path.of("..").resolve(here));
        return ROW.matcher(text)
                .results()
                .collect(Collectors.toMap(
                        row -> row.group(1),
                        ReadmePropertiesTest::value,
                        (one, other) -> one + " and, in another row, " + other,
                        TreeMap::new));
    }

    private static String value(MatchResult row) {
        return row.group(2) == null ? NONE : row.group(2);
    }

    private static Map<String, String> metadata() throws IOException, URISyntaxException {
        URI classes = ZkConnectionDetails.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI();
        String json = Files.readString(Path.of(classes).resolve(METADATA));
        Map<String, String> defaults = new TreeMap<>();
        List<Map<String, Object>> properties = JsonPath.read(json, "$.properties");
        properties.forEach(property -> defaults.put((String) property.get("name"), text(property.get("defaultValue"))));
        return defaults;
    }

    private static String text(@Nullable Object value) {
        return value == null ? NONE : value.toString();
    }
}
