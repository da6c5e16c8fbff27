package dev.zkspring.client.watch;

import dev.zkspring.client.Watch;
import dev.zkspring.client.ZkClient;
import dev.zkspring.client.data.ZkPath;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Settings of a watch that is not started yet.
 *
 * @param <L> the listener
 * @param <W> the watch
 */
public final class WatchBuilder<L, W extends Watch> {

    private static final Logger log = LoggerFactory.getLogger(WatchBuilder.class);

    private final ZkClient client;

    private final String path;

    private final Factory<L, W> factory;

    private @Nullable Executor executor;

    private boolean initial = true;

    private WatchErrorHandler errorHandler = (failedPath, error) -> log.warn("Watch of {} failed", failedPath, error);

    WatchBuilder(ZkClient client, String path, Factory<L, W> factory) {
        this.client = client;
        this.path = ZkPath.validate(path);
        this.factory = factory;
    }

    /**
     * Where the listener runs; must run its tasks one at a time and in order. Default: a serial executor on the
     * client's callback threads.
     */
    public WatchBuilder<L, W> executor(Executor serialExecutor) {
        this.executor = serialExecutor;
        return this;
    }

    /** Who hears of errors. Default: they are logged at WARN. */
    public WatchBuilder<L, W> errorHandler(WatchErrorHandler handler) {
        this.errorHandler = handler;
        return this;
    }

    /**
     * Whether the listener is called with what is found at the start. Otherwise that is taken as known, a missing node
     * too, and the first call tells of the first change after it, seen or unseen. Default true.
     */
    public WatchBuilder<L, W> initial(boolean report) {
        this.initial = report;
        return this;
    }

    /**
     * Starts the watch and returns at once, whether the client is connected, or even started, or not: the listener is
     * first called when the value could be read, or with the first change after that.
     */
    public W start(L listener) {
        Executor queue = executor != null ? executor : client.serialExecutor(path);
        return factory.start(new WatchSettings(client, path, queue, errorHandler, initial), listener);
    }

    interface Factory<L, W> {
        W start(WatchSettings settings, L listener);
    }
}
