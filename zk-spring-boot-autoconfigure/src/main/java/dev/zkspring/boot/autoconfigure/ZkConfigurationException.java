package dev.zkspring.boot.autoconfigure;

import java.util.List;

/** Properties have values that cannot be used; the message names each property, its value and what is expected. */
public final class ZkConfigurationException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final List<String> properties;

    private final String action;

    private ZkConfigurationException(String message, String action, List<String> properties) {
        super(message);
        this.action = action;
        this.properties = List.copyOf(properties);
    }

    /** One property is out of its range. */
    public static ZkConfigurationException outOfRange(String property, Object found, String expected) {
        String message = "%s: %s (expected: %s)".formatted(property, found, expected);
        return new ZkConfigurationException(
                message, "Give " + property + " a value that is " + expected + ".", List.of(property));
    }

    /** One property has a value that is refused for a reason, which names the value. */
    static ZkConfigurationException refused(String property, String reason) {
        return refused(property, reason, "Correct the value of " + property + ".");
    }

    /** As {@link #refused(String, String)} for something that is to be done otherwise. */
    static ZkConfigurationException refused(String property, String reason, String action) {
        return new ZkConfigurationException(property + ": " + reason, action, List.of(property));
    }

    /** Two properties say different things about one setting. */
    static ZkConfigurationException conflict(
            String first, Object firstValue, String second, Object secondValue, String setting) {
        String message = "%s: %s and %s: %s are different values for one setting, %s"
                .formatted(first, firstValue, second, secondValue, setting);
        String action = "Keep one of %s and %s, or give both the same value.".formatted(first, second);
        return new ZkConfigurationException(message, action, List.of(first, second));
    }

    /** The names of the properties, in canonical form. */
    public List<String> properties() {
        return properties;
    }

    /** What to do about it, one sentence. */
    public String action() {
        return action;
    }
}
