package dev.zkspring.client.faults;

import dev.zkspring.client.data.AddWatchMode;
import dev.zkspring.client.data.WatchEvent;
import dev.zkspring.client.data.WatchEvent.Type;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;

/**
 * Whether what one registration of a persistent watch heard can be true, given changes that are known to have happened.
 * Between two events of one piece, which a RESYNC ends, every change must have been heard. Order across a RESYNC is not
 * promised: the watch says then that it does not know.
 */
final class EventStory {

    private final String watch;

    private final String path;

    private final AddWatchMode mode;

    private final List<String> found = new ArrayList<>();

    /** What the events so far can be told apart by, from the last RESYNC on. */
    private final Set<WatchEvent> heard = new HashSet<>();

    private long from = -1;

    private long newest = -1;

    private boolean ended;

    EventStory(String watch, String path, AddWatchMode mode) {
        this.watch = watch;
        this.path = path;
        this.mode = mode;
    }

    /**
     * What cannot be true.
     *
     * @param changes events of acknowledged changes that the watch concerns, by zxid
     */
    List<String> violations(List<WatchEvent> events, NavigableMap<Long, WatchEvent> changes) {
        for (WatchEvent event : events) {
            if (ended) {
                found.add(watch + " heard " + event + " after the end of its session");
            }
            switch (event.type()) {
                case SESSION_LOST -> ended = true;
                case RESYNC -> endPiece(changes);
                default -> check(event);
            }
        }
        endPiece(changes);
        return List.copyOf(found);
    }

    private void check(WatchEvent event) {
        if (!concerns(path, mode, event)) {
            found.add(watch + " heard " + event + ", which does not concern it");
        }
        boolean again = !heard.add(event);
        // One transaction may change several children.
        if (again && event.type() != Type.NODE_CHILDREN_CHANGED) {
            found.add(watch + " heard twice of " + event);
        }
        if (event.zxid() < newest) {
            found.add(watch + " heard %s after an event of %x".formatted(event, newest));
        }
        from = from < 0 ? event.zxid() : from;
        newest = Math.max(newest, event.zxid());
    }

    static boolean concerns(String path, AddWatchMode mode, WatchEvent event) {
        return mode == AddWatchMode.PERSISTENT
                ? event.path().equals(path)
                : event.type() != Type.NODE_CHILDREN_CHANGED
                        && (event.path().equals(path) || event.path().startsWith(path + "/"));
    }

    private void endPiece(NavigableMap<Long, WatchEvent> changes) {
        if (from >= 0 && newest > from) {
            changes.subMap(from, false, newest, false).values().stream()
                    .filter(change -> !heard.contains(change))
                    .forEach(change ->
                            found.add(watch + " missed %s between %x and %x".formatted(change, from, newest)));
        }
        heard.clear();
        from = -1;
        newest = -1;
    }
}
