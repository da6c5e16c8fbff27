package dev.zkspring.client.admin;

import java.util.Arrays;
import java.util.Locale;

/** What a server is to its ensemble, in the words of {@code srvr} and {@code mntr}. */
public enum ServerMode {
    LEADER,
    FOLLOWER,
    /** Serves clients without a vote. */
    OBSERVER,
    /** The only server. */
    STANDALONE,
    /** Lost its quorum and answers reads to clients that want no more. */
    READ_ONLY,
    /** A word that this client does not know. */
    UNKNOWN;

    /** The mode of a server's word for it, for example {@code read-only}. */
    static ServerMode of(String word) {
        String name = word.strip().replace('-', '_').toUpperCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(mode -> mode.name().equals(name))
                .findFirst()
                .orElse(UNKNOWN);
    }
}
