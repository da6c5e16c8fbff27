package dev.zkspring.client.internal.session;

import static dev.zkspring.client.data.AddWatchMode.PERSISTENT;
import static dev.zkspring.client.data.AddWatchMode.PERSISTENT_RECURSIVE;
import static dev.zkspring.client.data.WatchEvent.Type.NODE_CREATED;
import static dev.zkspring.client.data.WatchEvent.Type.NODE_DELETED;
import static dev.zkspring.client.data.WatchEvent.Type.RESYNC;
import static org.assertj.core.api.Assertions.assertThat;

import dev.zkspring.client.data.WatchEvent;
import dev.zkspring.client.internal.protocol.GetChildren;
import dev.zkspring.client.internal.protocol.GetData;
import dev.zkspring.client.internal.protocol.OpCode;
import dev.zkspring.client.internal.watch.PersistentWatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The same when the link breaks, or nobody knows what the server keeps. */
class WatchSlotsLinkTest extends WatchSlotsFixture {

    @Nested
    class LostLink {

        @Test
        void endsRemovalsThatWouldHitWhatTheNextOneArms() {
            PersistentWatch watch = add(PERSISTENT, watcher);
            readData();
            watch.close();
            peer.expect(OpCode.REMOVE_WATCHES);
            peer = rig.reconnect();

            assertThat(peer.expect(OpCode.SET_WATCHES).lists().data()).containsExactly("/a");
            peer.pong().expectNothing();
            assertThat(readData().asksForWatch()).isTrue();
        }

        @Test
        void endsRemovalsThatWereNotYetWritten() {
            PersistentWatch watch = add(PERSISTENT, watcher);
            readData();
            rig.stall();
            watch.close();
            peer = rig.reconnect();

            assertThat(peer.expect(OpCode.SET_WATCHES).lists().data()).containsExactly("/a");
            peer.pong().expectNothing();
        }
    }

    @Nested
    class ServerOfUnknownVersion {

        @BeforeEach
        void moveThere() {
            rig.versions = (endpoint, done) -> done.accept(null);
            peer = rig.reconnect().pong();
        }

        @Test
        void isTakenForOneThatKeepsOneKind() {
            add(PERSISTENT, watcher);

            assertThat(readData().asksForWatch()).isFalse();
        }

        @Test
        void mayReportWhatItsOwnWatchesSayToo() {
            add(PERSISTENT, watcher);
            add(PERSISTENT_RECURSIVE, tree);
            peer.event(CREATED, "/a/b", 7).event(CHILDREN, "/a", 7);
            peer.event(DELETED, "/a/b", 8).event(CHILDREN, "/a", 8).event(CHILDREN, "/a", 9);
            rig.run();

            assertThat(watcher.events).extracting(WatchEvent::zxid).containsExactly(7L, 8L, 9L);
        }

        /** While a server arms watches, it tells of a missing node once for each of them. */
        @Test
        void tellsThoseThatStayOfADeletionOnce() {
            add(PERSISTENT_RECURSIVE, tree);
            rig.submit(new GetData("/a/b", true), once);
            peer.reply(peer.expect(OpCode.GET_DATA), ADDED, Peer.node());
            rig.submit(new GetChildren("/a/b", true), watcher);
            peer.reply(peer.expect(OpCode.GET_CHILDREN), ADDED, out -> out.writeInt(0));
            peer = rig.reconnect();
            Frame arming = peer.expect(OpCode.SET_WATCHES2);
            event(DELETED, "/a/b");
            event(DELETED, "/a/b");
            assertThat(types(tree)).containsExactly(RESYNC, NODE_DELETED);
            assertThat(types(once)).containsExactly(NODE_DELETED);
            assertThat(types(watcher)).containsExactly(NODE_DELETED);

            event(CREATED, "/a/b");
            event(DELETED, "/a/b");
            peer.reply(arming, ADDED).event(DELETED, "/a/b", -1);
            rig.run();
            assertThat(types(tree)).containsExactly(RESYNC, NODE_DELETED, NODE_CREATED, NODE_DELETED, NODE_DELETED);
        }

        /** Newer servers leave the transaction out only when they arm one-shot watches. */
        @Test
        void tellsThoseThatStayNothingTwiceOnceItHasNamedATransaction() {
            add(PERSISTENT_RECURSIVE, tree);
            event(CHANGED, "/a");
            peer.event(CREATED, "/a/b", 7).event(CREATED, "/a/b", -1);
            rig.run();

            assertThat(tree.events).extracting(WatchEvent::zxid).containsExactly(-1L, 7L);
        }
    }
}
