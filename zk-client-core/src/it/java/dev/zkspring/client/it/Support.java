package dev.zkspring.client.it;

import java.util.Locale;

/** Whether and how something works with a server of a certain version. */
enum Support {
    YES,
    EMULATED,
    REFUSED,
    NOT_APPLICABLE;

    /** The word in the table. */
    @Override
    public String toString() {
        return this == NOT_APPLICABLE ? "n/a" : name().toLowerCase(Locale.ROOT);
    }
}
