package dev.zkspring.client.internal.watch;

import dev.zkspring.client.data.ServerVersion;
import org.jspecify.annotations.Nullable;

/** What a server can keep for one path of one connection. */
public enum WatchSupport {
    /** Before 3.6: one-shot watches only. */
    ONE_SHOT,
    /** Before 3.9: one kind of watch at a time, the newest; ZOOKEEPER-4466. */
    ONE_KIND,
    /** Every kind beside the others. */
    ALL_KINDS;

    /** What a server of unknown version can keep is taken to be little, which works with the newer ones too. */
    public static WatchSupport of(@Nullable ServerVersion version) {
        if (version == null) {
            return ONE_KIND;
        }
        return version.isAtLeast(3, 9) ? ALL_KINDS : version.isAtLeast(3, 6) ? ONE_KIND : ONE_SHOT;
    }
}
