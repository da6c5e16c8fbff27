package dev.zkspring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What the documents say of properties is true of the code. */
class DocumentedPropertiesTest {

    /** A name in code quotes, and the value in code quotes of the next cell of a table. */
    private static final Pattern ROW =
            Pattern.compile("^\\| `((?:zk|management)\\.[^`]+)` \\| (?:`([^`]+)`|([^|`]*)) \\|", Pattern.MULTILINE);

    private static final Pattern NAME = Pattern.compile("(?<![\\w./-])zk(?:\\.[a-z][a-z0-9-]*)+(?=[=:`\\s\\[])");

    private static final Map<String, PropertyMetadata> PROPERTIES =
            PropertyMetadata.all().stream().collect(Collectors.toMap(PropertyMetadata::name, Function.identity()));

    @Test
    void readmeTellsTheDefaults() throws IOException {
        Map<String, String> said = ROW.matcher(Files.readString(Pages.README))
                .results()
                .collect(Collectors.toMap(
                        row -> row.group(1),
                        DocumentedPropertiesTest::value,
                        (one, other) -> one + " and, in another row, " + other,
                        TreeMap::new));
        Map<String, String> actual = new TreeMap<>();
        said.keySet()
                .forEach(name -> actual.put(
                        name,
                        PROPERTIES.containsKey(name) ? PROPERTIES.get(name).defaultValue() : "no such property"));
        assertThat(said).isNotEmpty().isEqualTo(actual);
    }

    private static String value(MatchResult row) {
        return row.group(2) == null ? "" : row.group(2);
    }

    @Test
    void everyNameInTheDocumentsIsAProperty() throws IOException {
        for (Path page : Pages.all()) {
            assertThat(NAME.matcher(Files.readString(page)).results().map(MatchResult::group))
                    .as("%s", page)
                    .allMatch(DocumentedPropertiesTest::isKnown);
        }
    }

    /** Meters have names of the same form; their own page has a test of its own. */
    private static boolean isKnown(String name) {
        return PROPERTIES.keySet().stream()
                        .anyMatch(property -> property.equals(name) || property.startsWith(name + "."))
                || name.startsWith("zk.client.")
                || name.startsWith("zk.server.");
    }
}
