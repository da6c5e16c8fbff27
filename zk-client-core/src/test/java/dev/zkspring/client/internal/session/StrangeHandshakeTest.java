package dev.zkspring.client.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zkspring.client.data.ServerAddress;
import dev.zkspring.client.data.SessionId;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers that answer the handshake with a session that the client must not believe in. */
class StrangeHandshakeTest {

    private static final long FOREIGN = 0x99;

    private SessionRig rig = new SessionRig();

    @AfterEach
    void stop() {
        rig.close();
    }

    private String failureOf(String host) {
        rig.run();
        return rig.session.connectFailures().get(new ServerAddress(host, 2181));
    }

    @Nested
    class OnResuming {

        @Test
        void aForeignSessionIsNotTakenForTheOwn() {
            rig.close();
            rig = SessionRig.connected();
            rig.peer.hangUp();
            Peer second = rig.connector.next().accept();
            second.grant(FOREIGN, SessionRig.PASSWORD, false);

            assertThat(second.isClosed()).isTrue();
            assertThat(failureOf("zk2"))
                    .isEqualTo("answer to the handshake: session 0x99 (expected: 0x100000000000007)");
            assertThat(rig.states()).containsExactly("LOST>CONNECTED", "CONNECTED>SUSPENDED");

            rig.connector.next().accept().grant().pong();
            assertThat(rig.states()).endsWith("SUSPENDED>CONNECTED");
            assertThat(rig.session.snapshot().sessionId())
                    .isEqualTo(new SessionId(SessionRig.SESSION, SessionRig.PASSWORD));
        }

        @Test
        void aReadOnlySessionIsNotTakenForOneThatCanWrite() {
            rig.close();
            rig = SessionRig.connected();
            rig.peer.hangUp();
            rig.connector.next().accept().grant(SessionRig.SESSION, SessionRig.PASSWORD, true);

            assertThat(failureOf("zk2")).contains("a read-only session (expected: one that can write; see read-only)");
            rig.connector.next().accept().grant().pong();
            assertThat(rig.phase()).isEqualTo(SessionPhase.CONNECTED);
        }
    }

    @Nested
    class OnOpening {

        @ParameterizedTest
        @ValueSource(ints = {0, 1, 15, 17, 1_000})
        void aSessionThatNobodyCouldResumeIsRefused(int passwordLength) {
            rig.session.start();
            rig.connector.next().accept().grant(FOREIGN, new byte[passwordLength], false);

            assertThat(failureOf("zk1"))
                    .isEqualTo("answer to the handshake: password of %d bytes (expected: 16)", passwordLength);
            rig.connector.next().accept().grant().pong();
            assertThat(rig.phase()).isEqualTo(SessionPhase.CONNECTED);
        }

        @Test
        void anAnswerThatEndsEarlyIsCalledSo() {
            rig.session.start();
            rig.connector.next().accept().sendRaw(Unpooled.wrappedBuffer(new byte[] {0, 0, 0, 6, 0, 0, 0, 0, 0, 1}));

            assertThat(failureOf("zk1")).isEqualTo("answer to the handshake: message ends 2 bytes early");
        }
    }
}
