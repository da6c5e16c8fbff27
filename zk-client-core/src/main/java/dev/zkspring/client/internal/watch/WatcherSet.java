package dev.zkspring.client.internal.watch;

import dev.zkspring.client.data.Watcher;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The watchers of one path and kind, almost always one. Immutable. */
final class WatcherSet {

    private final Watcher[] watchers;

    WatcherSet(Watcher... watchers) {
        this.watchers = watchers;
    }

    boolean contains(Watcher watcher) {
        return Arrays.asList(watchers).contains(watcher);
    }

    WatcherSet plus(WatcherSet other) {
        WatcherSet sum = this;
        for (Watcher watcher : other.watchers) {
            sum = sum.contains(watcher) ? sum : sum.append(watcher);
        }
        return sum;
    }

    private WatcherSet append(Watcher watcher) {
        Watcher[] longer = Arrays.copyOf(watchers, watchers.length + 1);
        longer[watchers.length] = watcher;
        return new WatcherSet(longer);
    }

    /** The set without a watcher, {@code null} if nothing is left. */
    @Nullable
    WatcherSet minus(Watcher watcher) {
        Watcher[] left =
                Arrays.stream(watchers).filter(each -> !each.equals(watcher)).toArray(Watcher[]::new);
        return left.length == 0 ? null : new WatcherSet(left);
    }

    void forEach(Consumer<Watcher> consumer) {
        for (Watcher watcher : watchers) {
            consumer.accept(watcher);
        }
    }
}
