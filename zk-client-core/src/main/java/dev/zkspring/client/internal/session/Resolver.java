package dev.zkspring.client.internal.session;

import dev.zkspring.client.data.ServerAddress;
import dev.zkspring.client.internal.transport.Endpoint;
import io.netty.util.concurrent.EventExecutor;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** Looks names up without blocking the event loop. */
@FunctionalInterface
public interface Resolver {

    /** Calls {@code done} on {@code callback} with the addresses in order, and with the names that have none. */
    void resolve(
            List<ServerAddress> servers,
            EventExecutor callback,
            BiConsumer<List<Endpoint>, Map<ServerAddress, Throwable>> done);
}
