package dev.zkspring.client.faults;

import static dev.zkspring.client.data.AddWatchMode.PERSISTENT;
import static dev.zkspring.client.data.AddWatchMode.PERSISTENT_RECURSIVE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.zkspring.client.data.AddWatchMode;
import dev.zkspring.client.data.WatchEvent;
import dev.zkspring.client.data.WatchEvent.Type;
import dev.zkspring.client.watch.TreeCacheEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The checkers of what watches tell, on stories that were made up. */
class WatchStoriesTest {

    private static SeenNode node(long czxid, long mzxid, int version) {
        return new SeenNode(czxid, mzxid, czxid, mzxid, version, "v" + mzxid);
    }

    @Nested
    class OfADataWatch {

        private final List<DataStory.Sighting> story = new ArrayList<>();

        private OfADataWatch saw(@Nullable SeenNode state, long sessionBefore, long session) {
            story.add(new DataStory.Sighting(state, sessionBefore, session));
            return this;
        }

        private List<String> violations() {
            return DataStory.violations("watch", story);
        }

        @Test
        void mayBeThatOfANode() {
            saw(null, 1, 1).saw(node(2, 2, 0), 1, 1).saw(node(2, 5, 2), 1, 1);
            saw(null, 1, 1).saw(node(7, 7, 0), 1, 1).saw(node(9, 9, 0), 1, 1);
            assertThat(violations()).isEmpty();
        }

        @Test
        void hasNothingTwiceInARow() {
            saw(node(2, 2, 0), 1, 1).saw(node(2, 2, 0), 1, 2);
            assertThat(violations()).singleElement().asString().contains("the same twice");
        }

        @Test
        void hasNotTwoDeletionsInARow() {
            saw(null, 1, 1).saw(null, 1, 1);
            assertThat(violations()).singleElement().asString().contains("the same twice");
        }

        @Test
        void doesNotGoBackInOneSession() {
            saw(node(2, 5, 2), 1, 1).saw(node(2, 4, 1), 1, 1);
            assertThat(violations()).singleElement().asString().contains("went back");
        }

        @Test
        void doesNotGoBackPastADeletion() {
            saw(node(2, 5, 2), 1, 1).saw(null, 1, 1).saw(node(2, 4, 1), 1, 1);
            assertThat(violations()).singleElement().asString().contains("went back");
        }

        @Test
        void doesNotReviveANode() {
            saw(node(2, 5, 2), 1, 1).saw(null, 1, 1).saw(node(2, 6, 3), 1, 1);
            assertThat(violations()).singleElement().asString().contains("had gone");
        }

        @Test
        void doesNotGrowYoungerInItsVersion() {
            saw(node(2, 5, 2), 1, 1).saw(node(2, 6, 1), 1, 1);
            assertThat(violations()).singleElement().asString().contains("version");
        }

        @Test
        void mayGoBackInANewSession() {
            saw(node(2, 5, 2), 1, 1).saw(node(2, 4, 1), 1, 2);
            assertThat(violations()).isEmpty();
        }

        @Test
        void mayGoBackWhenTheFirstOfBothWasReadInTheSessionBefore() {
            saw(node(2, 5, 2), 1, 2).saw(node(2, 4, 1), 2, 2);
            assertThat(violations()).isEmpty();
        }
    }

    @Nested
    class OfAChildrenWatch {

        private final List<ListStory.Sighting> story = new ArrayList<>();

        private OfAChildrenWatch saw(@Nullable List<String> names, long session) {
            story.add(new ListStory.Sighting(names, 1, session));
            return this;
        }

        private List<String> violations() {
            return ListStory.violations("watch", story);
        }

        @Test
        void mayBeThatOfANode() {
            saw(null, 1).saw(List.of(), 1).saw(List.of("a", "c"), 1).saw(List.of("b", "c"), 1);
            saw(null, 1).saw(List.of("d"), 1);
            assertThat(violations()).isEmpty();
        }

        @Test
        void hasNoListTwiceInARow() {
            saw(List.of("a"), 1).saw(List.of("a"), 1);
            assertThat(violations()).singleElement().asString().contains("the same twice");
        }

        @Test
        void isSorted() {
            saw(List.of("b", "a"), 1);
            assertThat(violations()).singleElement().asString().contains("not sorted");
        }

        @Test
        void doesNotBringANameBack() {
            saw(List.of("a"), 1).saw(null, 1).saw(List.of("a", "b"), 1);
            assertThat(violations()).singleElement().asString().contains("a is there again");
        }

        @Test
        void mayBringANameBackInANewSession() {
            saw(List.of("a"), 1).saw(List.of("b"), 1).saw(List.of("a", "b"), 2);
            assertThat(violations()).isEmpty();
        }
    }

    @Nested
    class OfATreeCache {

        private final TreeStory story = new TreeStory("cache", "/t", 1);

        private OfATreeCache told(
                TreeCacheEvent.Type type, String path, @Nullable SeenNode node, @Nullable SeenNode before) {
            story.add(new TreeStory.Told(type, path, node, before, 1));
            return this;
        }

        private OfATreeCache added(String path, SeenNode node) {
            return told(TreeCacheEvent.Type.NODE_ADDED, path, node, null);
        }

        private OfATreeCache updated(String path, SeenNode node, SeenNode before) {
            return told(TreeCacheEvent.Type.NODE_UPDATED, path, node, before);
        }

        private OfATreeCache removed(String path, SeenNode before) {
            return told(TreeCacheEvent.Type.NODE_REMOVED, path, null, before);
        }

        private void assertViolation(String what) {
            assertThat(story.violations()).singleElement().asString().contains(what);
        }

        @Test
        void mayBeThatOfATree() {
            added("/t", node(1, 1, 0)).added("/t/a", node(2, 2, 0)).added("/t/a/b", node(3, 3, 0));
            told(TreeCacheEvent.Type.INITIALIZED, "/t", null, null);
            updated("/t/a", node(2, 4, 1), node(2, 2, 0)).removed("/t/a/b", node(3, 3, 0));
            removed("/t/a", node(2, 4, 1)).added("/t/a", node(6, 6, 0));
            assertThat(story.violations()).isEmpty();
            assertThat(story.tree()).containsOnly(Map.entry("/t", node(1, 1, 0)), Map.entry("/t/a", node(6, 6, 0)));
        }

        @Test
        void hasNoChildBeforeItsParent() {
            added("/t/a", node(2, 2, 0));
            assertViolation("has no parent");
        }

        @Test
        void addsNothingTwice() {
            added("/t", node(1, 1, 0)).added("/t", node(2, 2, 0));
            assertViolation("is there already");
        }

        @Test
        void removesChildrenFirst() {
            added("/t", node(1, 1, 0)).added("/t/a", node(2, 2, 0)).removed("/t", node(1, 1, 0));
            assertViolation("leaves /t/a");
        }

        @Test
        void updatesWhatItToldLast() {
            added("/t", node(1, 1, 0)).updated("/t", node(1, 5, 2), node(1, 4, 1));
            assertViolation("does not follow");
        }

        @Test
        void doesNotGoBackInOneSession() {
            added("/t", node(1, 5, 2)).removed("/t", node(1, 5, 2)).added("/t", node(7, 7, 0));
            removed("/t", node(7, 7, 0)).added("/t", node(6, 6, 0));
            assertViolation("older");
        }

        @Test
        void isCompleteOnce() {
            told(TreeCacheEvent.Type.INITIALIZED, "/t", null, null);
            told(TreeCacheEvent.Type.INITIALIZED, "/t", null, null);
            assertViolation("comes once");
        }
    }

    @Nested
    class OfAPersistentWatch {

        private static final long OPEN_UNTIL = 9;

        private static final long CLOSED = -1;

        private final List<WatchEvent> events = new ArrayList<>();

        private final NavigableMap<Long, List<WatchEvent>> changes = new TreeMap<>();

        private final Map<Integer, Long> armed = new TreeMap<>(Map.of(0, 1L));

        private OfAPersistentWatch heard(Type type, String path, long zxid) {
            events.add(new WatchEvent(type, path, zxid));
            return this;
        }

        private OfAPersistentWatch happened(Type type, String path, long zxid) {
            changes.computeIfAbsent(zxid, key -> new ArrayList<>()).add(new WatchEvent(type, path, zxid));
            return this;
        }

        private void happenedAsHeard() {
            events.stream()
                    .filter(event -> event.zxid() > 0)
                    .distinct()
                    .forEach(event -> happened(event.type(), event.path(), event.zxid()));
        }

        private List<String> violations(AddWatchMode mode, long until) {
            return new EventStory("watch", "/a", mode).violations(events, changes, armed, until);
        }

        private void assertViolation(AddWatchMode mode, long until, String what) {
            assertThat(violations(mode, until)).singleElement().asString().contains(what);
        }

        @Test
        void mayBeThatOfANode() {
            heard(Type.NODE_CREATED, "/a", 2).heard(Type.NODE_CHILDREN_CHANGED, "/a", 4);
            heard(Type.NODE_CHILDREN_CHANGED, "/a", 4).heard(Type.NODE_DELETED, "/a", 5);
            happenedAsHeard();
            assertThat(violations(PERSISTENT, OPEN_UNTIL)).isEmpty();
        }

        @Test
        void missesNothingOnceItIsArmed() {
            heard(Type.NODE_CREATED, "/a/b", 2).heard(Type.NODE_DATA_CHANGED, "/a", 5);
            happenedAsHeard();
            happened(Type.NODE_CREATED, "/a/c", 4);
            assertViolation(PERSISTENT_RECURSIVE, CLOSED, "missed");
        }

        @Test
        void missesNothingOfATransaction() {
            heard(Type.NODE_DELETED, "/a/b", 2).heard(Type.NODE_DATA_CHANGED, "/a", 5);
            happenedAsHeard();
            happened(Type.NODE_CREATED, "/a/b", 2);
            assertViolation(PERSISTENT_RECURSIVE, CLOSED, "missed");
        }

        @Test
        void isNotDeafInTheEnd() {
            heard(Type.NODE_CREATED, "/a/b", 2);
            happenedAsHeard();
            happened(Type.NODE_DELETED, "/a/b", 8);
            assertThat(violations(PERSISTENT_RECURSIVE, CLOSED)).isEmpty();
            assertViolation(PERSISTENT_RECURSIVE, OPEN_UNTIL, "missed");
        }

        @Test
        void isNotDeafAfterAReconnect() {
            armed.put(1, 4L);
            heard(Type.NODE_CREATED, "/a", 2).heard(Type.RESYNC, "/a", -1);
            happenedAsHeard();
            happened(Type.NODE_DATA_CHANGED, "/a", 4).happened(Type.NODE_DATA_CHANGED, "/a", 8);
            assertViolation(PERSISTENT, OPEN_UNTIL, "missed");
        }

        @Test
        void mayMissWhatWasBeforeItWasArmedAgain() {
            armed.put(1, 7L);
            heard(Type.NODE_CREATED, "/a/b", 2).heard(Type.RESYNC, "/a", -1);
            heard(Type.NODE_DATA_CHANGED, "/a", 5).heard(Type.NODE_DATA_CHANGED, "/a", 9);
            happenedAsHeard();
            happened(Type.NODE_CREATED, "/a/c", 3).happened(Type.NODE_CREATED, "/a/d", 6);
            assertThat(violations(PERSISTENT_RECURSIVE, OPEN_UNTIL)).isEmpty();
            happened(Type.NODE_CREATED, "/a/e", 8);
            assertViolation(PERSISTENT_RECURSIVE, OPEN_UNTIL, "/a/e");
        }

        @Test
        void hasNothingThatDidNotHappen() {
            heard(Type.NODE_DATA_CHANGED, "/a", 5);
            happened(Type.NODE_DATA_CHANGED, "/a", 4);
            assertThat(violations(PERSISTENT, CLOSED))
                    .anySatisfy(found -> assertThat(found).contains("did not happen"));
        }

        @Test
        void isInOrder() {
            heard(Type.NODE_CREATED, "/a", 5).heard(Type.NODE_DELETED, "/a", 4);
            happenedAsHeard();
            assertViolation(PERSISTENT, OPEN_UNTIL, "after an event of 5");
        }

        @Test
        void hasNothingTwice() {
            heard(Type.NODE_CREATED, "/a", 5).heard(Type.NODE_CREATED, "/a", 5);
            happenedAsHeard();
            assertViolation(PERSISTENT, OPEN_UNTIL, "heard twice");
        }

        @Test
        void isOfItsOwnNodesOnly() {
            heard(Type.NODE_CREATED, "/ab", 5);
            assertViolation(PERSISTENT_RECURSIVE, OPEN_UNTIL, "does not concern");
            assertThat(violations(PERSISTENT, OPEN_UNTIL)).hasSize(1);
        }

        @Test
        void endsWithItsSession() {
            heard(Type.SESSION_LOST, "/a", -1).heard(Type.NODE_CREATED, "/a", 5);
            happenedAsHeard();
            assertViolation(PERSISTENT, OPEN_UNTIL, "after the end");
        }
    }
}
