package dev.zkspring.client.faults;

import dev.zkspring.client.data.WatchEvent;
import dev.zkspring.client.data.WatchEvent.Type;
import dev.zkspring.client.data.ZkPath;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * What happened to watched nodes: the truth that watches are held against.
 *
 * @param events what the servers had to tell of each transaction, of each node in the order of the changes
 */
record Past(Journal journal, NavigableMap<Long, List<WatchEvent>> events) {

    /** By the logs of the servers, as {@link Journal#merge}. */
    static Past of(List<List<Change>> logs, Set<Long> seen) {
        Journal journal = Journal.merge(logs, seen);
        NavigableMap<Long, List<WatchEvent>> events = new TreeMap<>();
        for (Change change : journal.committed()) {
            List<WatchEvent> told = events.computeIfAbsent(change.zxid(), zxid -> new ArrayList<>());
            told.add(new WatchEvent(type(change.kind()), change.path(), change.zxid()));
            if (change.kind() != Change.Kind.SET) {
                told.add(new WatchEvent(Type.NODE_CHILDREN_CHANGED, ZkPath.parent(change.path()), change.zxid()));
            }
        }
        return new Past(journal, events);
    }

    private static Type type(Change.Kind kind) {
        return switch (kind) {
            case CREATED -> Type.NODE_CREATED;
            case SET -> Type.NODE_DATA_CHANGED;
            case DELETED, EXPIRED -> Type.NODE_DELETED;
        };
    }

    /** The events that some watch has to hear. */
    NavigableMap<Long, List<WatchEvent>> events(Predicate<WatchEvent> concern) {
        NavigableMap<Long, List<WatchEvent>> found = new TreeMap<>();
        events.forEach((zxid, all) -> {
            List<WatchEvent> some = all.stream().filter(concern).toList();
            if (!some.isEmpty()) {
                found.put(zxid, some);
            }
        });
        return found;
    }

    /** Whether this happened, as far as the event says when. */
    boolean happened(WatchEvent event) {
        return event.zxid() < 0 || events.getOrDefault(event.zxid(), List.of()).contains(event);
    }

    /** Whether the node ever was in this state. */
    boolean was(String path, SeenNode state) {
        return new NodeState(state.czxid(), state.mzxid(), state.version(), state.value())
                .equals(journal.at(path, state.mzxid()));
    }

    /** The last transaction of all. */
    long last() {
        return events.isEmpty() ? 0 : events.lastKey();
    }
}
