package dev.zkspring.client.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zkspring.client.data.AddWatchMode;
import dev.zkspring.client.data.WatchEvent;
import dev.zkspring.client.data.WatchEvent.Type;
import dev.zkspring.client.internal.protocol.Exists;
import dev.zkspring.client.internal.protocol.GetData;
import dev.zkspring.client.internal.protocol.OpCode;
import dev.zkspring.client.internal.session.SessionRig.Recorder;
import org.junit.jupiter.api.Test;

/** An event takes all watchers off a node; the server must not be left with a watch that it arms for them afterwards. */
class StrayWatchTest extends BulkArmingFixture {

    private static final int CREATED = 1;

    private static final int DELETED = 2;

    private static final int TYPE_DATA = 2;

    private static final long UNKNOWN = -1;

    /** What tells of nodes without their own watches. */
    private void watchTree() {
        rig.session.addWatch("/", AddWatchMode.PERSISTENT_RECURSIVE, new Recorder());
        peer.reply(peer.expect(OpCode.ADD_WATCH), 11);
        rig.run();
    }

    private void exists(String path) {
        rig.session.submit(new Exists(path, true), watcher);
    }

    /** Two nodes are missing at transaction 12; the server has not yet armed what waits for them. */
    private Frame missTwo() {
        exists("/a");
        exists("/b");
        answer(expectBatch("/a", "/b"), 12, BatchFrame.error(NO_NODE), BatchFrame.error(NO_NODE));
        return peer.expect(OpCode.SET_WATCHES);
    }

    private Frame expectRemoval() {
        Frame removal = peer.expect(OpCode.REMOVE_WATCHES, "/a");
        assertThat(removal.numberBehindPath()).isEqualTo(TYPE_DATA);
        return removal;
    }

    @Test
    void nodeThatIsGoneAgainWhenItsCreationIsToBeWatched() {
        watchTree();
        Frame arming = missTwo();
        peer.event(CREATED, "/a", 13).event(DELETED, "/a", 14);
        rig.run();

        assertThat(watcher.events).containsExactly(new WatchEvent(Type.NODE_CREATED, "/a", 13));
        Frame removal = expectRemoval();
        peer.expectNothing();
        peer.reply(arming, 15).reply(removal, 15);
        rig.run();
        peer.expectNothing();
    }

    @Test
    void nodeThatWasMissingForOneAndThereForAnother() {
        exists("/a");
        exists("/b");
        BatchFrame missing = expectBatch("/a", "/b");
        get("/a");
        get("/c");
        BatchFrame there = expectBatch("/a", "/c");
        answer(missing, 12, BatchFrame.error(NO_NODE), BatchFrame.error(NO_NODE));
        assertThat(expectArming().exist()).containsExactly("/a", "/b");
        answer(there, 14, node(), node());
        assertThat(expectArming().data()).containsExactly("/a", "/c");
        peer.event(CREATED, "/a", UNKNOWN);
        rig.run();

        assertThat(watcher.events).containsExactly(new WatchEvent(Type.NODE_CREATED, "/a", UNKNOWN));
        expectRemoval();
        peer.expectNothing();
    }

    @Test
    void readThatIsOnItsWayKeepsItsWatch() {
        watchTree();
        missTwo();
        Recorder other = new Recorder();
        rig.submit(new GetData("/a", true), other);
        Frame read = peer.expect(OpCode.GET_DATA, "/a");
        peer.event(CREATED, "/a", 13);
        peer.expectNothing();
        peer.reply(read, 14, Peer.node());
        rig.run();
        peer.expectNothing();
    }

    @Test
    void readThatIsOnItsWayAndRefusedDoesNot() {
        watchTree();
        missTwo();
        rig.submit(new GetData("/a", true), new Recorder());
        Frame read = peer.expect(OpCode.GET_DATA, "/a");
        peer.event(CREATED, "/a", 13).event(DELETED, "/a", 14);
        peer.refuse(read, 14, NO_NODE);
        rig.run();

        expectRemoval();
    }

    /** It has armed nothing then. */
    @Test
    void creationThatTheServerFindsWhenItIsToArmTheWatchLeavesNone() {
        Frame arming = missTwo();
        peer.event(CREATED, "/a", UNKNOWN).reply(arming, 15);
        rig.run();

        assertThat(watcher.events).containsExactly(new WatchEvent(Type.NODE_CREATED, "/a", UNKNOWN));
        peer.expectNothing();
    }

    @Test
    void eventOfAnArmedWatchLeavesNone() {
        Frame arming = missTwo();
        peer.reply(arming, 12).event(CREATED, "/a", 13);
        rig.run();

        assertThat(watcher.events).containsExactly(new WatchEvent(Type.NODE_CREATED, "/a", 13));
        peer.expectNothing();
    }
}
