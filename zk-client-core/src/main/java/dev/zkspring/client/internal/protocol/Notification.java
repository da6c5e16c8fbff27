package dev.zkspring.client.internal.protocol;

import dev.zkspring.client.data.WatchEvent;
import dev.zkspring.client.internal.wire.WireReader;
import org.jspecify.annotations.Nullable;

/**
 * What a server sends when a watch fires.
 *
 * @param type the number of the event
 * @param serverPath the node as the server knows it
 */
public record Notification(int type, String serverPath) {

    public static Notification read(WireReader in) {
        int type = in.readInt();
        // The second number, the state, is always SyncConnected.
        in.readInt();
        return new Notification(type, in.readString());
    }

    /** What happened, {@code null} for a number that this client does not know. */
    public WatchEvent.@Nullable Type eventType() {
        return switch (type) {
            case 1 -> WatchEvent.Type.NODE_CREATED;
            case 2 -> WatchEvent.Type.NODE_DELETED;
            case 3 -> WatchEvent.Type.NODE_DATA_CHANGED;
            case 4 -> WatchEvent.Type.NODE_CHILDREN_CHANGED;
            default -> null;
        };
    }
}
