package dev.zkspring.client.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zkspring.client.data.ServerAddress;
import dev.zkspring.client.data.ServerVersion;
import dev.zkspring.client.internal.protocol.OpCode;
import dev.zkspring.client.internal.transport.Endpoint;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How old a server is that does not tell. */
class VersionProbeTest {

    private static final Endpoint SERVER =
            new Endpoint(new ServerAddress("zk1", 2181), new InetSocketAddress(InetAddress.getLoopbackAddress(), 2181));

    private final SessionRig rig = new SessionRig();

    private final List<@Nullable ServerVersion> answers = new ArrayList<>();

    @BeforeEach
    void ask() {
        new VersionProbe(rig.loop, rig.connector, new TestSettings().build()).read(SERVER, answers::add);
    }

    @AfterEach
    void close() {
        rig.close();
    }

    private Peer connect() {
        return rig.connector.next().accept().grant();
    }

    @Test
    void serverThatKnowsTheNewestOperationIsAsOldAsThat() {
        Peer peer = connect();
        peer.refuse(peer.expect(OpCode.WHO_AM_I), 1, -101);
        peer.reply(peer.expect(OpCode.CLOSE_SESSION), 2);
        peer.hangUp();

        assertThat(answers).containsExactly(OpCode.WHO_AM_I.since());
    }

    @Test
    void serverThatDoesNotKnowAnOperationIsAskedForAnOlderOne() {
        Peer peer = connect();
        peer.refuse(peer.expect(OpCode.WHO_AM_I), -1, -6);
        peer.hangUp();
        peer = connect();
        peer.reply(peer.expect(OpCode.ADD_WATCH), 1);
        peer.reply(peer.expect(OpCode.CLOSE_SESSION), 2);
        peer.hangUp();

        assertThat(answers).containsExactly(OpCode.ADD_WATCH.since());
    }

    /** It does not look at the operation then. */
    @ParameterizedTest
    @ValueSource(ints = {-115, -124, -112, -118})
    void serverThatRefusesTheSessionSaysNothing(int error) {
        Peer peer = connect();
        peer.refuse(peer.expect(OpCode.WHO_AM_I), 0, error);

        assertThat(peer.isClosed()).isTrue();
        assertThat(answers).hasSize(1).containsOnlyNulls();
        assertThat(rig.connector.isIdle()).isTrue();
    }

    @Test
    void serverThatHangsUpSaysNothing() {
        connect().hangUp();

        assertThat(answers).hasSize(1).containsOnlyNulls();
    }
}
