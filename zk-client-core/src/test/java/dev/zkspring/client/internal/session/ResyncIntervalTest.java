package dev.zkspring.client.internal.session;

import static dev.zkspring.client.data.WatchEvent.Type.RESYNC;
import static org.assertj.core.api.Assertions.assertThat;

import dev.zkspring.client.data.AddWatchMode;
import dev.zkspring.client.data.ServerVersion;
import dev.zkspring.client.data.WatchEvent;
import dev.zkspring.client.internal.protocol.GetData;
import dev.zkspring.client.internal.protocol.OpCode;
import dev.zkspring.client.internal.session.SessionRig.Recorder;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Watches that look again though no server told them to. */
class ResyncIntervalTest extends BulkArmingFixture {

    private static final Duration INTERVAL = Duration.ofSeconds(10);

    private static final WatchEvent RESYNC_A = new WatchEvent(RESYNC, "/a", -1);

    private final Recorder plain = new Recorder();

    @BeforeEach
    void connectWithInterval() {
        connect(new ServerVersion(3, 9, 5), settings -> settings.resyncInterval = INTERVAL);
    }

    private void watchAlone() {
        get("/a");
        peer.reply(peer.expect(OpCode.GET_DATA, "/a"), 12, Peer.node());
        rig.run();
    }

    @Test
    void stateWatchersAreToldAtEachOne() {
        watchAlone();
        rig.advance(INTERVAL.minus(SessionRig.STABLE).minusNanos(1));
        assertThat(watcher.events).isEmpty();
        rig.advance(Duration.ofNanos(1));
        assertThat(watcher.events).containsExactly(RESYNC_A);
        rig.advance(INTERVAL);

        assertThat(watcher.events).containsExactly(RESYNC_A, RESYNC_A);
    }

    @Test
    void watchesThatTheServerMayHaveUsedUpAreArmedAgain() {
        peer.reply(readTwo(), 12);
        rig.advance(INTERVAL);
        get("/a");
        get("/b");
        answer(expectBatch("/a", "/b"), 20, node(), node());
        assertThat(expectArming().data()).containsExactly("/a", "/b");
        get("/a");
        get("/b");
        answer(expectBatch("/a", "/b"), 21, node(), node());

        peer.expectNothing();
    }

    @Test
    void lastingWatchersAreToldAndOneShotOnesAreNot() {
        Recorder lasting = new Recorder();
        rig.session.addWatch("/a", AddWatchMode.PERSISTENT, lasting);
        peer.reply(peer.expect(OpCode.ADD_WATCH), 12, out -> out.writeInt(0));
        rig.submit(new GetData("/a", true), plain);
        peer.reply(peer.expect(OpCode.GET_DATA), 12, Peer.node());
        rig.advance(INTERVAL);

        assertThat(lasting.events).containsExactly(RESYNC_A);
        assertThat(plain.events).isEmpty();
    }

    @Test
    void theNextOneBeginsWithTheNextLink() {
        watchAlone();
        peer.hangUp();
        rig.advance(INTERVAL);
        assertThat(watcher.events).isEmpty();
        peer = rig.connector.next().accept().grant();
        peer.expect(OpCode.SET_WATCHES);
        peer.pong();
        rig.advance(INTERVAL.minusNanos(1));
        assertThat(watcher.events).isEmpty();
        rig.advance(Duration.ofNanos(1));

        assertThat(watcher.events).containsExactly(RESYNC_A);
    }

    @Test
    void withoutOneNobodyIsTold() {
        connect();
        watchAlone();
        rig.advance(Duration.ofSeconds(15));

        assertThat(watcher.events).isEmpty();
    }
}
