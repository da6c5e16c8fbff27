package dev.zkspring.listener;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one annotation, or one listener registered in code, asks for. Each of its paths gets a {@link ZkWatchContainer} of its own.
 *
 * @param id unique in its registry
 * @param kind what of the node to follow
 * @param paths the nodes, at least one, valid and distinct
 * @param client name of the client bean, {@code null} for the only or primary one
 * @param autoStartup whether to start with the registry, {@code null} for the registry's default
 * @param initial whether the method is called with the value found at the start
 * @param errorHandler name of a {@code WatchErrorHandler} bean, {@code null} for the registrar's default
 * @param executor name of an {@code Executor} bean, {@code null} for the registrar's default
 * @param method what to call
 */
public record ZkWatchEndpoint(
        String id,
        ZkWatchKind kind,
        List<String> paths,
        @Nullable String client,
        @Nullable Boolean autoStartup,
        boolean initial,
        @Nullable String errorHandler,
        @Nullable String executor,
        ZkWatchMethod method) {

    /**
     * Begins an endpoint that calls a listener.
     *
     * @param id unique in its registry
     */
    public static ZkWatchEndpointBuilder builder(String id) {
        return new ZkWatchEndpointBuilder(id);
    }
}
