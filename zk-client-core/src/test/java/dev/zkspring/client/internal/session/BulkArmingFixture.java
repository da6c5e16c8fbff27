package dev.zkspring.client.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zkspring.client.data.NodeData;
import dev.zkspring.client.data.ServerVersion;
import dev.zkspring.client.data.StateWatcher;
import dev.zkspring.client.data.WatchEvent;
import dev.zkspring.client.internal.protocol.GetData;
import dev.zkspring.client.internal.protocol.OpCode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A session whose state watchers share requests, and its server. */
abstract class BulkArmingFixture {

    static final int CHANGED = 3;

    static final int NO_NODE = -101;

    static final int NO_AUTH = -102;

    final State watcher = new State();

    SessionRig rig;

    Peer peer;

    /** Remembers its events. */
    static final class State implements StateWatcher {

        final List<WatchEvent> events = new ArrayList<>();

        @Override
        public Executor executor() {
            return Runnable::run;
        }

        @Override
        public void process(WatchEvent event) {
            events.add(event);
        }
    }

    @BeforeEach
    void connect() {
        connect(new ServerVersion(3, 9, 5));
    }

    /** The answer to the first ping is of transaction 10. */
    void connect(ServerVersion version) {
        connect(version, settings -> {});
    }

    void connect(ServerVersion version, Consumer<TestSettings> change) {
        stop();
        rig = new SessionRig(settings -> {
            settings.readBatching = true;
            change.accept(settings);
        });
        rig.versions = (endpoint, done) -> done.accept(version);
        rig.session.start();
        peer = rig.connector.next().accept().grant();
        rig.peer = peer;
        peer.reply(peer.expect(OpCode.PING), 10);
        rig.advance(SessionRig.STABLE);
    }

    @AfterEach
    void stop() {
        if (rig != null) {
            rig.close();
        }
    }

    Request<NodeData> get(String path) {
        return rig.session.submit(new GetData(path, true), watcher);
    }

    BatchFrame expectBatch(String... paths) {
        BatchFrame batch = BatchFrame.next(peer);
        assertThat(batch.paths()).containsExactly(paths);
        return batch;
    }

    void answer(BatchFrame batch, long zxid, BatchFrame.Element... answers) {
        List<BatchFrame.Element> all = new ArrayList<>(List.of(answers));
        all.add(BatchFrame.end());
        batch.answer(peer, zxid, all.toArray(BatchFrame.Element[]::new));
        rig.run();
    }

    static BatchFrame.Element node() {
        return BatchFrame.node(1);
    }

    Frame.Lists expectArming() {
        return peer.expect(OpCode.SET_WATCHES).lists();
    }

    /** Reads two nodes at transaction 12; the server has not yet been seen to arm their watches. */
    Frame readTwo() {
        get("/a");
        get("/b");
        answer(expectBatch("/a", "/b"), 12, node(), node());
        return peer.expect(OpCode.SET_WATCHES);
    }
}
