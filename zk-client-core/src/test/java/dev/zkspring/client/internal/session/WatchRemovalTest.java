package dev.zkspring.client.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zkspring.client.data.EnsembleConfig;
import dev.zkspring.client.internal.protocol.Chroot;
import dev.zkspring.client.internal.protocol.GetChildren;
import dev.zkspring.client.internal.protocol.GetData;
import dev.zkspring.client.internal.protocol.OpCode;
import dev.zkspring.client.internal.session.SessionRig.Recorder;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of a watch when its watcher no longer wants it. */
class WatchRemovalTest {

    private static final int CHANGED = 3;

    private final Recorder watcher = new Recorder();

    private final Recorder other = new Recorder();

    private SessionRig rig;

    private Peer peer;

    @BeforeEach
    void connect() {
        rig = SessionRig.connected();
        peer = rig.peer;
    }

    @AfterEach
    void stop() {
        rig.close();
    }

    private void watchData(String path, Recorder recorder) {
        rig.submit(new GetData(path, true), recorder);
        peer.reply(peer.expect(OpCode.GET_DATA), 0x10, Peer.node());
        rig.run();
    }

    private void watchChildren(String path, Recorder recorder) {
        rig.submit(new GetChildren(path, true), recorder);
        peer.reply(peer.expect(OpCode.GET_CHILDREN), 0x10, out -> out.writeInt(0));
        rig.run();
    }

    @Test
    void lastWatcherIsTakenOffTheServerToo() {
        watchData("/a", watcher);
        CompletableFuture<Boolean> removed = rig.session.removeWatcher("/a", watcher);
        Frame removal = peer.expect(OpCode.REMOVE_WATCHES, "/a");
        assertThat(removed).isNotDone();
        peer.reply(removal, 1);
        peer.event(CHANGED, "/a", 2);
        rig.run();

        assertThat(removed).isCompletedWithValue(true);
        assertThat(watcher.events).isEmpty();
    }

    @Test
    void sharedWatchStaysOnTheServer() {
        watchData("/a", watcher);
        watchData("/a", other);
        CompletableFuture<Boolean> removed = rig.session.removeWatcher("/a", watcher);
        peer.expectNothing();
        peer.event(CHANGED, "/a", 2);
        rig.run();

        assertThat(removed).isCompletedWithValue(true);
        assertThat(watcher.events).isEmpty();
        assertThat(other.events).hasSize(1);
    }

    @Test
    void eachKindIsRemovedOnItsOwn() {
        watchData("/a", watcher);
        watchChildren("/a", watcher);
        watchChildren("/a", other);
        rig.session.removeWatcher("/a", watcher);

        Frame removal = peer.expect(OpCode.REMOVE_WATCHES, "/a");
        var in = removal.body();
        in.readString();
        assertThat(in.readInt()).as("type data").isEqualTo(2);
        peer.expectNothing();
    }

    @Test
    void unknownWatcherIsNotThere() {
        watchData("/a", watcher);
        CompletableFuture<Boolean> removed = rig.session.removeWatcher("/a", other);
        peer.expectNothing();

        assertThat(removed).isCompletedWithValue(false);
    }

    @Test
    void watchThatTheServerDoesNotKnowIsAsGoodAsRemoved() {
        watchData("/a", watcher);
        CompletableFuture<Boolean> removed = rig.session.removeWatcher("/a", watcher);
        peer.refuse(peer.expect(OpCode.REMOVE_WATCHES), 1, -121);
        rig.run();

        assertThat(removed).isCompletedWithValue(true);
    }

    @Test
    void watcherOfARegistrationUnderWayIsTakenOffWhenTheAnswerComes() {
        rig.submit(new GetData("/a", true), watcher);
        Frame get = peer.expect(OpCode.GET_DATA);
        CompletableFuture<Boolean> removed = rig.session.removeWatcher("/a", watcher);
        peer.expectNothing();
        assertThat(removed).isCompletedWithValue(true);
        peer.reply(get, 1, Peer.node());

        peer.expect(OpCode.REMOVE_WATCHES, "/a");
        peer.event(CHANGED, "/a", 1);
        rig.run();
        assertThat(watcher.events).isEmpty();
    }

    @Test
    void registrationUnderWayKeepsTheWatchOnTheServer() {
        watchData("/a", watcher);
        rig.submit(new GetData("/a", true), other);
        Frame get = peer.expect(OpCode.GET_DATA);
        rig.session.removeWatcher("/a", watcher);
        peer.expectNothing();
        peer.reply(get, 1, Peer.node()).event(CHANGED, "/a", 2);
        rig.run();

        assertThat(other.events).hasSize(1);
        assertThat(watcher.events).isEmpty();
    }

    @Test
    void registrationThatIsGivenUpBeforeItIsSentDoesNotKeepIt() {
        rig.close();
        rig = SessionRig.connected(settings -> settings.requestTimeout = Duration.ofSeconds(5));
        peer = rig.peer;
        watchData("/a", watcher);
        rig.stall();
        rig.submit(new GetData("/a", true), other);
        rig.run();
        rig.session.removeWatcher("/a", watcher);
        rig.advance(Duration.ofSeconds(5));
        rig.unstall();

        peer.expect(OpCode.REMOVE_WATCHES, "/a");
    }

    @Test
    void registrationOfAnotherKindDoesNot() {
        watchData("/a", watcher);
        rig.submit(new GetChildren("/a", true), other);
        peer.expect(OpCode.GET_CHILDREN);
        rig.session.removeWatcher("/a", watcher);

        peer.expect(OpCode.REMOVE_WATCHES, "/a");
    }

    @Test
    void removalWithoutALinkIsDoneByNotArmingAgain() {
        watchData("/a", watcher);
        watchData("/b", other);
        peer.hangUp();
        rig.session.removeWatcher("/a", watcher);
        Peer next = rig.connector.next().accept().grant();

        assertThat(next.expect(OpCode.SET_WATCHES).lists().data()).containsExactly("/b");
    }

    @Test
    void watcherOfTheConfigurationIsFoundInSpiteOfAChroot() {
        rig.close();
        rig = SessionRig.connected(settings -> settings.chroot = new Chroot("/app"));
        peer = rig.peer;
        rig.session.submitOnServerPath(new GetData(EnsembleConfig.PATH, true), watcher);
        peer.reply(peer.expect(OpCode.GET_DATA, EnsembleConfig.PATH), 0x10, Peer.node());
        rig.run();
        CompletableFuture<Boolean> removed = rig.session.removeWatcher(EnsembleConfig.PATH, watcher);
        peer.reply(peer.expect(OpCode.REMOVE_WATCHES, EnsembleConfig.PATH), 0x10);
        rig.run();

        assertThat(removed).isCompletedWithValue(true);
    }
}
