package dev.zkspring.client.faults;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the servers did to some nodes, in the order of the transactions: the truth that replies are held against. */
final class Journal {

    /** The counter in the lower half of a zxid; the upper one is the leader's epoch. */
    static final int EPOCH_SHIFT = 32;

    private final List<Change> all;

    private final Map<String, List<Change>> byValue = new HashMap<>();

    private final Map<String, List<Change>> deletions = new HashMap<>();

    private final Map<String, NavigableMap<Long, Optional<NodeState>>> states = new HashMap<>();

    private final Map<String, NavigableMap<Long, String>> children = new HashMap<>();

    private final Map<String, TreeSet<String>> names = new HashMap<>();

    private final Set<Long> sure;

    private final List<Change> committed;

    private Journal(List<Change> all, Set<Long> sure) {
        this.all = all;
        this.sure = sure;
        this.committed =
                all.stream().filter(change -> sure.contains(change.zxid())).toList();
        all.forEach(this::index);
        committed.forEach(this::apply);
    }

    /**
     * Merges the logs of the servers. A change that only one server has, at the end of an epoch before the last one, may
     * never have been committed: it is applied only if somebody has seen it or something behind it.
     *
     * @param logs the last change in them was committed
     * @param seen zxids that replies or the servers' final state show
     */
    static Journal merge(List<List<Change>> logs, Set<Long> seen) {
        NavigableMap<Long, List<Change>> merged = new TreeMap<>();
        Map<Long, Integer> copies = new HashMap<>();
        for (List<Change> log : logs) {
            Map<Long, List<Change>> transactions = new TreeMap<>();
            log.forEach(change -> transactions
                    .computeIfAbsent(change.zxid(), zxid -> new ArrayList<>())
                    .add(change));
            transactions.forEach((zxid, changes) -> {
                merged.putIfAbsent(zxid, changes);
                copies.merge(zxid, 1, Integer::sum);
            });
        }
        Set<Long> sure = sure(merged.descendingKeySet(), copies, seen);
        List<Change> all = merged.values().stream().flatMap(List::stream).toList();
        return new Journal(all, sure);
    }

    private static Set<Long> sure(Set<Long> newestFirst, Map<Long, Integer> copies, Set<Long> seen) {
        Set<Long> sure = new HashSet<>();
        long surelyIn = -1;
        for (long zxid : newestFirst) {
            long epoch = zxid >> EPOCH_SHIFT;
            if (sure.isEmpty() || epoch == surelyIn || copies.get(zxid) > 1 || seen.contains(zxid)) {
                surelyIn = epoch;
                sure.add(zxid);
            }
        }
        return sure;
    }

    private void index(Change change) {
        if (change.value() != null) {
            byValue.computeIfAbsent(change.value(), value -> new ArrayList<>(1)).add(change);
        } else if (change.kind() == Change.Kind.DELETED) {
            deletions.computeIfAbsent(change.path(), path -> new ArrayList<>(1)).add(change);
        }
    }

    private void apply(Change change) {
        NavigableMap<Long, Optional<NodeState>> node = states.computeIfAbsent(change.path(), path -> new TreeMap<>());
        switch (change.kind()) {
            case CREATED -> {
                node.put(change.zxid(), Optional.of(state(change.zxid(), change)));
                children.computeIfAbsent(change.path(), path -> new TreeMap<>()).put(change.zxid(), "");
                changeNames(change, true);
            }
            case SET -> {
                long czxid = node.isEmpty()
                        ? -1
                        : node.lastEntry().getValue().map(NodeState::czxid).orElse(-1L);
                node.put(change.zxid(), Optional.of(state(czxid, change)));
            }
            case DELETED, EXPIRED -> {
                node.put(change.zxid(), Optional.empty());
                changeNames(change, false);
            }
        }
    }

    private static NodeState state(long czxid, Change change) {
        return new NodeState(czxid, change.zxid(), change.version(), change.value());
    }

    private void changeNames(Change change, boolean add) {
        int slash = change.path().lastIndexOf('/');
        String parent = change.path().substring(0, slash);
        String name = change.path().substring(slash + 1);
        TreeSet<String> present = names.computeIfAbsent(parent, path -> new TreeSet<>());
        if (add) {
            present.add(name);
        } else {
            present.remove(name);
        }
        children.computeIfAbsent(parent, path -> new TreeMap<>()).put(change.zxid(), String.join(",", present));
    }

    /** Everything that any server logged, committed or not. */
    List<Change> all() {
        return all;
    }

    /** What happened, without what was logged and never committed. */
    List<Change> committed() {
        return committed;
    }

    /** What became of a call: as {@link #of}, without what was never committed, unless there is nothing else. */
    List<Change> doneOf(Call call) {
        List<Change> logged = of(call);
        List<Change> done =
                logged.stream().filter(change -> sure.contains(change.zxid())).toList();
        return done.isEmpty() ? logged : done;
    }

    /** What any server logged of a call: also what was never committed was sent. */
    List<Change> of(Call call) {
        if (call.value() != null) {
            return byValue.getOrDefault(call.value(), List.of());
        }
        return call.kind() == Call.Kind.DELETE ? deletions.getOrDefault(call.path(), List.of()) : List.of();
    }

    /** The node after everything up to this transaction. */
    @Nullable
    NodeState at(String path, long zxid) {
        Map.Entry<Long, Optional<NodeState>> last = history(path).floorEntry(zxid);
        return last == null ? null : last.getValue().orElse(null);
    }

    /** The node as it was at some time from the first transaction on until before the second one. */
    Collection<Optional<NodeState>> between(String path, long from, long before) {
        List<Optional<NodeState>> found = new ArrayList<>();
        found.add(Optional.ofNullable(at(path, from)));
        if (from + 1 < before) {
            found.addAll(history(path).subMap(from + 1, before).values());
        }
        return found;
    }

    /** Whether the node was missing at some time from the first transaction on until before the second one. */
    boolean wasMissing(String path, long from, long before) {
        return between(path, from, before).stream().anyMatch(Optional::isEmpty);
    }

    /** The node after each transaction that changed its data or existence. */
    NavigableMap<Long, Optional<NodeState>> statesOf(String path) {
        return Collections.unmodifiableNavigableMap(history(path));
    }

    /** The first transaction after this one that changed the node's data or existence, null if there is none. */
    @Nullable
    Long nextChange(String path, long zxid) {
        return history(path).higherKey(zxid);
    }

    private NavigableMap<Long, Optional<NodeState>> history(String path) {
        return states.getOrDefault(path, new TreeMap<>());
    }

    /** The sorted names of the children, joined by commas, by the transaction that led to them. */
    NavigableMap<Long, String> children(String path) {
        return children.getOrDefault(path, new TreeMap<>());
    }

    /** As {@link #children}, and nothing from a transaction on that deleted the node itself. */
    NavigableMap<Long, Optional<String>> lists(String path) {
        NavigableMap<Long, Optional<String>> lists = new TreeMap<>();
        children(path).forEach((zxid, list) -> lists.put(zxid, Optional.of(list)));
        history(path).forEach((zxid, state) -> {
            if (state.isEmpty()) {
                lists.put(zxid, Optional.empty());
            }
        });
        return lists;
    }

    /** The nodes that were gone with their sessions after this transaction. */
    Set<String> expiredAfter(long zxid) {
        return all.stream()
                .filter(change -> change.kind() == Change.Kind.EXPIRED && change.zxid() > zxid)
                .map(Change::path)
                .collect(Collectors.toSet());
    }

    /** The nodes that there are in the end. */
    Map<String, NodeState> finalState() {
        Map<String, NodeState> present = new TreeMap<>();
        states.forEach((path, history) -> history.lastEntry().getValue().ifPresent(state -> present.put(path, state)));
        return present;
    }
}
