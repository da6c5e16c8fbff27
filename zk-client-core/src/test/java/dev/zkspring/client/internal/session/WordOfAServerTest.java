package dev.zkspring.client.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zkspring.client.internal.protocol.OpCode;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A leader that stood still says that a session is gone, and the one that leads by then still has it. */
class WordOfAServerTest {

    private final SessionRig rig = SessionRig.connected(settings -> settings.readOnly = true);

    @AfterEach
    void stop() {
        rig.close();
    }

    private void loseByClock() {
        rig.peer.hangUp();
        rig.advance(Duration.ofSeconds(80));
    }

    private Peer accept(long session) {
        return accept(rig.connector.next(), session);
    }

    private Peer accept(ScriptedConnector.Try next, long session) {
        Peer peer = next.accept();
        assertThat(peer.expectConnect().sessionId()).isEqualTo(session);
        return peer;
    }

    private void close(Peer peer) {
        peer.grant(SessionRig.SESSION, SessionRig.PASSWORD, false);
        peer.reply(peer.expect(OpCode.CLOSE_SESSION), 0x43);
    }

    private Peer open() {
        return accept(0).grant(0x99, SessionRig.PASSWORD, false).pong();
    }

    @Test
    void countsIfItOpensTheNextSession() {
        loseByClock();
        accept(SessionRig.SESSION).sayExpired();
        open();

        assertThat(rig.phase()).isEqualTo(SessionPhase.CONNECTED);
    }

    @Test
    void doesNotCountIfItOpensNone() {
        loseByClock();
        accept(SessionRig.SESSION).sayExpired();
        accept(0).hangUp();
        close(accept(SessionRig.SESSION));
        open();

        assertThat(rig.phase()).isEqualTo(SessionPhase.CONNECTED);
    }

    @Test
    void countsForItselfOnly() {
        loseByClock();
        accept(SessionRig.SESSION).sayExpired();
        ScriptedConnector.Try next = rig.connector.next();
        Peer other = next.acceptFrom(next.endpoints.get(1));
        assertThat(other.expectConnect().sessionId()).isEqualTo(SessionRig.SESSION);
        other.sayExpired();

        ScriptedConnector.Try last = rig.connector.next();
        assertThat(last.endpoints.get(0)).isEqualTo(next.endpoints.get(1));
        accept(last, 0);
    }

    @Test
    void endsTheSessionButIsNotBelievedWithoutAnother() {
        rig.peer.hangUp();
        accept(SessionRig.SESSION).sayExpired();
        assertThat(rig.states()).endsWith("SUSPENDED>LOST EXPIRED_BY_SERVER");
        accept(0).hangUp();
        close(accept(SessionRig.SESSION));
        open();

        assertThat(rig.states()).endsWith("LOST>CONNECTED");
    }

    @Test
    void isAskedForOnceOfEachServerBeforeThePause() {
        loseByClock();
        for (int server = 0; server < 3; server++) {
            accept(SessionRig.SESSION).sayExpired();
            accept(0).hangUp();
        }
        assertThat(rig.connector.isIdle()).isTrue();
        rig.advance(Duration.ofSeconds(15));

        accept(SessionRig.SESSION);
    }

    /** Once there is a quorum the old session may be back with it. */
    @Test
    void isAskedForAgainBehindAReadOnlySession() {
        loseByClock();
        Peer closing = accept(SessionRig.SESSION).grant(SessionRig.SESSION, SessionRig.PASSWORD, true);
        closing.refuse(closing.expect(OpCode.CLOSE_SESSION), 0x43, -119);
        Peer readOnly = accept(0).grant(0x98, SessionRig.PASSWORD, true).pong();
        rig.advance(SessionRig.STABLE);
        readOnly.hangUp();

        close(accept(SessionRig.SESSION));
        open();
    }

    @Test
    void isEnoughForAStop() {
        loseByClock();
        accept(SessionRig.SESSION).sayExpired();

        assertThat(rig.stop()).isCompletedWithValue(true);
    }
}
