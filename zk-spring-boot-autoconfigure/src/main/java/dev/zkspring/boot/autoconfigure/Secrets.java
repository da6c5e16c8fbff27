package dev.zkspring.boot.autoconfigure;

import java.util.regex.Pattern;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;

/** Which properties are secrets, and how they are shown. */
final class Secrets {

    private static final String MASK = "******";

    private static final ConfigurationPropertyName PASSWORD = ConfigurationPropertyName.of("zk.sasl.password");

    private static final ConfigurationPropertyName AUTH = ConfigurationPropertyName.of("zk.auth");

    private static final ConfigurationPropertyName ACL = ConfigurationPropertyName.of("zk.default-acl");

    /** The hash of a digest entry: passwords can be guessed from it. */
    private static final Pattern HASH = Pattern.compile("(digest:[^:,]*:)[^:,]+");

    private Secrets() {}

    /** The value as it may be shown. */
    static Object shown(ConfigurationPropertyName property, Object value) {
        if (property.equals(PASSWORD) || isCredential(property)) {
            return MASK;
        }
        return isWithin(ACL, property) ? HASH.matcher(value.toString()).replaceAll("$1" + MASK) : value;
    }

    private static boolean isCredential(ConfigurationPropertyName property) {
        return AUTH.isAncestorOf(property)
                && property.getLastElement(ConfigurationPropertyName.Form.UNIFORM)
                        .equals("credential");
    }

    private static boolean isWithin(ConfigurationPropertyName group, ConfigurationPropertyName property) {
        return group.equals(property) || group.isAncestorOf(property);
    }
}
