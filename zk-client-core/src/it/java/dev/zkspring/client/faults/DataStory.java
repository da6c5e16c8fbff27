package dev.zkspring.client.faults;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether what a data watch reported can be the fate of one node, and is what became of it. */
final class DataStory {

    /**
     * One call of the listener.
     *
     * @param state what it was given, null for a missing node
     * @param sessionBefore the session after the call before, so that the value was read in this or a later one
     * @param session the session at the call, so that the value was read in this or an earlier one; 0 for none
     */
    record Sighting(@Nullable SeenNode state, long sessionBefore, long session) {}

    private DataStory() {}

    /** What cannot be true, each with the name of the watch. */
    static List<String> violations(String watch, List<Sighting> story) {
        List<String> found = new ArrayList<>();
        Sighting before = null;
        Sighting newest = null;
        for (Sighting each : story) {
            if (before != null) {
                addIf(found, watch, duplicate(before, each));
            }
            if (newest != null) {
                addIf(found, watch, backward(newest, each, before));
            }
            newest = each.state() == null ? newest : each;
            before = each;
        }
        return found;
    }

    /** What the watch was told and the node never was, each with the name of the watch. */
    static List<String> untrue(String watch, String path, List<Sighting> story, Past past) {
        List<String> found = new ArrayList<>();
        Sighting newest = null;
        for (int i = 0; i < story.size(); i++) {
            Sighting each = story.get(i);
            SeenNode state = each.state();
            if (state == null && !wasMissing(path, newest, each, next(story, i), past)) {
                found.add(watch + " was told that there is no node, which was there all the time since " + newest);
            } else if (state != null && !past.was(path, state)) {
                found.add("%s was told %s, which %s never was".formatted(watch, state, path));
            }
            newest = state == null ? newest : each;
        }
        return found;
    }

    private static @Nullable Sighting next(List<Sighting> story, int index) {
        return story.stream()
                .skip(index)
                .filter(each -> each.state() != null)
                .findFirst()
                .orElse(null);
    }

    /** Between what was seen of the node before and behind it, as far as all that is of one session. */
    private static boolean wasMissing(
            String path, @Nullable Sighting before, Sighting now, @Nullable Sighting after, Past past) {
        long from = before != null && before.state() != null && isOneSession(before, now)
                ? before.state().mzxid()
                : 0;
        long until = after != null && after.state() != null && isOneSession(now, after)
                ? after.state().mzxid()
                : Long.MAX_VALUE;
        return past.journal().wasMissing(path, from, until);
    }

    private static void addIf(List<String> found, String watch, @Nullable String violation) {
        if (violation != null) {
            found.add(watch + " " + violation);
        }
    }

    private static @Nullable String duplicate(Sighting before, Sighting now) {
        SeenNode one = before.state();
        SeenNode other = now.state();
        boolean same = one == null || other == null ? one == other : one.isSameAs(other);
        return same ? "was told the same twice: " + other : null;
    }

    /** Transaction ids are only compared within one session. */
    private static @Nullable String backward(Sighting newest, Sighting now, @Nullable Sighting before) {
        SeenNode earlier = newest.state();
        SeenNode later = now.state();
        if (earlier == null || later == null || !isOneSession(newest, now)) {
            return null;
        }
        String why = later.whyNotAfter(earlier);
        if (why != null) {
            return "went back in session 0x%x: %s after %s, %s".formatted(now.session(), later, earlier, why);
        }
        boolean wasGone = before != null && before.state() == null;
        return wasGone && later.czxid() == earlier.czxid()
                ? "saw a node that had gone: %s after %s and none".formatted(later, earlier)
                : null;
    }

    /** Whether both were read in the same session. */
    private static boolean isOneSession(Sighting one, Sighting other) {
        return one.sessionBefore() == other.session() && other.session() != 0;
    }
}
