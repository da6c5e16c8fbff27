package dev.zkspring.client.faults;

import org.jspecify.annotations.Nullable;

/** A node between two changes. */
record NodeState(
        long czxid, long mzxid, int version, @Nullable String value) {

    @Override
    public String toString() {
        return "%s czxid %s mzxid %s version %d"
                .formatted(value == null ? "null" : Text.shortened(value), Text.hex(czxid), Text.hex(mzxid), version);
    }
}
