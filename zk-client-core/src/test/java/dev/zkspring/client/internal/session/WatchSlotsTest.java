package dev.zkspring.client.internal.session;

import static dev.zkspring.client.data.AddWatchMode.PERSISTENT;
import static dev.zkspring.client.data.AddWatchMode.PERSISTENT_RECURSIVE;
import static dev.zkspring.client.data.WatchEvent.Type.NODE_CHILDREN_CHANGED;
import static dev.zkspring.client.data.WatchEvent.Type.NODE_CREATED;
import static dev.zkspring.client.data.WatchEvent.Type.NODE_DATA_CHANGED;
import static dev.zkspring.client.data.WatchEvent.Type.NODE_DELETED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.zkspring.client.data.WatchEvent;
import dev.zkspring.client.internal.protocol.GetChildren;
import dev.zkspring.client.internal.protocol.GetChildren2;
import dev.zkspring.client.internal.protocol.GetData;
import dev.zkspring.client.internal.protocol.OpCode;
import dev.zkspring.client.internal.watch.PersistentWatch;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What is said to a server that keeps one kind of watch for a path. */
class WatchSlotsTest extends WatchSlotsFixture {

    @Nested
    class OneShotWatches {

        @Test
        void areServedByTheWatchThatStays() {
            assertThat(readData().asksForWatch()).isTrue();
            add(PERSISTENT, watcher);
            assertThat(readChildren().asksForWatch()).isFalse();
            event(CHANGED, "/a");
            event(CHILDREN, "/a");
            event(CHANGED, "/a");

            assertThat(types(once)).containsExactly(NODE_DATA_CHANGED, NODE_CHILDREN_CHANGED);
            assertThat(types(watcher)).containsExactly(NODE_DATA_CHANGED, NODE_CHILDREN_CHANGED, NODE_DATA_CHANGED);
        }

        @Test
        void areServedByItWhateverTheRead() {
            add(PERSISTENT, watcher);
            rig.submit(new GetChildren2("/a", true), once);

            assertThat(peer.expect(OpCode.GET_CHILDREN2, "/a").asksForWatch()).isFalse();
        }

        @Test
        void areNotAskedForAsSoonAsTheOneThatStaysIsWritten() {
            rig.session.addWatch("/a", PERSISTENT, watcher);
            rig.submit(new GetData("/a", true), once);
            peer.expect(OpCode.ADD_WATCH);

            assertThat(peer.expect(OpCode.GET_DATA).asksForWatch()).isFalse();
        }

        @Test
        void onOtherPathsAreNotConcerned() {
            add(PERSISTENT_RECURSIVE, watcher);
            rig.submit(new GetData("/a/b", true), once);

            assertThat(peer.expect(OpCode.GET_DATA).asksForWatch()).isTrue();
        }

        @Test
        void areNotRemovedFromUnderTheOneThatStays() {
            readData();
            add(PERSISTENT, watcher);
            CompletableFuture<Boolean> removed = rig.session.removeWatcher("/a", once);
            peer.expectNothing();

            assertThat(removed).isCompletedWithValue(true);
        }

        @Test
        void areNotRemovedFromUnderOneThatIsUnderWay() {
            readData();
            rig.session.addWatch("/a", PERSISTENT, watcher);
            peer.expect(OpCode.ADD_WATCH);
            rig.session.removeWatcher("/a", once);

            peer.expectNothing();
        }

        @Test
        void areArmedAnewWhenItGoes() {
            PersistentWatch watch = add(PERSISTENT, watcher);
            readData();
            watch.close();
            Frame removal = peer.expect(OpCode.REMOVE_WATCHES, "/a");
            assertThat(removal.numberBehindPath()).isEqualTo(ANY);
            peer.reply(removal, ADDED + 5);
            Frame.Lists lists = peer.expect(OpCode.SET_WATCHES).lists();

            assertThat(lists.relativeZxid()).isEqualTo(ADDED);
            assertThat(lists.data()).containsExactly("/a");
            assertThat(lists.child()).isEmpty();
        }

        @Test
        void areArmedAnewAlsoIfTheirReadWasStillUnderWay() {
            PersistentWatch watch = add(PERSISTENT, watcher);
            rig.submit(new GetChildren("/a", true), once);
            Frame get = peer.expect(OpCode.GET_CHILDREN);
            watch.close();
            Frame removal = peer.expect(OpCode.REMOVE_WATCHES, "/a");
            peer.reply(get, ADDED, out -> out.writeInt(0)).reply(removal, ADDED);

            assertThat(peer.expect(OpCode.SET_WATCHES).lists().child()).containsExactly("/a");
        }

        @Test
        void areArmedAnewTogetherWithOneThatCameMeanwhile() {
            PersistentWatch watch = add(PERSISTENT, watcher);
            readData();
            watch.close();
            Frame removal = peer.expect(OpCode.REMOVE_WATCHES, "/a");
            rig.session.addWatch("/a", PERSISTENT_RECURSIVE, tree);
            peer.expect(OpCode.ADD_WATCH);
            peer.reply(removal, ADDED);
            Frame.Lists lists = peer.expect(OpCode.SET_WATCHES2).lists();

            assertThat(lists.data()).containsExactly("/a");
            assertThat(lists.recursive()).containsExactly("/a");
            assertThat(lists.persistent()).isEmpty();
        }

        @Test
        void areArmedFromBeforeItWentIfTheLinkBreaksMeanwhile() {
            PersistentWatch watch = add(PERSISTENT, watcher);
            readData();
            watch.close();
            Frame removal = peer.expect(OpCode.REMOVE_WATCHES, "/a");
            // The node may have changed after the removal, and before the last transaction that the client knows.
            peer.reply(removal, ADDED + 5);
            peer.expect(OpCode.SET_WATCHES);
            Frame.Lists lists = rig.reconnect().expect(OpCode.SET_WATCHES).lists();

            assertThat(lists.relativeZxid()).isEqualTo(ADDED);
            assertThat(lists.data()).containsExactly("/a");
            rig.peer.pong().expectNothing();
        }

        @Test
        void areAskedForAgainAfterIt() {
            PersistentWatch watch = add(PERSISTENT, watcher);
            watch.close();
            peer.reply(peer.expect(OpCode.REMOVE_WATCHES), ADDED);
            peer.expectNothing();

            assertThat(readData().asksForWatch()).isTrue();
        }

        @Test
        void areArmedBeforeTheOnesThatStayOnTheNextLink() {
            add(PERSISTENT, watcher);
            readData();
            Frame.Lists lists = rig.reconnect().expect(OpCode.SET_WATCHES2).lists();

            assertThat(lists.data()).containsExactly("/a");
            assertThat(lists.persistent()).containsExactly("/a");
        }
    }

    @Nested
    class BothModes {

        @Test
        void recursiveOneIsNotReplacedByAPersistentOne() {
            add(PERSISTENT_RECURSIVE, tree);
            rig.session.addWatch("/a", PERSISTENT, watcher);

            assertThat(peer.expect(OpCode.ADD_WATCH).numberBehindPath()).isEqualTo(MODE_RECURSIVE);
        }

        @Test
        void recursiveOneReportsTheChildrenOfBoth() {
            add(PERSISTENT, watcher);
            add(PERSISTENT_RECURSIVE, tree);
            event(CREATED, "/a/b");
            event(CREATED, "/a/b/c");
            event(CHANGED, "/a/b");
            event(DELETED, "/a/b");
            event(DELETED, "/a");

            assertThat(types(watcher)).containsExactly(NODE_CHILDREN_CHANGED, NODE_CHILDREN_CHANGED, NODE_DELETED);
            assertThat(watcher.events).extracting(WatchEvent::path).containsOnly("/a");
            assertThat(types(tree))
                    .containsExactly(NODE_CREATED, NODE_CREATED, NODE_DATA_CHANGED, NODE_DELETED, NODE_DELETED);
        }

        @Test
        void recursiveOneReportsTheChildrenToAReaderOfThemToo() {
            add(PERSISTENT_RECURSIVE, tree);
            readChildren();
            event(CREATED, "/a/b");
            event(CREATED, "/a/c");

            assertThat(types(once)).containsExactly(NODE_CHILDREN_CHANGED);
        }

        @Test
        void recursiveOneGivesWayToThePersistentOneWhenItCloses() {
            add(PERSISTENT, watcher);
            PersistentWatch recursive = add(PERSISTENT_RECURSIVE, tree);
            recursive.close();
            Frame replacement = peer.expect(OpCode.ADD_WATCH, "/a");
            assertThat(replacement.numberBehindPath()).isEqualTo(MODE_PERSISTENT);
            event(CREATED, "/a/b");
            accept(replacement);
            event(CHILDREN, "/a");
            // Reported by another recursive watch further up; the server sends the change of the children by itself.
            event(CREATED, "/a/c");

            assertThat(types(watcher)).containsExactly(NODE_CHILDREN_CHANGED, NODE_CHILDREN_CHANGED);
            assertThat(tree.events).isEmpty();
        }

        @Test
        void closedPersistentOneLeavesTheRecursiveOneAlone() {
            PersistentWatch persistent = add(PERSISTENT, watcher);
            add(PERSISTENT_RECURSIVE, tree);
            persistent.close();

            peer.expectNothing();
        }

        @Test
        void recursiveOneAloneIsArmedOnTheNextLink() {
            add(PERSISTENT, watcher);
            add(PERSISTENT_RECURSIVE, tree);
            peer = rig.reconnect();
            Frame.Lists lists = peer.expect(OpCode.SET_WATCHES2).lists();
            peer.pong();
            watcher.events.clear();
            event(CREATED, "/a/b");

            assertThat(lists.persistent()).isEmpty();
            assertThat(lists.recursive()).containsExactly("/a");
            assertThat(types(watcher)).containsExactly(NODE_CHILDREN_CHANGED);
        }

        @Test
        void removalWaitsForARegistrationUnderWay() {
            PersistentWatch watch = add(PERSISTENT, watcher);
            CompletableFuture<PersistentWatch> added = rig.session.addWatch("/a", PERSISTENT_RECURSIVE, tree);
            Frame add = peer.expect(OpCode.ADD_WATCH);
            watch.close();
            peer.expectNothing();
            accept(add);
            peer.expectNothing();
            added.join().close();

            assertThat(peer.expect(OpCode.REMOVE_WATCHES).numberBehindPath()).isEqualTo(ANY);
        }

        @Test
        void removalDoesNotWaitForARegistrationThatIsGivenUp() {
            PersistentWatch watch = add(PERSISTENT, watcher);
            rig.stall();
            rig.session.addWatch("/a", PERSISTENT_RECURSIVE, tree);
            rig.run();
            watch.close();
            rig.advance(TestSettings.TIMEOUT.dividedBy(4));
            rig.unstall();

            assertThat(peer.expect(OpCode.REMOVE_WATCHES, "/a").numberBehindPath())
                    .isEqualTo(ANY);
        }

        @Test
        void refusedRegistrationLeavesTheServerAsItWas() {
            add(PERSISTENT, watcher);
            rig.session.addWatch("/a", PERSISTENT_RECURSIVE, tree);
            peer.refuse(peer.expect(OpCode.ADD_WATCH), ADDED, -102);

            assertThat(peer.expect(OpCode.ADD_WATCH, "/a").numberBehindPath()).isEqualTo(MODE_PERSISTENT);
        }
    }
}
