package dev.zkspring.client.internal.session;

import dev.zkspring.client.data.WatchEvent;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The deletions that a server has told of while it arms watches. It looks for each watch on its own whether the node is
 * there, and so tells of a missing one for its data watch and again for its child watch. Confined to the session's event
 * loop.
 */
final class ToldDeletions {

    private final Set<String> told = new HashSet<>();

    /** Whether the event says once more that a node is gone, which has not been created since. */
    boolean isToldAgain(WatchEvent.Type type, String serverPath, @Nullable Connection link) {
        if (link == null || !link.isArming()) {
            told.clear();
            return false;
        }
        if (type == WatchEvent.Type.NODE_CREATED) {
            told.remove(serverPath);
        }
        return type == WatchEvent.Type.NODE_DELETED && !told.add(serverPath);
    }

    void unlinked() {
        told.clear();
    }
}
