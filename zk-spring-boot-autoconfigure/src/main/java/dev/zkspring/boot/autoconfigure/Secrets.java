package dev.zkspring.boot.autoconfigure;

import java.util.regex.Pattern;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;

/** Which properties are secrets, and how they are shown. */
final class Secrets {

    private static final String MASK = "******";

    private static final ConfigurationPropertyName PASSWORD = ConfigurationPropertyName.of("zk.sasl.password");

    /** By mistake it may have a value of its own. */
    private static final ConfigurationPropertyName SASL = ConfigurationPropertyName.of("zk.sasl");

    private static final ConfigurationPropertyName AUTH = ConfigurationPropertyName.of("zk.auth");

    private static final ConfigurationPropertyName ACL = ConfigurationPropertyName.of("zk.default-acl");

    /** The hash of a digest entry: passwords can be guessed from it. */
    private static final Pattern HASH = Pattern.compile("(digest:[^:,]*:)[^:,]+");

    private Secrets() {}

    /** The value as it may be shown. */
    static Object shown(ConfigurationPropertyName property, Object value) {
        if (isSecret(property)) {
            return MASK;
        }
        return isWithin(ACL, property) ? HASH.matcher(value.toString()).replaceAll("$1" + MASK) : value;
    }

    /** Whether the whole value is one. */
    static boolean isSecret(ConfigurationPropertyName property) {
        return property.equals(PASSWORD) || property.equals(SASL) || isCredential(property);
    }

    /** Also where it stands by mistake, as in {@code zk.auth=digest:user:password}. */
    private static boolean isCredential(ConfigurationPropertyName property) {
        return isWithin(AUTH, property)
                && !property.getLastElement(ConfigurationPropertyName.Form.UNIFORM)
                        .equals("scheme");
    }

    private static boolean isWithin(ConfigurationPropertyName group, ConfigurationPropertyName property) {
        return group.equals(property) || group.isAncestorOf(property);
    }
}
