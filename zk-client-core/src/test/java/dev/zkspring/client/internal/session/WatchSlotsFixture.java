package dev.zkspring.client.internal.session;

import dev.zkspring.client.data.AddWatchMode;
import dev.zkspring.client.data.ServerVersion;
import dev.zkspring.client.data.WatchEvent;
import dev.zkspring.client.internal.protocol.GetChildren;
import dev.zkspring.client.internal.protocol.GetData;
import dev.zkspring.client.internal.protocol.OpCode;
import dev.zkspring.client.internal.session.SessionRig.Recorder;
import dev.zkspring.client.internal.watch.PersistentWatch;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A session, and a server that keeps one kind of watch for a path. */
abstract class WatchSlotsFixture {

    static final int CREATED = 1;

    static final int DELETED = 2;

    static final int CHANGED = 3;

    static final int CHILDREN = 4;

    /** Numbers on the wire. */
    static final int MODE_PERSISTENT = 0;

    static final int MODE_RECURSIVE = 1;

    static final int ANY = 3;

    static final long ADDED = 0x10;

    final Recorder watcher = new Recorder();

    final Recorder tree = new Recorder();

    final Recorder once = new Recorder();

    final SessionRig rig = new SessionRig(settings -> settings.requestTimeout = TestSettings.TIMEOUT.dividedBy(4));

    Peer peer;

    @BeforeEach
    void connect() {
        rig.versions = (endpoint, done) -> done.accept(new ServerVersion(3, 8, 6));
        rig.session.start();
        peer = rig.connector.next().accept().grant().pong();
        rig.peer = peer;
        rig.advance(SessionRig.STABLE);
    }

    @AfterEach
    void stop() {
        rig.close();
    }

    PersistentWatch add(AddWatchMode mode, Recorder recorder) {
        CompletableFuture<PersistentWatch> added = rig.session.addWatch("/a", mode, recorder);
        accept(peer.expect(OpCode.ADD_WATCH, "/a"));
        return added.join();
    }

    void accept(Frame addWatch) {
        peer.reply(addWatch, ADDED, out -> out.writeInt(0));
        rig.run();
    }

    Frame readData() {
        rig.submit(new GetData("/a", true), once);
        Frame get = peer.expect(OpCode.GET_DATA, "/a");
        peer.reply(get, ADDED, Peer.node());
        rig.run();
        return get;
    }

    Frame readChildren() {
        rig.submit(new GetChildren("/a", true), once);
        Frame get = peer.expect(OpCode.GET_CHILDREN, "/a");
        peer.reply(get, ADDED, out -> out.writeInt(0));
        rig.run();
        return get;
    }

    void event(int type, String path) {
        peer.event(type, path, -1);
        rig.run();
    }

    static WatchEvent.Type[] types(Recorder recorder) {
        return recorder.events.stream().map(WatchEvent::type).toArray(WatchEvent.Type[]::new);
    }
}
