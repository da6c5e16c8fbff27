package dev.zkspring.observation;

import dev.zkspring.client.data.WatchEvent;
import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;

/** What is known of an observed call of a watch method. */
public final class ZkWatchContext extends Observation.Context {

    private final String clientName;

    private final String watchId;

    private final String path;

    private final WatchEvent.@Nullable Type eventType;

    ZkWatchContext(String clientName, String watchId, String path, WatchEvent.@Nullable Type eventType) {
        this.clientName = clientName;
        this.watchId = watchId;
        this.path = path;
        this.eventType = eventType;
    }

    public String clientName() {
        return clientName;
    }

    public String watchId() {
        return watchId;
    }

    public String path() {
        return path;
    }

    /** What set off the call, {@code null} for the value found at the start and after a reconnect. */
    public WatchEvent.@Nullable Type eventType() {
        return eventType;
    }
}
