package dev.zkspring.listener;

import dev.zkspring.client.watch.WatchErrorHandler;
import dev.zkspring.event.ZkWatchFailedEvent;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;

/** Makes the failures of watches known: to the user's handler or else the log, and as application event. */
final class WatchFailures {

    private static final Logger log = LoggerFactory.getLogger(WatchFailures.class);

    private final ApplicationEventPublisher publisher;

    private final @Nullable WatchErrorHandler handler;

    WatchFailures(ApplicationEventPublisher publisher, @Nullable WatchErrorHandler handler) {
        this.publisher = publisher;
        this.handler = handler;
    }

    /** The watch could not read its node, or not convert the data; the error says all. */
    void beforeCall(ZkWatchContainer container, Throwable error) {
        if (handler == null) {
            log.warn("Watch {} of {} failed and goes on: {}", container.id(), container.path(), error.toString());
            log.debug("Failure of watch {}", container.id(), error);
        }
        tell(container, error);
    }

    /** The method threw, so that its author needs the stack trace. */
    void inCall(ZkWatchContainer container, Throwable error) {
        if (handler == null) {
            log.warn(
                    "{}, watch {} of {}, threw and the watch goes on",
                    container.endpoint().method(),
                    container.id(),
                    container.path(),
                    error);
        }
        tell(container, error);
    }

    private void tell(ZkWatchContainer container, Throwable error) {
        if (handler != null) {
            guarded(container, "Error handler", () -> handler.handle(container.path(), error));
        }
        ZkWatchFailedEvent event =
                new ZkWatchFailedEvent(container, container.clientName(), container.id(), container.path(), error);
        guarded(container, "A listener of ZkWatchFailedEvent", () -> publisher.publishEvent(event));
    }

    private static void guarded(ZkWatchContainer container, String what, Runnable call) {
        try {
            call.run();
        } catch (Throwable e) {
            log.warn("{} of watch {} of {} threw", what, container.id(), container.path(), e);
        }
    }
}
