package dev.zkspring.event;

import org.springframework.context.ApplicationEvent;

/**
 * A watch could not do its work: its method threw, or the node cannot be read. The watch stays armed. Published on the
 * thread that runs the watch's calls, before the next of them.
 */
public final class ZkWatchFailedEvent extends ApplicationEvent {

    private static final long serialVersionUID = 1L;

    private final String clientName;

    private final String watchId;

    private final String path;

    private final Throwable error;

    /** @param source what runs the watch */
    public ZkWatchFailedEvent(Object source, String clientName, String watchId, String path, Throwable error) {
        super(source);
        this.clientName = clientName;
        this.watchId = watchId;
        this.path = path;
        this.error = error;
    }

    /** The name of the client that the watch belongs to. */
    public String clientName() {
        return clientName;
    }

    public String watchId() {
        return watchId;
    }

    /** The watched node. */
    public String path() {
        return path;
    }

    public Throwable error() {
        return error;
    }

    @Override
    public String toString() {
        return "ZkWatchFailedEvent[client=%s, watch=%s, path=%s, error=%s]".formatted(clientName, watchId, path, error);
    }
}
