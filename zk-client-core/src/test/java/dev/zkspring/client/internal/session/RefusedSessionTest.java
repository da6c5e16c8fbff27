package dev.zkspring.client.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zkspring.client.internal.protocol.GetData;
import dev.zkspring.client.internal.protocol.OpCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Servers that end a session because of its credentials. */
class RefusedSessionTest {

    private SessionRig rig = new SessionRig();

    @AfterEach
    void close() {
        rig.close();
    }

    private Peer connect() {
        rig.close();
        rig = SessionRig.connected();
        return rig.peer;
    }

    @Test
    void refusalOfARequestIsTerminalUntilTheNextStart() {
        Peer peer = connect();
        Request<?> refused = rig.submit(new GetData("/a", false));
        Request<?> other = rig.submit(new GetData("/b", false));
        peer.refuse(peer.expect(OpCode.GET_DATA), 0, -124);

        assertThat(peer.isClosed()).isTrue();
        assertThat(rig.phase()).isEqualTo(SessionPhase.AUTH_FAILED);
        assertThat(Failures.of(refused)).hasMessageContaining("requires SASL");
        assertThat(other).isCompletedExceptionally();
        assertThat(rig.states()).containsExactly("LOST>CONNECTED", "CONNECTED>LOST AUTH_FAILED");
        assertThat(rig.connector.isIdle()).isTrue();

        assertThat(rig.stop()).isCompletedWithValue(true);
        assertThat(rig.phase()).isEqualTo(SessionPhase.CLOSED);
    }

    @Test
    void refusalOfThePingIsTerminalToo() {
        rig.session.start();
        Peer peer = rig.connector.next().accept().grant();
        peer.refuse(peer.expect(OpCode.PING), 0, -115);
        Request<?> late = rig.submit(new GetData("/a", false));

        assertThat(rig.phase()).isEqualTo(SessionPhase.AUTH_FAILED);
        assertThat(late).isCompletedExceptionally();
    }

    @Test
    void startTriesAnew() {
        Peer peer = connect();
        rig.submit(new GetData("/a", false));
        peer.refuse(peer.expect(OpCode.GET_DATA), 0, -115);
        rig.run();
        rig.session.start();

        assertThat(rig.connector.next().accept().expectConnect().sessionId()).isZero();
    }
}
