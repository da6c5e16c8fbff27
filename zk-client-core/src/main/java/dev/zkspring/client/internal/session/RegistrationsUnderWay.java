package dev.zkspring.client.internal.session;

import dev.zkspring.client.data.Watcher;
import dev.zkspring.client.internal.protocol.Chroot;
import dev.zkspring.client.internal.protocol.WatchKind;
import dev.zkspring.client.internal.watch.Registration;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The requests that are to register a watcher and are not answered. Confined to the session's event loop. */
final class RegistrationsUnderWay {

    private final PendingRequests pending;

    private final Supplier<@Nullable Connection> connection;

    RegistrationsUnderWay(PendingRequests pending, Supplier<@Nullable Connection> connection) {
        this.pending = pending;
        this.connection = connection;
    }

    /** Takes a watcher of a view off the requests that would register it on a path; true if there were any. */
    boolean withdraw(String path, Watcher watcher, Chroot view) {
        boolean[] found = {false};
        pending.visitWatching(connection.get(), request -> {
            Watcher registered = Objects.requireNonNull(request.watcher());
            if (Registration.isFor(registered, watcher)
                    && view.equals(request.chroot())
                    && path.equals(request.operation().path())) {
                request.watcherWithdrawn = true;
                found[0] = true;
            }
        });
        return found[0];
    }

    /** Whether there is one for some watcher on a path, for such a kind. */
    boolean contains(String serverPath, Predicate<WatchKind> kinds) {
        boolean[] found = {false};
        pending.visitWatching(connection.get(), request -> {
            WatchKind kind = request.operation().watchKind(0);
            String path = request.operation().path();
            found[0] |= !request.watcherWithdrawn
                    && kind != null
                    && kinds.test(kind)
                    && path != null
                    && serverPath.equals(request.chroot().toServer(path));
        });
        return found[0];
    }
}
