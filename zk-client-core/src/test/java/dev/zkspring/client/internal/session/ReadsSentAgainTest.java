package dev.zkspring.client.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zkspring.client.data.SessionId;
import dev.zkspring.client.data.Stat;
import dev.zkspring.client.error.ErrorCode;
import dev.zkspring.client.error.ZkException;
import dev.zkspring.client.internal.protocol.Exists;
import dev.zkspring.client.internal.protocol.GetData;
import dev.zkspring.client.internal.protocol.OpCode;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Reads that a server has not answered together, in the cases in which something else happens at once. */
class ReadsSentAgainTest extends BulkArmingFixture {

    private static final int SYSTEM_ERROR = -1;

    private static ErrorCode code(CompletableFuture<?> failed) {
        return ((ZkException) Failures.of(failed)).code();
    }

    @Test
    void areInTimeThoughLaterOnesAreInFlightBeforeThem() {
        rig.close();
        rig = SessionRig.connected(settings -> {
            settings.readBatching = true;
            settings.requestTimeout = Duration.ofSeconds(3);
        });
        Request<?> early = rig.submit(new GetData("/a", false));
        rig.submit(new GetData("/b", false));
        BatchFrame batch = BatchFrame.next(rig.peer);
        rig.advance(Duration.ofSeconds(2));
        Request<?> late = rig.submit(new GetData("/c", false));
        rig.peer.expect(OpCode.GET_DATA, "/c");
        rig.peer.refuse(batch.frame(), 1, SYSTEM_ERROR);
        rig.peer.expect(OpCode.GET_DATA, "/a");
        assertThat(early).isNotDone();
        rig.advance(Duration.ofSeconds(1));

        assertThat(early).isCompletedExceptionally();
        assertThat(code(early)).isEqualTo(ErrorCode.REQUEST_TIMEOUT);
        assertThat(late).isNotDone();
    }

    @Test
    void keepAClientThatIsToLeaveItsSession() {
        Request<Stat> secret = rig.session.submit(new Exists("/a", true), watcher);
        rig.session.submit(new Exists("/b", true), watcher);
        BatchFrame batch = expectBatch("/a", "/b");
        CompletableFuture<SessionId> detached = rig.session.detach(Duration.ofSeconds(10));
        peer.expect(OpCode.PING);
        answer(batch, 12, BatchFrame.error(NO_AUTH), node());
        Frame again = peer.next();
        again = again.is(OpCode.EXISTS) ? again : peer.expect(OpCode.EXISTS);
        assertThat(detached).isNotDone();
        peer.reply(again, 13, Peer.stat());
        rig.run();

        assertThat(secret).isCompletedWithValue(Peer.STAT);
        assertThat(detached).isCompleted();
    }

    @Test
    void doNotReachTheSessionAfterTheirs() {
        Request<Stat> secret = rig.session.submit(new Exists("/a", true), watcher);
        Request<?> other = rig.session.submit(new Exists("/b", true), watcher);
        BatchFrame batch = expectBatch("/a", "/b");
        other.whenComplete((stat, failure) -> rig.session.stop(Duration.ZERO));
        answer(batch, 12, BatchFrame.error(NO_AUTH), node());
        rig.advance(Duration.ofSeconds(1));

        assertThat(rig.phase()).isEqualTo(SessionPhase.CLOSED);
        assertThat(secret).isCompletedExceptionally();
    }
}
