package dev.zkspring.client.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zkspring.client.data.ServerAddress;
import dev.zkspring.client.internal.protocol.GetData;
import dev.zkspring.client.internal.protocol.OpCode;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Another list of servers while the client runs. */
class HostsChangeTest {

    private SessionRig rig = new SessionRig();

    @AfterEach
    void close() {
        rig.close();
    }

    private void setHosts(String... names) {
        List<ServerAddress> hosts =
                Stream.of(names).map(name -> new ServerAddress(name, 2181)).toList();
        rig.session.setHosts(hosts);
        assertThat(rig.session.hosts()).isEqualTo(hosts);
        rig.run();
    }

    @Nested
    class WhileConnected {

        private Peer connect() {
            rig.close();
            rig = SessionRig.connected();
            return rig.peer;
        }

        @Test
        void movesNobodyWhoseServerIsStillListed() {
            Peer peer = connect();
            setHosts("zk9", "zk1");
            assertThat(peer.isClosed()).isFalse();
            assertThat(rig.connector.isIdle()).isTrue();
            peer.hangUp();
            assertThat(rig.connector.next().hosts()).containsExactly("zk9", "zk1");
        }

        @Test
        void movesNobodyWhoseServerIsListedByAnotherName() {
            Peer peer = connect();
            // The rig gives all names the same address.
            setHosts("alias");
            assertThat(peer.isClosed()).isFalse();
        }

        @Test
        void movesNobodyForAListThatIsNoLongerTheList() {
            Peer peer = connect();
            rig.session.setHosts(List.of(new ServerAddress("zk9", 2999)));
            setHosts("zk1", "zk9");
            assertThat(peer.isClosed()).isFalse();
        }

        @Test
        void movesTheSessionWhenTheServerIsNotListed() {
            Peer peer = connect();
            Request<?> read = rig.submit(new GetData("/a", false));
            peer.expect(OpCode.GET_DATA);
            rig.session.setHosts(List.of(new ServerAddress("zk1", 2182)));
            assertThat(peer.isClosed()).isTrue();
            ScriptedConnector.Try attempt = rig.connector.next();
            assertThat(attempt.endpoints)
                    .extracting(each -> each.server().port())
                    .containsExactly(2182);
            Peer next = attempt.accept();
            assertThat(next.expectConnect().sessionId()).isEqualTo(SessionRig.SESSION);
            next.grant(SessionRig.SESSION, SessionRig.PASSWORD, false).pong();
            next.reply(next.expect(OpCode.GET_DATA), 1, Peer.node());
            rig.run();
            assertThat(read).isCompleted();
            assertThat(rig.states()).containsExactly("LOST>CONNECTED", "CONNECTED>SUSPENDED", "SUSPENDED>CONNECTED");
        }
    }

    @Nested
    class WhileConnecting {

        @Test
        void takesEffectAtOnce() {
            rig.session.start();
            ScriptedConnector.Try old = rig.connector.next();
            setHosts("zk9");
            assertThat(old.isCancelled()).isTrue();
            assertThat(rig.connector.next().hosts()).containsExactly("zk9");
        }

        @Test
        void endsAPauseBetweenTwoRounds() {
            rig.session.start();
            rig.connector.next().fail();
            assertThat(rig.connector.isIdle()).isTrue();
            setHosts("zk9");
            assertThat(rig.connector.next().hosts()).containsExactly("zk9");
        }

        @Test
        void leavesOldServersOutAfterAHandshakeThatFailed() {
            rig.session.start();
            Peer peer = rig.connector.next().accept();
            setHosts("zk3", "zk9");
            peer.hangUp();
            assertThat(rig.connector.next().hosts()).containsExactly("zk3");
        }

        @Test
        void leavesAnOldServerThatTookTheSessionMeanwhile() {
            rig.session.start();
            Peer peer = rig.connector.next().accept();
            rig.session.setHosts(List.of(new ServerAddress("zk9", 2999)));
            peer.grant();
            rig.run();
            assertThat(peer.isClosed()).isTrue();
            Peer next = rig.connector.next().accept();
            assertThat(next.expectConnect().sessionId()).isEqualTo(SessionRig.SESSION);
        }

        @Test
        void isForTheNextStartOfAStoppedClient() {
            setHosts("zk9");
            rig.advance(Duration.ofSeconds(1));
            assertThat(rig.connector.isIdle()).isTrue();
            rig.session.start();
            assertThat(rig.connector.next().hosts()).containsExactly("zk9");
        }
    }
}
