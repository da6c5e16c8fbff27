package dev.zkspring.observation;

import dev.zkspring.client.error.ZkException;
import io.micrometer.observation.Observation;
import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.SenderContext;
import org.jspecify.annotations.Nullable;

/** What is known of an observed request. Nothing is propagated: the protocol has no room for it. */
public final class ZkRequestContext extends SenderContext<Object> {

    private final String clientName;

    private final String operation;

    private final @Nullable String path;

    private final @Nullable Observation caller;

    ZkRequestContext(String clientName, String operation, @Nullable String path, @Nullable Observation caller) {
        super((carrier, key, value) -> {}, Kind.CLIENT);
        this.clientName = clientName;
        this.operation = operation;
        this.path = path;
        this.caller = caller;
        setRemoteServiceName("zookeeper");
    }

    public String clientName() {
        return clientName;
    }

    /** In the protocol's words, for example {@code getData}. */
    public String operation() {
        return operation;
    }

    /** The node as the caller names it, {@code null} if the operation has none. */
    public @Nullable String path() {
        return path;
    }

    /** What the calling thread observed, {@code null} if nothing. */
    @Nullable
    Observation caller() {
        return caller;
    }

    /** Why the request failed, {@code null} if it did not or is not answered. */
    public @Nullable ZkException failure() {
        return getError() instanceof ZkException failure ? failure : null;
    }
}
