package dev.zkspring.client;

import dev.zkspring.client.internal.watch.PersistentWatch;
import java.util.concurrent.CompletableFuture;

/** The handle that the caller of {@code addWatch} gets. */
record ArmedWatch(PersistentWatch registration) implements Watch {

    /** A caller that has given up, by cancelling or by an interrupt, could not close the watch: it is closed here. */
    static CompletableFuture<Watch> of(CompletableFuture<PersistentWatch> armed) {
        CompletableFuture<Watch> result = new CompletableFuture<>();
        armed.whenComplete((registration, failure) -> {
            if (failure != null) {
                result.completeExceptionally(failure);
            } else if (!result.complete(new ArmedWatch(registration))) {
                registration.close();
            }
        });
        return result;
    }

    @Override
    public String path() {
        return registration.path();
    }

    @Override
    public boolean isClosed() {
        return registration.isClosed();
    }

    @Override
    public void close() {
        registration.close();
    }
}
