package dev.zkspring.client.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zkspring.client.data.WatchEvent;
import dev.zkspring.client.data.WatchEvent.Type;
import dev.zkspring.client.watch.TreeCacheEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The checkers of what watches tell, on stories that fit together and are not what happened. */
class WatchTruthTest {

    private static final String A = "/t/a";

    private static final String B = "/t/b";

    /** Node a is created, changed, deleted, created again, replaced at once; b is like it, for a moment later. */
    private static final List<Change> CHANGES = List.of(
            change(1, Change.Kind.CREATED, "/t", 0),
            change(10, Change.Kind.CREATED, A, 0),
            change(11, Change.Kind.CREATED, B, 0),
            change(20, Change.Kind.SET, A, 1),
            change(30, Change.Kind.DELETED, A, -1),
            change(40, Change.Kind.CREATED, A, 0),
            change(50, Change.Kind.DELETED, A, -1),
            change(50, Change.Kind.CREATED, A, 0));

    private final Past past = Past.of(List.of(CHANGES, CHANGES), Set.of());

    private static Change change(long zxid, Change.Kind kind, String path, int version) {
        return new Change(zxid, 1, kind, path, kind == Change.Kind.DELETED ? null : "v" + zxid, version);
    }

    private static SeenNode node(long czxid, long mzxid, int version) {
        return new SeenNode(czxid, mzxid, czxid, mzxid, version, "v" + mzxid);
    }

    private static WatchEvent event(Type type, String path, long zxid) {
        return new WatchEvent(type, path, zxid);
    }

    @Nested
    class OfADataWatch {

        private final List<DataStory.Sighting> story = new ArrayList<>();

        private OfADataWatch saw(@Nullable SeenNode state) {
            story.add(new DataStory.Sighting(state, 1, 1));
            return this;
        }

        private List<String> violations() {
            return DataStory.untrue("watch", A, story, past);
        }

        @Test
        void mayBeWhatHappened() {
            saw(null).saw(node(10, 10, 0)).saw(null).saw(node(40, 40, 0)).saw(node(50, 50, 0));
            assertThat(violations()).isEmpty();
        }

        @Test
        void hasNoStateOfAnotherNode() {
            saw(node(10, 10, 0)).saw(node(11, 11, 0));
            assertThat(violations()).singleElement().asString().contains("never was");
        }

        @Test
        void hasNoDataOfAnotherState() {
            saw(new SeenNode(10, 20, 10, 20, 1, "v10"));
            assertThat(violations()).singleElement().asString().contains("never was");
        }

        @Test
        void hasNoDeletionThatWasNone() {
            saw(node(10, 10, 0)).saw(null).saw(node(10, 20, 1));
            assertThat(violations()).singleElement().asString().contains("all the time");
        }

        @Test
        void hasNoDeletionInTheEndThatWasNone() {
            saw(node(50, 50, 0)).saw(null);
            assertThat(violations()).singleElement().asString().contains("all the time");
        }
    }

    @Nested
    class OfAChildrenWatch {

        private final List<ListStory.Sighting> story = new ArrayList<>();

        private OfAChildrenWatch saw(long session, String... names) {
            return saw(session, List.of(names));
        }

        private OfAChildrenWatch saw(long session, @Nullable List<String> names) {
            story.add(new ListStory.Sighting(names, session, session));
            return this;
        }

        private List<String> violations() {
            return ListStory.untrue("watch", "/t", story, past);
        }

        @Test
        void mayBeWhatHappened() {
            saw(1).saw(1, "a").saw(1, "a", "b").saw(1, "b").saw(1, "a", "b");
            assertThat(violations()).isEmpty();
        }

        @Test
        void mayBeginBeforeTheNode() {
            saw(1, (List<String>) null).saw(1);
            assertThat(violations()).isEmpty();
        }

        @Test
        void hasNoListThatNeverWas() {
            saw(1, "a").saw(1, "a", "c");
            assertThat(violations()).singleElement().asString().contains("never so");
        }

        @Test
        void doesNotGoBack() {
            saw(1, "b").saw(1, "a");
            assertThat(violations()).singleElement().asString().contains("never so after 1e");
        }

        @Test
        void mayGoBackInANewSession() {
            saw(1, "b").saw(2, "a");
            assertThat(violations()).isEmpty();
        }

        @Test
        void isNotMissingWhereItWasThere() {
            saw(1, "a").saw(1, (List<String>) null);
            assertThat(violations()).singleElement().asString().contains("null");
        }
    }

    @Nested
    class OfATreeCache {

        private final TreeStory story = new TreeStory("cache", A, 1);

        private OfATreeCache told(TreeCacheEvent.Type type, @Nullable SeenNode node, @Nullable SeenNode before) {
            story.add(new TreeStory.Told(type, A, node, before, 1));
            return this;
        }

        private OfATreeCache added(SeenNode node) {
            return told(TreeCacheEvent.Type.NODE_ADDED, node, null);
        }

        private OfATreeCache removed(SeenNode before) {
            return told(TreeCacheEvent.Type.NODE_REMOVED, null, before);
        }

        @Test
        void mayBeWhatHappened() {
            added(node(10, 10, 0)).removed(node(10, 10, 0)).added(node(40, 40, 0));
            removed(node(40, 40, 0)).added(node(50, 50, 0));
            assertThat(story.untrue(past)).isEmpty();
        }

        @Test
        void hasNoStateThatNeverWas() {
            added(node(11, 11, 0));
            assertThat(story.untrue(past)).singleElement().asString().contains("never was");
        }

        @Test
        void hasNoRemovalThatWasNone() {
            added(node(50, 50, 0)).removed(node(50, 50, 0));
            assertThat(story.untrue(past)).singleElement().asString().contains("is gone");
        }
    }

    @Nested
    class OfAOneShotWatch {

        private final List<WatchEvent> heard = new ArrayList<>();

        private OnceStory.@Nullable Read read;

        private OfAOneShotWatch read(OnceStory.Kind kind, long newest, long from, long until) {
            read = new OnceStory.Read(kind, newest, from, until, false);
            return this;
        }

        private OfAOneShotWatch heard(Type type, String path, long zxid) {
            heard.add(event(type, path, zxid));
            return this;
        }

        private List<String> violations() {
            return new OnceStory("watch", A, past).violations(read, heard, true);
        }

        private void assertViolation(String what) {
            assertThat(violations()).singleElement().asString().contains(what);
        }

        @Test
        void hearsOfTheFirstChange() {
            read(OnceStory.Kind.DATA, 10, 10, 12).heard(Type.NODE_DATA_CHANGED, A, 20);
            assertThat(violations()).isEmpty();
        }

        @Test
        void mayHearOfItLaterWithoutItsTransaction() {
            read(OnceStory.Kind.DATA, 10, 10, 12).heard(Type.NODE_DELETED, A, -1);
            assertThat(violations()).isEmpty();
        }

        @Test
        void mayHearOfTheEndOfItsSession() {
            read(OnceStory.Kind.DATA, 10, 10, 12).heard(Type.SESSION_LOST, A, -1);
            assertThat(violations()).isEmpty();
        }

        @Test
        void mayBeSilentWhileNothingChanges() {
            read(OnceStory.Kind.DATA, 50, 50, 50);
            assertThat(violations()).isEmpty();
        }

        @Test
        void isNotDeaf() {
            read(OnceStory.Kind.DATA, 10, 10, 12);
            assertViolation("heard nothing");
        }

        @Test
        void doesNotMissTheFirstChange() {
            read(OnceStory.Kind.DATA, 10, 10, 12).heard(Type.NODE_DELETED, A, 30);
            assertViolation("not the first change");
        }

        @Test
        void doesNotHearOfWhatItHasRead() {
            read(OnceStory.Kind.DATA, 20, 10, 22).heard(Type.NODE_DATA_CHANGED, A, 20);
            assertViolation("not the first change");
        }

        @Test
        void doesNotHearOfNothing() {
            read(OnceStory.Kind.DATA, 50, 50, 50).heard(Type.NODE_DATA_CHANGED, A, -1);
            assertViolation("not the first change");
        }

        @Test
        void hearsOnce() {
            read(OnceStory.Kind.DATA, 10, 10, 12);
            heard(Type.NODE_DATA_CHANGED, A, 20).heard(Type.SESSION_LOST, A, -1);
            assertViolation("more than one");
        }

        @Test
        void hearsOfItsOwnNode() {
            read = null;
            heard(Type.NODE_CREATED, B, 11);
            assertViolation("did not happen to it");
        }

        @Test
        void hearsOfWhatItAskedFor() {
            read(OnceStory.Kind.DATA, 10, 10, 12).heard(Type.NODE_CREATED, A, -1);
            assertViolation("asked for DATA");
        }

        @Test
        void hearsOfTheCreationOfAMissingNode() {
            read(OnceStory.Kind.EXIST, -1, 5, 45).heard(Type.NODE_CREATED, A, 40);
            assertThat(violations()).isEmpty();
            heard.clear();
            heard(Type.NODE_CREATED, A, 50);
            assertViolation("not the first change");
            heard.clear();
            assertViolation("heard nothing");
        }

        @Test
        void hearsOfChildren() {
            read(OnceStory.Kind.CHILD, 11, 11, 12);
            OnceStory ofParent = new OnceStory("watch", "/t", past);
            assertThat(ofParent.violations(read, List.of(event(Type.NODE_CHILDREN_CHANGED, "/t", 30)), true))
                    .isEmpty();
            assertThat(ofParent.violations(read, List.of(event(Type.NODE_CHILDREN_CHANGED, "/t", 40)), true))
                    .singleElement()
                    .asString()
                    .contains("not the first change");
        }
    }

    @Nested
    class OfAllTogether {

        private final ExpectedWatches expected = new ExpectedWatches();

        @Test
        void areThoseThatAreOpen() {
            expected.add(ExpectedWatches.Kind.NODE, A);
            expected.add(ExpectedWatches.Kind.NODE, A);
            expected.add(ExpectedWatches.Kind.CHILDREN, B);
            expected.allow(ExpectedWatches.Kind.NODE, B);
            assertThat(expected.differences(2, Set.of(A))).isEmpty();
            assertThat(expected.differences(3, Set.of(A, B))).isEmpty();
        }

        @Test
        void areNotMore() {
            expected.add(ExpectedWatches.Kind.STAYING, A);
            assertThat(expected.differences(2, Set.of(A)))
                    .singleElement()
                    .asString()
                    .contains("has 2 watches");
            assertThat(expected.differences(1, Set.of(A, B)))
                    .singleElement()
                    .asString()
                    .contains("nobody", B);
        }

        @Test
        void areNotLess() {
            expected.add(ExpectedWatches.Kind.STAYING_TREE, A);
            assertThat(expected.differences(0, Set.of(A)))
                    .singleElement()
                    .asString()
                    .contains("has 0 watches");
            assertThat(expected.differences(1, Set.of()))
                    .singleElement()
                    .asString()
                    .contains("no server", A);
        }

        @Test
        void areSilentWhenTheyAreClosed() {
            Ending ending = new Ending();
            ending.called();
            ending.end();
            ending.called();
            assertThat(ending.violations("watch")).isEmpty();
            ending.called();
            assertThat(ending.violations("watch")).singleElement().asString().contains("2 times");
        }
    }
}
