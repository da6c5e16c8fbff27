package dev.zkspring.actuate;

import dev.zkspring.client.error.ZkException;
import dev.zkspring.listener.ZkPayloadConversionException;
import dev.zkspring.listener.ZkWatchContainer;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One watched path.
 *
 * @param id shared by the paths of one annotation
 * @param client name of the client in logs
 * @param kind data or children
 * @param running whether it was started and not stopped since
 * @param deliveries how often the method was called and returned
 * @param lastDelivery when that last was, as in {@code 2026-01-31T12:00:00Z}, {@code null} if it never was
 * @param lastError what last went wrong, {@code null} if nothing did; of an exception that the method threw only the
 *     class, because its message may quote the data
 */
public record WatchDescriptor(
        String id,
        String client,
        String kind,
        String path,
        boolean running,
        long deliveries,
        @Nullable String lastDelivery,
        @Nullable String lastError) {

    static WatchDescriptor of(ZkWatchContainer watch) {
        return new WatchDescriptor(
                watch.id(),
                watch.clientName(),
                watch.endpoint().kind().name().toLowerCase(Locale.ROOT),
                watch.path(),
                watch.isRunning(),
                watch.deliveries(),
                watch.lastDelivery() == null ? null : String.valueOf(watch.lastDelivery()),
                describe(watch.lastError()));
    }

    private static @Nullable String describe(@Nullable Throwable error) {
        if (error == null) {
            return null;
        }
        boolean own = error instanceof ZkException || error instanceof ZkPayloadConversionException;
        return own ? error.toString() : error.getClass().getName();
    }
}
