package dev.zkspring.client.faults;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Holds answers against what ZooKeeper promises within a session: each client sees the states of the servers in one
 * order, never an older one after a newer one, on whichever server and whichever node; it sees its own changes at their
 * place in the order of its calls, and nothing that was never there.
 */
final class ReadChecker {

    /** Far more than a leader waits for a processor among three servers and two dozen clients on two of them. */
    static final long LEADER_LAG_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final Journal journal;

    private final List<String> violations = new ArrayList<>();

    private ReadChecker(Journal journal) {
        this.journal = journal;
    }

    static List<String> check(List<Step> steps, Journal journal, FrozenTimes frozen) {
        ReadChecker checker = new ReadChecker(journal);
        Map<String, List<Step>> sessions = steps.stream()
                .filter(Step::isAnswered)
                .collect(Collectors.groupingBy(step -> step.call().client() + " " + step.session()));
        sessions.values().forEach(checker::checkSession);
        checker.checkSynced(steps, frozen);
        return checker.violations;
    }

    /** All answers to one client within one session, or those whose session is not certain. */
    private void checkSession(List<Step> steps) {
        List<Step> ordered = steps.stream()
                .sorted(Comparator.comparingInt(step -> step.call().number()))
                .toList();
        if (ordered.get(0).session() == 0) {
            ordered.forEach(step -> check(step, 0, Long.MAX_VALUE));
            return;
        }
        long[] bounds = upperBounds(ordered);
        long seen = 0;
        for (int i = 0; i < ordered.size(); i++) {
            Step step = ordered.get(i);
            if (step.call().kind().keepsOrder()) {
                check(step, seen, bounds[i]);
                seen = Math.max(seen, newest(step));
            }
        }
    }

    /** For each answer the zxid of the client's next change: the state that it shows is older. */
    private long[] upperBounds(List<Step> ordered) {
        long[] bounds = new long[ordered.size()];
        long next = Long.MAX_VALUE;
        for (int i = ordered.size() - 1; i >= 0; i--) {
            bounds[i] = next;
            Long change = changeOf(ordered.get(i));
            next = change == null ? next : change;
        }
        return bounds;
    }

    private @Nullable Long changeOf(Step step) {
        if (!step.isOk() || !step.call().kind().isWrite() || !step.call().kind().keepsOrder()) {
            return null;
        }
        return journal.of(step.call()).stream().map(Change::zxid).findFirst().orElse(null);
    }

    /** The newest transaction that the client knows of by this answer. */
    private long newest(Step step) {
        if (!step.isOk()) {
            return 0;
        }
        Long change = changeOf(step);
        Reply reply = step.reply();
        return change != null ? change : Math.max(reply.mzxid(), Math.max(reply.czxid(), reply.pzxid()));
    }

    private void check(Step step, long seen, long before) {
        Result result = step.reply().result();
        if (result == Result.OK) {
            checkOk(step, seen, before);
        } else if (result == Result.NO_NODE) {
            checkEver(step, seen, before, Optional::isEmpty);
        } else if (result == Result.NODE_EXISTS) {
            checkEver(step, seen, before, Optional::isPresent);
        } else if (result == Result.BAD_VERSION) {
            int expected = step.call().version();
            checkEver(step, seen, before, node -> node.isPresent() && node.get().version() != expected);
        }
    }

    private void checkOk(Step step, long seen, long before) {
        switch (step.call().kind()) {
            case GET, GET_SYNCED, EXISTS -> checkNode(step, seen, before);
            case CHILDREN -> checkChildren(step, seen, before);
            case CREATE_PROTECTED, SET_RETRIED -> {
                // Has no place in the order.
            }
            default -> checkChange(step, seen);
        }
    }

    private void checkNode(Step step, long seen, long before) {
        Reply reply = step.reply();
        NodeState state = journal.at(step.call().path(), reply.mzxid());
        boolean isWhole = step.call().kind() != Call.Kind.EXISTS;
        String value = isWhole || state == null ? reply.value() : state.value();
        NodeState read = new NodeState(reply.czxid(), reply.mzxid(), reply.version(), value);
        if (!read.equals(state)) {
            violate(step, "was never there, then there was " + state);
            return;
        }
        Long next = journal.nextChange(step.call().path(), reply.mzxid());
        checkAge(step, next, seen);
        checkNotTooNew(step, reply.mzxid(), before);
    }

    private void checkChildren(Step step, long seen, long before) {
        Reply reply = step.reply();
        NavigableMap<Long, String> history = journal.children(step.call().path());
        String names = history.get(reply.pzxid());
        if (!reply.value().equals(names)) {
            violate(step, "was never there, then there was " + names);
            return;
        }
        checkAge(step, history.higherKey(reply.pzxid()), seen);
        checkNotTooNew(step, reply.pzxid(), before);
    }

    /**
     * What was acknowledged to anybody before a sync was asked for is seen after it, but on the leader: it has told its
     * followers to acknowledge a change before it makes it, and its own sync waits for nothing. So it may be behind by
     * as long as it gets no processor, or is frozen.
     */
    private void checkSynced(List<Step> steps, FrozenTimes frozen) {
        Map<String, List<Acknowledged>> acknowledged = new HashMap<>();
        steps.stream()
                .filter(step -> step.isOk() && step.call().kind().isWrite())
                .forEach(step -> journal.of(step.call())
                        .forEach(change -> acknowledged
                                .computeIfAbsent(change.path(), path -> new ArrayList<>())
                                .add(new Acknowledged(step.ended(), change.zxid()))));
        steps.stream()
                .filter(step -> step.isOk() && step.call().kind() == Call.Kind.GET_SYNCED)
                .forEach(step -> acknowledged.getOrDefault(step.call().path(), List.of()).stream()
                        .filter(change -> change.at() < step.call().started() - LEADER_LAG_NANOS
                                && !frozen.anyBetween(change.at(), step.ended()))
                        .map(Acknowledged::zxid)
                        .filter(zxid -> zxid > step.reply().mzxid()
                                && isOfOneEpoch(zxid, step.reply().mzxid()))
                        .max(Long::compare)
                        .ifPresent(zxid -> violate(step, "older than " + Text.hex(zxid) + ", acknowledged before")));
    }

    private record Acknowledged(long at, long zxid) {}

    /** A leader that was frozen answers a sync before it notices that there is another one. */
    private static boolean isOfOneEpoch(long zxid, long other) {
        return zxid >> Journal.EPOCH_SHIFT == other >> Journal.EPOCH_SHIFT;
    }

    private void checkAge(Step step, @Nullable Long next, long seen) {
        if (next != null && next <= seen) {
            violate(
                    step,
                    "older than what the client saw before: changed by %s, saw %s"
                            .formatted(Text.hex(next), Text.hex(seen)));
        }
    }

    private void checkNotTooNew(Step step, long zxid, long before) {
        if (zxid >= before) {
            violate(step, "newer than the client's own later change " + Text.hex(before));
        }
    }

    private void checkChange(Step step, long seen) {
        Long zxid = changeOf(step);
        if (zxid != null && zxid <= seen) {
            violate(step, "older than what the client saw before: " + Text.hex(seen));
        }
    }

    /** Whether the node was such at any time between what the client saw before and its own next change. */
    private void checkEver(Step step, long seen, long before, Predicate<Optional<NodeState>> expected) {
        List<Collection<Optional<NodeState>>> histories = new ArrayList<>();
        for (String path : step.call().paths()) {
            Collection<Optional<NodeState>> history = journal.between(path, seen, before);
            if (history.stream().anyMatch(expected)) {
                return;
            }
            histories.add(history);
        }
        violate(step, "cannot be between %s and %s: %s".formatted(Text.hex(seen), Text.hex(before), histories));
    }

    private void violate(Step step, String what) {
        violations.add(step + ": " + what);
    }
}
