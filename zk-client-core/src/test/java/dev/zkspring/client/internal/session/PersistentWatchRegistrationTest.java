package dev.zkspring.client.internal.session;

import static dev.zkspring.client.data.AddWatchMode.PERSISTENT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.zkspring.client.data.ServerVersion;
import dev.zkspring.client.error.Outcome;
import dev.zkspring.client.error.SessionExpiredException;
import dev.zkspring.client.error.UnsupportedByServerException;
import dev.zkspring.client.internal.protocol.OpCode;
import dev.zkspring.client.internal.session.SessionRig.Recorder;
import dev.zkspring.client.internal.watch.PersistentWatch;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Watches that would stay and do not come to be. */
class PersistentWatchRegistrationTest {

    private final Recorder watcher = new Recorder();

    private final SessionRig rig = new SessionRig(settings -> {});

    @AfterEach
    void stop() {
        rig.close();
    }

    private Peer connect() {
        rig.session.start();
        return rig.connector.next().accept().grant().pong();
    }

    @Test
    void registrationUnderWayFailsWithTheSession() {
        Peer peer = connect();
        CompletableFuture<PersistentWatch> added = rig.session.addWatch("/a", PERSISTENT, watcher);
        peer.expect(OpCode.ADD_WATCH);
        peer.hangUp();
        Peer next = rig.connector.next().accept();
        next.expectConnect();
        next.sayExpired();
        rig.run();

        assertThat(Failures.of(added)).isInstanceOf(SessionExpiredException.class);
        assertThat(watcher.events).isEmpty();
    }

    @Test
    void serverThatHasNoneIsNotAsked() {
        rig.versions = (endpoint, done) -> done.accept(new ServerVersion(3, 5, 10));
        Peer peer = connect();
        CompletableFuture<PersistentWatch> added = rig.session.addWatch("/a", PERSISTENT, watcher);
        peer.expectNothing();

        assertThat(Failures.of(added))
                .isInstanceOfSatisfying(
                        UnsupportedByServerException.class,
                        failure -> assertThat(failure.outcome()).isEqualTo(Outcome.NOT_SENT));
    }
}
