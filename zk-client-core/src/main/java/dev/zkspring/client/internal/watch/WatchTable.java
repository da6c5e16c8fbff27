package dev.zkspring.client.internal.watch;

import dev.zkspring.client.data.WatchEvent;
import dev.zkspring.client.data.Watcher;
import dev.zkspring.client.internal.protocol.Chroot;
import dev.zkspring.client.internal.protocol.SetWatches;
import dev.zkspring.client.internal.protocol.WatchKind;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The watchers of a session by kind and server path. A server holds one watch for a path and kind however many watchers
 * there are here. Does no I/O. Confined to the session's event loop.
 */
public final class WatchTable {

    private final Map<WatchKind, Map<String, Registrations>> watchers = new EnumMap<>(WatchKind.class);

    public WatchTable() {
        for (WatchKind kind : WatchKind.values()) {
            watchers.put(kind, new HashMap<>());
        }
    }

    private Map<String, Registrations> of(WatchKind kind) {
        return watchers.getOrDefault(kind, Map.of());
    }

    /**
     * How many watches the server keeps for these watchers, or will. May be asked by any thread, which sees a size of a
     * moment ago: the outer map never changes, and the size of an inner one is a single field.
     */
    public int size() {
        int size = 0;
        for (Map<String, Registrations> kind : watchers.values()) {
            size += kind.size();
        }
        return size;
    }

    /** Adds a watcher; the same one, by {@code equals}, counts once for a path, kind and view. */
    public void add(WatchKind kind, String serverPath, Registration registration) {
        of(kind).compute(serverPath, (path, present) -> present == null ? registration : present.plus(registration));
    }

    /**
     * Finds the watchers that an event concerns, each once, and takes out those whose watch on the server is used up.
     *
     * @return the one-shot ones first, in the order of their registration
     */
    public Collection<Registration> fire(WatchEvent.Type type, String serverPath) {
        Collection<Registration> fired = switch (type) {
            case NODE_CREATED, NODE_DATA_CHANGED -> take(serverPath, WatchKind.DATA, WatchKind.EXIST);
            case NODE_DELETED -> take(serverPath, WatchKind.DATA, WatchKind.EXIST, WatchKind.CHILD);
            case NODE_CHILDREN_CHANGED -> take(serverPath, WatchKind.CHILD);
            case SESSION_LOST, RESYNC -> throw new IllegalArgumentException("no event of a server: " + type);
        };
        fired = with(fired, of(WatchKind.PERSISTENT).get(serverPath));
        // A server sends this one for a child watch on the node; those who watch the tree have the child's own event.
        return type == WatchEvent.Type.NODE_CHILDREN_CHANGED ? fired : withThoseAbove(fired, serverPath);
    }

    private Collection<Registration> take(String serverPath, WatchKind... kinds) {
        Collection<Registration> taken = List.of();
        for (WatchKind kind : kinds) {
            taken = with(taken, of(kind).remove(serverPath));
        }
        return taken;
    }

    /** Almost always there is one in all, for which no set is made. */
    private static Collection<Registration> with(Collection<Registration> fired, @Nullable Registrations more) {
        if (more == null) {
            return fired;
        }
        if (fired.isEmpty()) {
            return List.copyOf(more.all());
        }
        Set<Registration> all = new LinkedHashSet<>(fired);
        all.addAll(more.all());
        return all;
    }

    /** The cost is the depth of the node, however many watches there are. */
    private Collection<Registration> withThoseAbove(Collection<Registration> fired, String serverPath) {
        Map<String, Registrations> recursive = of(WatchKind.PERSISTENT_RECURSIVE);
        Collection<Registration> all = fired;
        for (String path = recursive.isEmpty() ? null : serverPath; path != null; path = parent(path)) {
            all = with(all, recursive.get(path));
        }
        return all;
    }

    /** {@code null} for the root. */
    public static @Nullable String parent(String path) {
        int slash = path.lastIndexOf('/');
        if (slash > 0) {
            return path.substring(0, slash);
        }
        return path.length() > 1 ? "/" : null;
    }

    /**
     * What the removal of a watcher found.
     *
     * @param found whether it was there
     * @param unused for which kinds the watch on the server serves nobody any more; {@link WatchKind#DATA} stands for
     *     {@link WatchKind#EXIST} too
     */
    public record Removal(boolean found, Set<WatchKind> unused) {}

    /** Removes a watcher of a view from a path, whatever the kind; handles for it are closed. */
    public Removal remove(String serverPath, Watcher watcher, Chroot view) {
        Set<WatchKind> removed = EnumSet.noneOf(WatchKind.class);
        for (WatchKind kind : WatchKind.values()) {
            if (remove(kind, serverPath, watcher, view)) {
                removed.add(kind == WatchKind.EXIST ? WatchKind.DATA : kind);
            }
        }
        boolean found = !removed.isEmpty();
        removed.removeIf(kind -> isWatched(kind, serverPath));
        return new Removal(found, removed);
    }

    /** Whether there is a watcher; {@link WatchKind#DATA} asks for {@link WatchKind#EXIST} too. */
    public boolean isWatched(WatchKind kind, String serverPath) {
        boolean missing = kind == WatchKind.DATA && of(WatchKind.EXIST).containsKey(serverPath);
        return missing || of(kind).containsKey(serverPath);
    }

    /** Whether there is a watcher for just this kind. */
    public boolean contains(WatchKind kind, String serverPath) {
        return of(kind).containsKey(serverPath);
    }

    /** The watchers for just this kind, in the order of their registration. */
    public Collection<Registration> watchers(WatchKind kind, String serverPath) {
        Registrations present = of(kind).get(serverPath);
        return present == null ? List.of() : List.copyOf(present.all());
    }

    private boolean remove(WatchKind kind, String serverPath, Watcher watcher, Chroot view) {
        Registrations present = of(kind).get(serverPath);
        if (present == null) {
            return false;
        }
        List<Registration> unwanted = find(present, new Registration(watcher, view));
        for (Registration each : unwanted) {
            if (each.watcher() instanceof PersistentWatch handle) {
                handle.silence();
            }
            of(kind).computeIfPresent(serverPath, (path, left) -> left.minus(each));
        }
        return !unwanted.isEmpty();
    }

    /** Only one who does not know the handles has to look through all. */
    private static List<Registration> find(Registrations present, Registration asked) {
        if (present.contains(asked)) {
            return List.of(asked);
        }
        return asked.watcher() instanceof PersistentWatch
                ? List.of()
                : present.all().stream()
                        .filter(each -> each.isFor(asked.watcher(), asked.chroot()))
                        .toList();
    }

    /** Empties the table into a consumer of server path and watcher, a watcher once for a path; handles end. */
    public void drain(BiConsumer<String, Registration> consumer) {
        Map<String, Set<Registration>> all = new LinkedHashMap<>();
        for (Map<String, Registrations> kind : watchers.values()) {
            kind.forEach((path, set) ->
                    all.computeIfAbsent(path, key -> new LinkedHashSet<>()).addAll(set.all()));
            kind.clear();
        }
        all.forEach((path, set) -> set.forEach(registration -> {
            if (registration.watcher() instanceof PersistentWatch handle) {
                handle.end();
            }
            consumer.accept(path, registration);
        }));
    }

    /** Takes a watcher with its kind and server path. */
    @FunctionalInterface
    public interface Visitor {

        void visit(WatchKind kind, String serverPath, Registration registration);
    }

    /** Shows all that is registered. */
    public void forEach(Visitor visitor) {
        watchers.forEach((kind, paths) ->
                paths.forEach((path, set) -> set.all().forEach(each -> visitor.visit(kind, path, each))));
    }

    /** Shows all that stays registered after an event, with its server path. */
    public void forEachPersistent(BiConsumer<String, Registration> consumer) {
        for (WatchKind kind : WatchKind.values()) {
            if (kind.stays()) {
                of(kind).forEach((path, set) -> set.all().forEach(each -> consumer.accept(path, each)));
            }
        }
    }

    /**
     * The requests that arm all watches on a new connection, as far as the server can keep them. Watches that stay come
     * last: where a server keeps one kind for a path it is the last that remains, and it serves the others too.
     *
     * @param others what is armed by other requests
     */
    public List<SetWatches> rearm(long relativeZxid, WatchSupport support, Set<UnarmedWatches.Place> others) {
        RearmBatches batches = new RearmBatches(relativeZxid);
        watchers.forEach((kind, paths) -> {
            for (String path : paths.keySet()) {
                boolean other = !others.isEmpty() && others.contains(new UnarmedWatches.Place(kind, path));
                if (!other && isKept(kind, path, support)) {
                    batches.add(kind, path);
                }
            }
        });
        return batches.toList();
    }

    /**
     * The request that arms the one-shot watches on one path, without disturbing the one that stays there.
     *
     * @param held what the server holds for the path, {@code null} if nothing
     * @return empty if there are none
     */
    public List<SetWatches> rearm(String serverPath, long relativeZxid, @Nullable WatchKind held) {
        RearmBatches batches = new RearmBatches(relativeZxid);
        boolean oneShot = false;
        for (WatchKind kind : WatchKind.values()) {
            boolean here = !kind.stays() && of(kind).containsKey(serverPath);
            oneShot |= here;
            if (here || oneShot && kind == held) {
                batches.add(kind, serverPath);
            }
        }
        return batches.toList();
    }

    private boolean isKept(WatchKind kind, String serverPath, WatchSupport support) {
        return switch (support) {
            case ONE_SHOT -> !kind.stays();
            case ONE_KIND -> kind != WatchKind.PERSISTENT || !isWatched(WatchKind.PERSISTENT_RECURSIVE, serverPath);
            case ALL_KINDS -> true;
        };
    }
}
