package dev.zkspring.client.internal.watch;

import dev.zkspring.client.internal.protocol.SetWatches;
import dev.zkspring.client.internal.protocol.WatchKind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Splits the paths to arm again into requests that fit any server's limit. All carry the same transaction id: an event
 * that arrives between two of them must not move the point that the later ones count from.
 */
final class RearmBatches {

    /** The size Apache's client uses since ZOOKEEPER-706, well below the servers' limit of 1 MiB. */
    static final int MAX_BYTES = 128 * 1024;

    private final long relativeZxid;

    private final List<SetWatches> done = new ArrayList<>();

    private Map<WatchKind, List<String>> paths = new EnumMap<>(WatchKind.class);

    private int bytes;

    RearmBatches(long relativeZxid) {
        this.relativeZxid = relativeZxid;
    }

    void add(WatchKind kind, String serverPath) {
        int size = Integer.BYTES + serverPath.getBytes(StandardCharsets.UTF_8).length;
        if (bytes + size > MAX_BYTES && bytes > 0) {
            finish();
        }
        paths.computeIfAbsent(kind, key -> new ArrayList<>()).add(serverPath);
        bytes += size;
    }

    List<SetWatches> toList() {
        if (bytes > 0) {
            finish();
        }
        return done;
    }

    private void finish() {
        done.add(new SetWatches(
                relativeZxid,
                paths.getOrDefault(WatchKind.DATA, List.of()),
                paths.getOrDefault(WatchKind.EXIST, List.of()),
                paths.getOrDefault(WatchKind.CHILD, List.of()),
                paths.getOrDefault(WatchKind.PERSISTENT, List.of()),
                paths.getOrDefault(WatchKind.PERSISTENT_RECURSIVE, List.of())));
        paths = new EnumMap<>(WatchKind.class);
        bytes = 0;
    }
}
