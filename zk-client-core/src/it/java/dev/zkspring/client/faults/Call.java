package dev.zkspring.client.faults;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A call as it was made.
 *
 * @param client number of the client
 * @param number place in the order in which the client's calls were made
 * @param paths the nodes; of a {@link Kind#CREATE_PROTECTED} the name that was asked for
 * @param value what it writes, as no other call does; null for what writes no data
 * @param version the expected version, -1 for any
 * @param view the session of the view that it was made on, 0 for none
 * @param session the client's session just before, 0 for none
 * @param started when, in nanoseconds by the clock of all calls
 */
record Call(
        int client,
        int number,
        Kind kind,
        List<String> paths,
        @Nullable String value,
        int version,
        long view,
        long session,
        long started) {

    /** The first node. */
    String path() {
        return paths.get(0);
    }

    @Override
    public String toString() {
        return "client %d call %d %s %s%s%s"
                .formatted(
                        client,
                        number,
                        kind,
                        String.join(",", paths),
                        value == null ? "" : " = " + Text.shortened(value),
                        view == 0 ? "" : " in session 0x" + Long.toHexString(view));
    }

    /** What is called. */
    enum Kind {
        GET,
        /** After a sync on the same link. */
        GET_SYNCED,
        EXISTS,
        CHILDREN,
        SET,
        /** With a version, and made again when nobody knows whether it was done: later than its place in the order. */
        SET_RETRIED,
        CREATE,
        DELETE,
        /** Several nodes in one transaction. */
        SET_ALL,
        /** As that, on a condition that does not hold. */
        SET_ALL_IN_VAIN,
        /** Done later than its place in the order if the link broke under it. */
        CREATE_PROTECTED;

        boolean isWrite() {
            return switch (this) {
                case GET, GET_SYNCED, EXISTS, CHILDREN -> false;
                default -> true;
            };
        }

        /** How many calls of the client it is, one made after the other; each may wait for room. */
        int calls() {
            return this == GET_SYNCED ? 2 : 1;
        }

        /** Whether it is never sent a second time, so that it has its place in the client's order. */
        boolean keepsOrder() {
            return this != CREATE_PROTECTED && this != SET_RETRIED;
        }
    }
}
