package dev.zkspring.client.internal.watch;

import dev.zkspring.client.data.WatchEvent;
import dev.zkspring.client.data.Watcher;
import dev.zkspring.client.internal.protocol.SetWatches;
import dev.zkspring.client.internal.protocol.WatchKind;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * The one-shot watchers of a session by kind and server path. A server holds one watch for a path and kind however many
 * watchers there are here. Does no I/O. Confined to the session's event loop.
 */
public final class WatchTable {

    private final Map<WatchKind, Map<String, WatcherSet>> watchers = new EnumMap<>(WatchKind.class);

    public WatchTable() {
        for (WatchKind kind : WatchKind.values()) {
            watchers.put(kind, new LinkedHashMap<>());
        }
    }

    private Map<String, WatcherSet> of(WatchKind kind) {
        return watchers.getOrDefault(kind, Map.of());
    }

    public boolean isEmpty() {
        return watchers.values().stream().allMatch(Map::isEmpty);
    }

    /** Adds a watcher; the same one, by {@code equals}, counts once for a path and kind. */
    public void add(WatchKind kind, String serverPath, Watcher watcher) {
        of(kind).merge(serverPath, new WatcherSet(watcher), WatcherSet::plus);
    }

    /**
     * Takes the watchers that an event concerns, each once; their watch on the server is used up.
     *
     * @return in the order of their registration
     */
    public Collection<Watcher> fire(WatchEvent.Type type, String serverPath) {
        Set<Watcher> fired = new LinkedHashSet<>();
        switch (type) {
            case NODE_CREATED, NODE_DATA_CHANGED -> take(fired, serverPath, WatchKind.DATA, WatchKind.EXIST);
            case NODE_DELETED -> take(fired, serverPath, WatchKind.DATA, WatchKind.EXIST, WatchKind.CHILD);
            case NODE_CHILDREN_CHANGED -> take(fired, serverPath, WatchKind.CHILD);
            case SESSION_LOST, RESYNC -> throw new IllegalArgumentException("no event of a server: " + type);
        }
        return fired;
    }

    private void take(Set<Watcher> fired, String serverPath, WatchKind... kinds) {
        for (WatchKind kind : kinds) {
            WatcherSet set = of(kind).remove(serverPath);
            if (set != null) {
                set.forEach(fired::add);
            }
        }
    }

    /**
     * What the removal of a watcher found.
     *
     * @param found whether it was there
     * @param unused for which kinds the watch on the server serves nobody any more; {@link WatchKind#DATA} stands for
     *     {@link WatchKind#EXIST} too
     */
    public record Removal(boolean found, Set<WatchKind> unused) {}

    /** Removes a watcher from a path, whatever the kind. */
    public Removal remove(String serverPath, Watcher watcher) {
        boolean onNode = remove(WatchKind.DATA, serverPath, watcher);
        boolean data = remove(WatchKind.EXIST, serverPath, watcher) || onNode;
        boolean child = remove(WatchKind.CHILD, serverPath, watcher);
        Set<WatchKind> unused = EnumSet.noneOf(WatchKind.class);
        if (data && !isWatched(WatchKind.DATA, serverPath)) {
            unused.add(WatchKind.DATA);
        }
        if (child && !isWatched(WatchKind.CHILD, serverPath)) {
            unused.add(WatchKind.CHILD);
        }
        return new Removal(data || child, unused);
    }

    /** Whether there is a watcher; {@link WatchKind#DATA} asks for {@link WatchKind#EXIST} too. */
    public boolean isWatched(WatchKind kind, String serverPath) {
        boolean missing = kind == WatchKind.DATA && of(WatchKind.EXIST).containsKey(serverPath);
        return missing || of(kind).containsKey(serverPath);
    }

    private boolean remove(WatchKind kind, String serverPath, Watcher watcher) {
        WatcherSet set = of(kind).get(serverPath);
        if (set == null || !set.contains(watcher)) {
            return false;
        }
        of(kind).computeIfPresent(serverPath, (path, present) -> present.minus(watcher));
        return true;
    }

    /** Empties the table into a consumer of server path and watcher, a watcher once for a path. */
    public void drain(BiConsumer<String, Watcher> consumer) {
        Map<String, Set<Watcher>> all = new LinkedHashMap<>();
        for (Map<String, WatcherSet> kind : watchers.values()) {
            kind.forEach((path, set) -> {
                Set<Watcher> atPath = all.computeIfAbsent(path, key -> new LinkedHashSet<>());
                set.forEach(atPath::add);
            });
            kind.clear();
        }
        all.forEach((path, set) -> set.forEach(watcher -> consumer.accept(path, watcher)));
    }

    /** The requests that arm all watches on a new connection. */
    public List<SetWatches> rearm(long relativeZxid) {
        RearmBatches batches = new RearmBatches(relativeZxid);
        watchers.forEach((kind, paths) -> paths.keySet().forEach(path -> batches.add(kind, path)));
        return batches.toList();
    }
}
