package dev.zkspring.client.faults;

import org.jspecify.annotations.Nullable;

/**
 * How a call ended, or a state that a watch saw.
 *
 * @param value the data as text, or names of children, or the path of what was made; null where there is none
 * @param czxid the creating zxid, -1 if unknown
 * @param mzxid the zxid of the last change of the data, -1 if unknown
 * @param pzxid the zxid of the last change of the children, -1 if unknown
 * @param version the data version, or for children their cversion; -1 if unknown
 * @param session the session in which the client made the call, as it believed, 0 if unknown
 * @param error the client's own error, null if there was none
 */
public record Reply(
        Result result,
        @Nullable String value,
        long czxid,
        long mzxid,
        long pzxid,
        int version,
        long session,
        @Nullable Throwable error) {}
