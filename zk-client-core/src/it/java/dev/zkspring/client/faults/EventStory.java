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
 * Whether what one registration of a persistent watch heard is what happened.
 * A RESYNC begins a new piece of the story: it says that the watch does not know what came before. In each piece every
 * change must have been heard from the moment on at which the server surely held the watch, up to the last event, and by
 * a watch that is open in the end up to the last change of all.
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
     * @param changes all events that the servers had to tell such a watch, by zxid
     * @param armed by the number of the piece from 0 on a zxid at which the server held the watch already
     * @param until the transaction up to which a watch that is still open must have heard everything; negative for one
     *     that was closed, which may have been right behind the last event
     */
    List<String> violations(
            List<WatchEvent> events,
            NavigableMap<Long, List<WatchEvent>> changes,
            Map<Integer, Long> armed,
            long until) {
        for (WatchEvent event : events) {
            if (ended) {
                found.add(watch + " heard " + event + " after the end of its session");
            }
            switch (event.type()) {
                case SESSION_LOST -> ended = true;
                case RESYNC -> endPiece(changes, armed, newest - 1);
                default -> check(event, changes);
            }
        }
        endPiece(changes, armed, ended || until < 0 ? newest - 1 : until);
        return List.copyOf(found);
    }

    private void check(WatchEvent event, NavigableMap<Long, List<WatchEvent>> changes) {
        if (!concerns(path, mode, event)) {
            found.add(watch + " heard " + event + ", which does not concern it");
        } else if (event.zxid() >= 0
                && !changes.getOrDefault(event.zxid(), List.of()).contains(event)) {
            found.add(watch + " heard " + event + ", which did not happen");
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

    private void endPiece(NavigableMap<Long, List<WatchEvent>> changes, Map<Integer, Long> armed, long until) {
        Long from = armed.get(piece);
        if (from != null && until > from) {
            changes.subMap(from, false, until, true).values().stream()
                    .flatMap(List::stream)
                    .filter(change -> !heard.contains(change))
                    .forEach(
                            change -> found.add(watch + " missed %s between %x and %x".formatted(change, from, until)));
        }
        heard.clear();
        piece++;
        newest = -1;
    }
}
