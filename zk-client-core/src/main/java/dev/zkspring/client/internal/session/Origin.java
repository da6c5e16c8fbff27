package dev.zkspring.client.internal.session;

import dev.zkspring.client.data.Watcher;
import dev.zkspring.client.internal.protocol.Chroot;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Where requests come from: what all requests of one view have in common, and the watcher, which few have.
 *
 * @param chroot between the caller's paths and the servers'
 * @param only id of the one session that the requests are for, {@link Request#ANY_SESSION} for whichever there is
 * @param completeOn where futures complete, {@code null} for the event loop
 */
record Origin(
        Chroot chroot,
        long only,
        @Nullable Executor completeOn,
        @Nullable Watcher watcher) {

    /** The same for a request that is to register a watcher. */
    Origin with(@Nullable Watcher registered) {
        return registered == null ? this : new Origin(chroot, only, completeOn, registered);
    }
}
