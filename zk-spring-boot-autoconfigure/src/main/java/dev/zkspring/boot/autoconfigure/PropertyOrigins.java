package dev.zkspring.boot.autoconfigure;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.Environment;

/** Tells where properties were set, in whatever spelling, without the values of secrets. */
final class PropertyOrigins {

    private final Environment environment;

    PropertyOrigins(Environment environment) {
        this.environment = environment;
    }

    /** A paragraph that says how those of the properties that are set were set; empty if none is. */
    String describe(List<String> properties) {
        String lines = properties.stream()
                .map(this::describe)
                .flatMap(Optional::stream)
                .collect(Collectors.joining());
        return lines.isEmpty() ? "" : "%n%nSet as:%n%s".formatted(lines);
    }

    private Optional<String> describe(String property) {
        ConfigurationPropertyName name = ConfigurationPropertyName.of(property);
        return find(name)
                .or(() -> find(name.append("[0]")))
                .or(() -> name.isLastElementIndexed() ? find(name.getParent()) : Optional.empty())
                .map(found -> "%n    %s=%s%s".formatted(found.getName(), shown(found), origin(found)));
    }

    private Optional<ConfigurationProperty> find(ConfigurationPropertyName name) {
        return StreamSupport.stream(
                        ConfigurationPropertySources.get(environment).spliterator(), false)
                .flatMap(source -> Optional.ofNullable(source.getConfigurationProperty(name)).stream())
                .findFirst();
    }

    private static Object shown(ConfigurationProperty property) {
        return Secrets.shown(property.getName(), property.getValue());
    }

    private static String origin(ConfigurationProperty property) {
        return property.getOrigin() == null ? "" : "   (from " + property.getOrigin() + ")";
    }
}
