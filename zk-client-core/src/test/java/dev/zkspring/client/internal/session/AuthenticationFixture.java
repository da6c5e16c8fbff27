package dev.zkspring.client.internal.session;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.zkspring.client.config.AuthInfo;
import dev.zkspring.client.internal.protocol.OpCode;
import dev.zkspring.client.internal.protocol.Xid;
import dev.zkspring.client.internal.wire.WireReader;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;

/** A client with credentials, and what its servers see of them. */
abstract class AuthenticationFixture {

    static final int AUTH_FAILED = -115;

    static final AuthInfo ALICE = AuthInfo.digest("alice", "wonder");

    static final AuthInfo BOB = AuthInfo.digest("bob", "builder");

    static final AuthInfo FOO = AuthInfo.of("foo", "bar");

    SessionRig rig = new SessionRig();

    @AfterEach
    void stop() {
        rig.close();
    }

    CompletableFuture<Void> add(AuthInfo info) {
        CompletableFuture<Void> added = rig.session.addAuth(info);
        rig.run();
        return added;
    }

    static Credentials credentials(AuthInfo... infos) {
        return Credentials.of("test", List.of(infos), null);
    }

    SessionRig rig(Consumer<TestSettings> change) {
        rig.close();
        return new SessionRig(change);
    }

    SessionRig rig(AuthInfo... infos) {
        return rig(settings -> settings.credentials = credentials(infos));
    }

    /** Starts a client with these credentials, up to the grant of its session. */
    Peer granted(AuthInfo... infos) {
        rig = rig(infos);
        rig.session.start();
        return rig.connector.next().accept().grant();
    }

    Peer connected(AuthInfo... infos) {
        rig = rig(infos);
        return connect(infos);
    }

    /** Connects the rig's session, whose credentials are these, so long ago that the next search begins at once. */
    Peer connect(AuthInfo... infos) {
        rig.session.start();
        Peer peer = rig.connector.next().accept().grant();
        for (AuthInfo info : infos) {
            peer.reply(expectAuth(peer, info), 0);
        }
        peer.pong();
        assertThat(rig.phase()).isEqualTo(SessionPhase.CONNECTED);
        rig.advance(SessionRig.STABLE);
        rig.peer = peer;
        return peer;
    }

    static Frame expectAuth(Peer peer, AuthInfo info) {
        Frame frame = peer.expect(OpCode.AUTH);
        WireReader body = frame.body();
        assertThat(frame.xid()).isEqualTo(Xid.AUTH);
        assertThat(body.readInt()).isZero();
        assertThat(body.readString()).isEqualTo(info.scheme());
        assertThat(new String(body.readBytes(), UTF_8)).isEqualTo(new String(info.credential(), UTF_8));
        return frame;
    }
}
