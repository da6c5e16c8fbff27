package dev.zkspring.client.internal.session;

import dev.zkspring.client.data.ServerVersion;
import dev.zkspring.client.internal.transport.Endpoint;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Asks one server for its version, beside the connection of the session. */
@FunctionalInterface
public interface VersionReader {

    /** Calls {@code done} once, on the event loop and within a few seconds; with {@code null} if the server does not tell. */
    void read(Endpoint endpoint, Consumer<@Nullable ServerVersion> done);
}
