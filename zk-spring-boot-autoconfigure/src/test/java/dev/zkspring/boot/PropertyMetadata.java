package dev.zkspring.boot;

import com.jayway.jsonpath.JsonPath;
import dev.zkspring.boot.autoconfigure.ZkConnectionDetails;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * One property as the build describes it for editors.
 *
 * @param defaultValue empty if there is none
 */
record PropertyMetadata(String name, String defaultValue, String description) {

    private static final String FILE = "META-INF/spring-configuration-metadata.json";

    /** All properties of this module, sorted by name; another module may have metadata of its own. */
    static List<PropertyMetadata> all() {
        List<Map<String, Object>> properties = JsonPath.read(json(), "$.properties");
        return properties.stream()
                .map(property -> new PropertyMetadata(
                        text(property, "name"), text(property, "defaultValue"), text(property, "description")))
                .sorted((one, other) -> one.name().compareTo(other.name()))
                .toList();
    }

    private static String json() {
        try {
            URI classes = ZkConnectionDetails.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI();
            return Files.readString(Path.of(classes).resolve(FILE));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String text(Map<String, Object> property, String key) {
        Object value = property.get(key);
        return value instanceof List<?> list
                ? list.stream().map(Objects::toString).collect(Collectors.joining(","))
                : Objects.toString(value, "");
    }

    /** Everything before the last dot. */
    String group() {
        return name.substring(0, name.lastIndexOf('.'));
    }
}
