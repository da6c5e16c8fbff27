package dev.zkspring.client.internal.session;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.zkspring.client.data.ClientState;
import dev.zkspring.client.data.ServerAddress;
import dev.zkspring.client.internal.protocol.GetData;
import dev.zkspring.client.internal.protocol.OpCode;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class HandshakeTest {

    private static final ServerAddress ZK1 = new ServerAddress("zk1", 2181);

    private SessionRig rig = new SessionRig();

    @AfterEach
    void stop() {
        rig.close();
    }

    @Nested
    class NewSession {

        @Test
        void handshakeAsksForANewSessionAndAPingFollowsTheAnswer() {
            CompletableFuture<Void> started = rig.session.start();
            Peer peer = rig.connector.next().accept();
            Frame.Connect connect = peer.expectConnect();

            assertThat(connect.sessionId()).isZero();
            assertThat(connect.lastZxid()).isZero();
            assertThat(connect.password()).isEqualTo(new byte[16]);
            assertThat(connect.timeout()).isEqualTo((int) TestSettings.TIMEOUT.toMillis());
            assertThat(connect.readOnly()).isFalse();
            peer.expectNothing();
            assertThat(started).isNotDone();

            peer.grant(SessionRig.SESSION, SessionRig.PASSWORD, false).pong().expectNothing();

            assertThat(started).isCompleted();
            assertThat(rig.session.snapshot().sessionId().id()).isEqualTo(SessionRig.SESSION);
            assertThat(rig.session.snapshot().sessionId().password()).isEqualTo(SessionRig.PASSWORD);
            assertThat(rig.session.snapshot().negotiatedTimeout()).isEqualTo(TestSettings.TIMEOUT);
            assertThat(rig.session.snapshot().server()).isEqualTo(ZK1);
            assertThat(rig.states()).containsExactly("LOST>CONNECTED");
            assertThat(rig.events.get(0).newSession()).isTrue();
        }

        @Test
        void requestsMadeBeforeTheLinkIsUpAreSentBehindTheHandshake() {
            rig.session.start();
            rig.submit(new GetData("/a", false));
            rig.submit(new GetData("/b", false));
            Peer peer = rig.connector.next().accept();
            peer.grant().pong();

            assertThat(peer.expect(OpCode.GET_DATA, "/a").xid()).isEqualTo(1);
            assertThat(peer.expect(OpCode.GET_DATA, "/b").xid()).isEqualTo(2);
            peer.expectNothing();
        }

        @Test
        void readOnlyClientSaysSoAndShowsAServerWithoutQuorum() {
            rig.close();
            rig = new SessionRig(settings -> settings.readOnly = true);
            rig.session.start();
            Peer peer = rig.connector.next().accept();

            assertThat(peer.expectConnect().readOnly()).isTrue();
            peer.grant(SessionRig.SESSION, SessionRig.PASSWORD, true);

            assertThat(rig.phase()).isEqualTo(SessionPhase.CONNECTED_READ_ONLY);
            assertThat(rig.session.snapshot().phase().clientState()).isEqualTo(ClientState.CONNECTED_RO);
            assertThat(rig.events.get(0).readOnly()).isTrue();
        }

        @Test
        void secondStartOnlyWaits() {
            CompletableFuture<Void> first = rig.session.start();
            CompletableFuture<Void> second = rig.session.start();
            rig.connector.next().accept().grant();
            rig.run();

            assertThat(first).isCompleted();
            assertThat(second).isCompleted();
            assertThat(rig.connector.isIdle()).isTrue();
            CompletableFuture<Void> third = rig.session.start();
            rig.run();
            assertThat(third).isCompleted();
        }
    }

    @Nested
    class SameSession {

        private Peer peer;

        @Test
        void handshakeNamesSessionPasswordAndNewestTransaction() {
            connect();
            answerOneRead(0x1_0000_0042L);
            peer.hangUp();
            Frame.Connect connect = rig.connector.next().accept().expectConnect();

            assertThat(connect.sessionId()).isEqualTo(SessionRig.SESSION);
            assertThat(connect.password()).isEqualTo(SessionRig.PASSWORD);
            assertThat(connect.lastZxid()).isEqualTo(0x1_0000_0042L);
            assertThat(connect.timeout()).isEqualTo((int) TestSettings.TIMEOUT.toMillis());
        }

        @Test
        void listenersSeeTheLinkComeAndGoButTheSessionStay() {
            connect();
            rig.reconnect();

            assertThat(rig.states()).containsExactly("LOST>CONNECTED", "CONNECTED>SUSPENDED", "SUSPENDED>CONNECTED");
            assertThat(rig.events.get(2).newSession()).isFalse();
            assertThat(rig.events).extracting("sessionId").containsOnly(SessionRig.SESSION);
        }

        @Test
        void serverThatWasLostIsTriedLast() {
            connect();
            peer.hangUp();

            assertThat(rig.connector.next().hosts()).containsExactly("zk2", "zk3", "zk1");
        }

        @Test
        void sessionThatTheServerDoesNotKnowIsLostAndANewOneOpened() {
            connect();
            answerOneRead(0x42);
            peer.hangUp();
            Peer second = rig.connector.next().accept();
            second.expectConnect();
            second.sayExpired();

            Peer third = rig.connector.next().accept();
            Frame.Connect connect = third.expectConnect();
            assertThat(second.isClosed()).isTrue();
            assertThat(connect.sessionId()).isZero();
            assertThat(connect.lastZxid()).isZero();
            third.grant(0x99, SessionRig.PASSWORD, false);

            assertThat(rig.states())
                    .containsExactly(
                            "LOST>CONNECTED",
                            "CONNECTED>SUSPENDED",
                            "SUSPENDED>LOST EXPIRED_BY_SERVER",
                            "LOST>CONNECTED");
            assertThat(rig.events.get(2).sessionId()).isEqualTo(SessionRig.SESSION);
            assertThat(rig.events.get(3).sessionId()).isEqualTo(0x99);
            assertThat(rig.events.get(3).newSession()).isTrue();
        }

        @Test
        void endWithoutAnAnswerIsNoExpiryButAReasonToTryTheNextServer() {
            connect();
            peer.hangUp();
            ScriptedConnector.Try first = rig.connector.next();
            Peer refusing = first.accept();
            refusing.expectConnect();
            refusing.hangUp();

            ScriptedConnector.Try second = rig.connector.next();
            assertThat(second.hosts()).containsExactly("zk3", "zk1");
            assertThat(second.accept().expectConnect().sessionId()).isEqualTo(SessionRig.SESSION);
            assertThat(rig.session.connectFailures().get(first.endpoints.get(0).server()))
                    .contains("without an answer", "not serving", "data is older");
        }

        private void connect() {
            rig.close();
            rig = SessionRig.connected();
            peer = rig.peer;
        }

        private void answerOneRead(long zxid) {
            rig.submit(new GetData("/a", false));
            peer.reply(peer.expect(OpCode.GET_DATA), zxid, Peer.node(1));
            rig.run();
            assertThat(rig.session.lastZxid()).isEqualTo(zxid);
        }
    }

    @Nested
    class WrongServer {

        @Test
        void silentServerIsLeftAfterTwiceTheConnectTimeout() {
            rig.session.start();
            Peer peer = rig.connector.next().accept();
            peer.expectConnect();
            rig.advance(Duration.ofMillis(3_999));
            assertThat(peer.isClosed()).isFalse();
            rig.advance(Duration.ofMillis(1));

            assertThat(peer.isClosed()).isTrue();
            assertThat(rig.session.connectFailures().get(ZK1)).contains("no answer to the handshake within 4000 ms");
            assertThat(rig.connector.next().hosts()).containsExactly("zk2", "zk3");
        }

        @Test
        void zeroesForANewSessionAreARefusal() {
            rig.session.start();
            Peer peer = rig.connector.next().accept();
            peer.expectConnect();
            peer.sayExpired();

            assertThat(peer.isClosed()).isTrue();
            assertThat(rig.session.connectFailures().get(ZK1)).contains("refused to open a session");
            assertThat(rig.connector.next().hosts()).containsExactly("zk2", "zk3");
            assertThat(rig.states()).isEmpty();
        }

        @Test
        void httpServerIsNamed() {
            assertThat(reasonAfter("HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n".getBytes(US_ASCII)))
                    .contains("an HTTP server answered", "HTTP/1.1 400 Bad Request")
                    .doesNotContain("Connection: close");
        }

        @Test
        void tlsAlertIsNamed() {
            assertThat(reasonAfter(ByteBufUtil.decodeHexDump("15030300020246"))).contains("a TLS server", "alert");
        }

        @Test
        void negativeLengthIsNamed() {
            assertThat(reasonAfter(ByteBufUtil.decodeHexDump("fffffffe00000000")))
                    .contains("frame length: -2");
        }

        @Test
        void hugeAnswerIsNamedWithTheLimit() {
            assertThat(reasonAfter(ByteBufUtil.decodeHexDump("7fffffff00000000")))
                    .contains("2147483647", "at most " + (1 << 26));
        }

        @Test
        void truncatedAnswerIsNamed() {
            assertThat(reasonAfter(ByteBufUtil.decodeHexDump("00000004" + "00000000")))
                    .contains("ends", "early");
        }

        private String reasonAfter(byte[] answer) {
            rig.session.start();
            Peer peer = rig.connector.next().accept();
            peer.expectConnect();
            peer.sendRaw(Unpooled.wrappedBuffer(answer));

            assertThat(peer.isClosed()).isTrue();
            assertThat(rig.connector.next().hosts()).containsExactly("zk2", "zk3");
            return rig.session.connectFailures().get(ZK1);
        }
    }
}
