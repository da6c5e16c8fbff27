package dev.zkspring.client.faults;

import static dev.zkspring.client.data.ConnectionState.SUSPENDED;
import static dev.zkspring.client.faults.ServerFrame.ascii;
import static dev.zkspring.client.faults.ServerFrame.framed;
import static dev.zkspring.client.faults.ServerFrame.ints;
import static dev.zkspring.client.faults.ServerFrame.joined;
import static dev.zkspring.client.faults.ServerFrame.session;
import static dev.zkspring.client.faults.ServerFrame.shortened;
import static dev.zkspring.client.faults.ServerFrame.withInt;
import static dev.zkspring.client.faults.ServerFrame.withLong;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.zkspring.client.data.ServerAddress;
import dev.zkspring.client.data.SessionId;
import dev.zkspring.client.error.ConnectFailedException;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A server that answers the handshake in ways in which no server may. */
class HostileHandshakeIT extends HostilePeer {

    private static final int ANSWER_LENGTH = 41;

    /** What comes instead of a session, and what the client makes of it. */
    enum Opening {
        HTTP("an HTTP server answered, not ZooKeeper", h -> ascii("HTTP/1.0 400 Bad Request\r\n\r\n")),
        TLS_ALERT("a TLS server answered with an alert", h -> joined(ints(0x15030300, 0x0202460a))),
        TLS_HANDSHAKE("a TLS handshake came", h -> joined(ints(0x16030300, 0x7a020000), new byte[118])),
        SSH("frame length: 1397966893 (expected: at most", h -> ascii("SSH-2.0-OpenSSH_9.6\r\n")),
        NEGATIVE_LENGTH("frame length: -1 (expected: 0 or more)", h -> withInt(h, 0, -1)),
        LARGEST_LENGTH("frame length: 2147483647 (expected: at most", h -> withInt(h, 0, Integer.MAX_VALUE)),
        ONE_BYTE_TOO_LONG("no answer to the handshake within", h -> withInt(h, 0, 38)),
        NO_LENGTH("message ends 4 bytes early", h -> ints(0)),
        HALF("answer to the handshake: length: 16 (expected: -1 to 0)", h -> shortened(h, 24)),
        NEGATIVE_PASSWORD("answer to the handshake: length: -2 (expected: -1 to 17)", h -> withInt(h, 20, -2)),
        ENDLESS_PASSWORD("length: 2147483647 (expected: -1 to 17)", h -> withInt(h, 20, Integer.MAX_VALUE)),
        NO_PASSWORD("password of 0 bytes (expected: 16)", h -> session(9_999, 0x99, -1)),
        SHORT_PASSWORD("password of 15 bytes (expected: 16)", h -> session(9_999, 0x99, 15)),
        LONG_PASSWORD("password of 500000 bytes (expected: 16)", h -> session(9_999, 0x99, 500_000)),
        NO_TIMEOUT("server refused to open a session", h -> withInt(h, 8, 0)),
        NEGATIVE_TIMEOUT("server refused to open a session", h -> withInt(h, 8, -1)),
        NO_SESSION("server refused to open a session", h -> withLong(h, 12, 0)),
        READ_ONLY(
                "a read-only session (expected: one that can write",
                h -> joined(framed(joined(ServerFrame.slice(h, 4, 40), new byte[] {1})))),
        ERROR("server refused the session: error -4242", h -> ServerFrame.answer(0, -4242)),
        SILENCE("no answer to the handshake within 500 ms", h -> new byte[0]);

        final String reason;

        final UnaryOperator<byte[]> lie;

        Opening(String reason, UnaryOperator<byte[]> lie) {
            this.reason = reason;
            this.lie = lie;
        }
    }

    private void awaitFailure(String reason) {
        ServerAddress server = new ServerAddress("127.0.0.1", liar.port());
        await(reason)
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(client.connectFailures().get(server))
                        .isNotNull()
                        .contains(reason));
    }

    @ParameterizedTest
    @EnumSource(Opening.class)
    void isNotConnectedTo(Opening opening) {
        liar.tell(Lie.always(ServerFrame::isHandshake, Lie.instead(opening.lie)));
        client = unstarted(liar.address(), UnaryOperator.identity());
        client.startAsync();
        awaitFailure(opening.reason);

        assertThat(client.isConnected()).isFalse();
        liar.tell(Lie.NONE);
        begin();
        worksAgain();
        littleWasAllocated();
    }

    @ParameterizedTest
    @EnumSource(Opening.class)
    void isLeftForTheNextOne(Opening opening) {
        liar.tell(Lie.always(ServerFrame::isHandshake, Lie.instead(opening.lie)));
        client = unstarted(liar.address() + "," + zk.server().address(), UnaryOperator.identity());
        begin();

        assertThat(client.server())
                .isEqualTo(new ServerAddress("127.0.0.1", zk.server().port()));
        worksAgain();
    }

    @Test
    void isNamedWithItsReasonWhenNoOtherIsThere() {
        liar.tell(Lie.always(ServerFrame::isHandshake, Lie.instead(Opening.HTTP.lie)));
        client = unstarted(liar.address(), UnaryOperator.identity());

        assertThatExceptionOfType(ConnectFailedException.class)
                .isThrownBy(() -> client.start(Duration.ofMillis(500)))
                .withMessageContaining(liar.address() + ": an HTTP server answered, not ZooKeeper");
        liar.tell(Lie.NONE);
        begin();
        worksAgain();
    }

    @Test
    void mayHangUpAtEachByte() {
        connect(UnaryOperator.identity());
        SessionId session = client.sessionId();
        for (int bytes = 0; bytes < ANSWER_LENGTH; bytes++) {
            long before = liar.lies();
            liar.tell(Lie.once(ServerFrame::isHandshake, 0, Lie.cutAfter(bytes)));
            liar.cut();
            await().until(() -> liar.lies() > before + 1 && client.isConnected());
        }
        worksAgain();
        assertThat(client.sessionId()).isEqualTo(session);
    }

    @Test
    void mayBeEndlesslySlow() {
        liar.tell(Lie.always(ServerFrame::isHandshake, (said, toClient) -> HostilePeerIT.drip(toClient)));
        client = unstarted(liar.address(), UnaryOperator.identity());
        client.startAsync();
        awaitFailure("no answer to the handshake within 500 ms");
        liar.tell(Lie.NONE);
        begin();
        worksAgain();
    }

    @Test
    void mayResumeTheSessionOfSomebodyElse() {
        connect(UnaryOperator.identity());
        SessionId session = client.sessionId();
        liar.tell(Lie.always(ServerFrame::isHandshake, Lie.instead(h -> withLong(h, 12, 0x99))));
        liar.cut();
        awaitFailure("session 0x99 (expected: " + session + ")");

        assertThat(client.state()).isEqualTo(SUSPENDED);
        worksAgain();
        assertThat(client.sessionId()).isEqualTo(session);
    }

    @Test
    void mayTellItsVersionEndlesslySlowly() {
        liar.tellWords((said, toClient) -> HostilePeerIT.drip(toClient));
        connect(UnaryOperator.identity());
        worksAgain();
    }

    @Test
    void mayTellTooMuchOfItsVersion() {
        liar.tellWords(Lie.instead(said -> new byte[10 * LIMIT]));
        connect(UnaryOperator.identity());
        worksAgain();
    }
}
