package dev.zkspring.client.faults;

import dev.zkspring.client.data.AddWatchMode;
import dev.zkspring.client.data.WatchEvent;
import dev.zkspring.client.data.WatchEvent.Type;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;

/**
 * Whether what one registration of a persistent watch heard can be true, given changes that are known to have happened.
 * A RESYNC begins a new piece of the story: it says that the watch does not know what came before. In each piece every
 * change must have been heard from the moment on at which the server surely held the watch, up to the last event.
 */
final class EventStory {

    private final String watch;

    private final String path;

    private final AddWatchMode mode;

    private final List<String> found = new ArrayList<>();

    /** What the events so far can be told apart by, from the last RESYNC on. */
    private final Set<WatchEvent> heard = new HashSet<>();

    private int piece;

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
     * @param armed by the number of the piece from 0 on a zxid at which the server held the watch already
     */
    List<String> violations(List<WatchEvent> events, NavigableMap<Long, WatchEvent> changes, Map<Integer, Long> armed) {
        for (WatchEvent event : events) {
            if (ended) {
                found.add(watch + " heard " + event + " after the end of its session");
            }
            switch (event.type()) {
                case SESSION_LOST -> ended = true;
                case RESYNC -> endPiece(changes, armed);
                default -> check(event);
            }
        }
        endPiece(changes, armed);
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
        newest = Math.max(newest, event.zxid());
    }

    static boolean concerns(String path, AddWatchMode mode, WatchEvent event) {
        return mode == AddWatchMode.PERSISTENT
                ? event.path().equals(path)
                : event.type() != Type.NODE_CHILDREN_CHANGED
                        && (event.path().equals(path) || event.path().startsWith(path + "/"));
    }

    private void endPiece(NavigableMap<Long, WatchEvent> changes, Map<Integer, Long> armed) {
        Long from = armed.get(piece);
        if (from != null && newest > from) {
            changes.subMap(from, false, newest, false).values().stream()
                    .filter(change -> !heard.contains(change))
                    .forEach(change ->
                            found.add(watch + " missed %s between %x and %x".formatted(change, from, newest)));
        }
        heard.clear();
        piece++;
        newest = -1;
    }
}
