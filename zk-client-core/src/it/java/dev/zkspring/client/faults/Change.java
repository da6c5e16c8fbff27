package dev.zkspring.client.faults;

import org.jspecify.annotations.Nullable;

/**
 * One node changed by one transaction, as a server logged it; a transaction of several operations makes several with the
 * same zxid.
 *
 * @param session who did it
 * @param value the new data, null for a deletion or none
 * @param version the data's new version, 0 for a creation, -1 where the node is gone
 */
record Change(
        long zxid,
        long session,
        Kind kind,
        String path,
        @Nullable String value,
        int version) {

    @Override
    public String toString() {
        return "zxid %s session 0x%s %s %s%s"
                .formatted(
                        Text.hex(zxid),
                        Long.toHexString(session),
                        kind,
                        path,
                        value == null ? "" : " = " + Text.shortened(value) + " version " + version);
    }

    /** What happened to the node. */
    enum Kind {
        CREATED,
        SET,
        DELETED,
        /** Gone with its session. */
        EXPIRED
    }
}
