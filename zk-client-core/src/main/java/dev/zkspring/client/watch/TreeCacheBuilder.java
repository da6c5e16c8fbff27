package dev.zkspring.client.watch;

import dev.zkspring.client.ZkClient;
import dev.zkspring.client.data.ZkPath;
import java.util.concurrent.Executor;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Settings of a {@link TreeCache} that is not started yet. */
public final class TreeCacheBuilder {

    private static final Logger log = LoggerFactory.getLogger(TreeCacheBuilder.class);

    private final ZkClient client;

    private final String path;

    private final RecursiveWatches watches;

    private boolean cacheData = true;

    private int maxDepth = Integer.MAX_VALUE;

    private Predicate<String> filter = node -> true;

    private @Nullable Executor executor;

    private WatchErrorHandler errorHandler =
            (failedPath, error) -> log.warn("Tree cache failed at {}", failedPath, error);

    TreeCacheBuilder(ZkClient client, String path, RecursiveWatches watches) {
        this.client = client;
        this.path = ZkPath.validate(path);
        this.watches = watches;
    }

    /** Whether the nodes' data is kept; without it only their {@code Stat}s are, and are read. Default true. */
    public TreeCacheBuilder cacheData(boolean keep) {
        this.cacheData = keep;
        return this;
    }

    /**
     * How many levels below the root are kept: 0 for the root alone, 1 for its children too. Default all.
     *
     * @throws IllegalArgumentException if negative
     */
    public TreeCacheBuilder maxDepth(int levels) {
        if (levels < 0) {
            throw new IllegalArgumentException("maximum depth %d (expected: at least 0)".formatted(levels));
        }
        this.maxDepth = levels;
        return this;
    }

    /**
     * Which nodes below the root are kept, by path; nothing below an excluded node is. Asked for a path again and again,
     * on the cache's executor: it must be quick and always give the same answer. A node for which it throws is excluded
     * and reported to the error handler. Default all.
     */
    public TreeCacheBuilder filter(Predicate<String> accepted) {
        this.filter = accepted;
        return this;
    }

    /**
     * Where the cache works and the listener runs; must run its tasks one at a time and in order. Default: a serial
     * executor on the client's callback threads.
     */
    public TreeCacheBuilder executor(Executor serialExecutor) {
        this.executor = serialExecutor;
        return this;
    }

    /**
     * Who hears of errors: a listener that threw, a node that must not or cannot be read (once until it can be), and
     * what keeps the cache from reading at all. Default: they are logged at WARN.
     */
    public TreeCacheBuilder errorHandler(WatchErrorHandler handler) {
        this.errorHandler = handler;
        return this;
    }

    /** Starts a cache without a listener. */
    public TreeCache start() {
        return begin(null);
    }

    /** Starts the cache and returns at once, whether the client is connected, or even started, or not. */
    public TreeCache start(TreeCacheListener listener) {
        return begin(listener);
    }

    private TreeCache begin(@Nullable TreeCacheListener listener) {
        Executor queue = executor != null ? executor : client.serialExecutor("tree cache of " + path);
        TreeScope scope = new TreeScope(path, maxDepth, filter);
        TreeCache cache =
                new TreeCache(new TreeSettings(client, scope, cacheData, queue, errorHandler, listener, watches));
        cache.begin();
        return cache;
    }
}
