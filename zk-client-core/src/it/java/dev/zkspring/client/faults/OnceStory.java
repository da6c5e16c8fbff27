package dev.zkspring.client.faults;

import dev.zkspring.client.data.WatchEvent;
import dev.zkspring.client.data.WatchEvent.Type;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether what a one-shot watcher heard can be true: once of the first change behind what its read has seen, or once of
 * the end of its session.
 */
final class OnceStory {

    private final String watch;

    private final String path;

    private final Past past;

    private final List<String> found = new ArrayList<>();

    /** What a read of a one-shot watch left on the server. */
    enum Kind {
        DATA,
        /** The node was missing. */
        EXIST,
        CHILD
    }

    /**
     * What the read that armed the watch has seen.
     *
     * @param newest the node's last change of that kind
     * @param from an answer before the read showed this transaction
     * @param until the read's own answer, or a later one
     * @param relinked whether the watch was restored on another link: of what came and went meanwhile it is not told
     */
    record Read(Kind kind, long newest, long from, long until, boolean relinked) {}

    /**
     * The changes of which one may be the first behind a read.
     *
     * @param certain whether one of them surely is
     */
    private record Candidates(Set<Long> zxids, boolean certain) {}

    OnceStory(String watch, String path, Past past) {
        this.watch = watch;
        this.path = path;
        this.past = past;
    }

    /**
     * What cannot be true.
     *
     * @param read what armed the watch, null if that is not known: then it is heard of once at most
     * @param due whether the watcher must have heard of a change by now
     */
    List<String> violations(@Nullable Read read, List<WatchEvent> heard, boolean due) {
        if (heard.size() > 1) {
            found.add(watch + " heard more than one event: " + heard);
        }
        heard.stream().filter(event -> event.type() == Type.RESYNC).forEach(this::misfit);
        List<WatchEvent> events = heard.stream()
                .filter(event -> event.type().name().startsWith("NODE_"))
                .toList();
        events.stream()
                .filter(event -> !event.path().equals(path) || !past.happened(event))
                .forEach(this::misfit);
        if (read != null) {
            check(read, events, due && heard.isEmpty());
        }
        return List.copyOf(found);
    }

    private void misfit(WatchEvent event) {
        found.add(watch + " heard " + event + ", which did not happen to it");
    }

    private void check(Read read, List<WatchEvent> events, boolean due) {
        Candidates first = candidates(read);
        for (WatchEvent event : events) {
            boolean fits =
                    event.zxid() < 0 ? !first.zxids().isEmpty() : first.zxids().contains(event.zxid());
            if (!fits) {
                found.add("%s heard %s, which is not the first change behind %s, but %s"
                        .formatted(watch, event, read, first.zxids()));
            }
            if (!isOf(read.kind(), event.type())) {
                found.add("%s heard %s and asked for %s".formatted(watch, event, read.kind()));
            }
        }
        if (due && first.certain()) {
            found.add("%s heard nothing of %s behind %s".formatted(watch, first.zxids(), read));
        }
    }

    private static boolean isOf(Kind kind, Type type) {
        return switch (kind) {
            case DATA -> type == Type.NODE_DATA_CHANGED || type == Type.NODE_DELETED;
            case EXIST -> type == Type.NODE_CREATED;
            case CHILD -> type == Type.NODE_CHILDREN_CHANGED || type == Type.NODE_DELETED;
        };
    }

    private Candidates candidates(Read read) {
        Long first = switch (read.kind()) {
            case DATA -> past.journal().nextChange(path, read.newest());
            case CHILD -> past.journal().lists(path).higherKey(read.newest());
            case EXIST -> null;
        };
        if (read.kind() == Kind.EXIST) {
            return creations(read);
        }
        return new Candidates(first == null ? Set.of() : Set.of(first), first != null);
    }

    /** When exactly the node was found missing is not known, so several creations may be the next. */
    private Candidates creations(Read read) {
        NavigableMap<Long, Optional<NodeState>> states = past.journal().statesOf(path);
        Set<Long> zxids = new HashSet<>();
        long missingSince = 0;
        boolean missing = true;
        for (Map.Entry<Long, Optional<NodeState>> each : states.entrySet()) {
            boolean seen = read.relinked() || missingSince <= read.until();
            if (each.getValue().isEmpty()) {
                missingSince = each.getKey();
            } else if (missing && seen && each.getKey() > read.from()) {
                zxids.add(each.getKey());
            }
            missing = each.getValue().isEmpty();
        }
        boolean stillMissing = missing && (read.relinked() || missingSince <= read.until());
        return new Candidates(zxids, !zxids.isEmpty() && !stillMissing);
    }
}
