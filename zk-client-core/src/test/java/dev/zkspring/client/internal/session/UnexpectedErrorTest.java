package dev.zkspring.client.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zkspring.client.error.ErrorCode;
import dev.zkspring.client.error.Outcome;
import dev.zkspring.client.error.ZkException;
import dev.zkspring.client.internal.protocol.Chroot;
import dev.zkspring.client.internal.protocol.GetData;
import dev.zkspring.client.internal.protocol.OpCode;
import dev.zkspring.client.internal.protocol.Operation;
import dev.zkspring.client.internal.wire.WireReader;
import dev.zkspring.client.internal.wire.WireWriter;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** No memory, no thread: what nobody expects leaves no caller waiting. */
class UnexpectedErrorTest {

    private SessionRig rig = SessionRig.connected();

    @AfterEach
    void stop() {
        rig.close();
    }

    /** A read of the root that finds no memory, to be written or to be read. */
    private record Greedy(boolean inWrite) implements Operation<Void> {

        @Override
        public OpCode opCode() {
            return OpCode.GET_DATA;
        }

        @Override
        public String path() {
            return "/";
        }

        @Override
        public void write(WireWriter out, Chroot chroot) {
            if (inWrite) {
                throw new OutOfMemoryError("for a test");
            }
            new GetData("/", false).write(out, chroot);
        }

        @Override
        public Void read(WireReader in, Chroot chroot) {
            throw new OutOfMemoryError("for a test");
        }
    }

    private static ZkException failure(Request<?> failed) {
        assertThat(failed).isCompletedExceptionally();
        return (ZkException) Failures.of(failed);
    }

    @Test
    void answerThatCannotBeReadFailsItsCallerAndEndsTheLink() {
        Request<?> greedy = rig.submit(new Greedy(false));
        Request<?> next = rig.submit(new GetData("/next", false));
        Peer peer = rig.peer;
        peer.reply(peer.expect(OpCode.GET_DATA), 1, Peer.node());

        assertThat(peer.isClosed()).isTrue();
        assertThat(failure(greedy).code()).isEqualTo(ErrorCode.MARSHALLING_ERROR);
        assertThat(next).isNotDone();
        Peer other = rig.connector.next().accept().grant().pong();
        other.reply(other.expect(OpCode.GET_DATA, "/next"), 1, Peer.node());
        rig.run();
        assertThat(next).isCompleted();
    }

    @Test
    void requestThatCannotBeWrittenFailsAndTheOthersGo() {
        Request<?> first = rig.submit(new GetData("/first", false));
        Request<?> greedy = rig.submit(new Greedy(true));
        Request<?> last = rig.submit(new GetData("/last", false));
        for (String path : List.of("/first", "/last")) {
            rig.peer.reply(rig.peer.expect(OpCode.GET_DATA, path), 1, Peer.node());
        }
        rig.run();

        assertThat(first).isCompleted();
        assertThat(last).isCompleted();
        assertThat(failure(greedy).outcome()).isEqualTo(Outcome.NOT_SENT);
    }

    @Test
    void executorWithoutAThreadLeavesTheCompletionToTheLoop() {
        rig.close();
        rig = SessionRig.connected(settings -> settings.completeOn = task -> {
            throw new OutOfMemoryError("unable to create native thread");
        });
        Request<?> answered = rig.submit(new GetData("/a", false));
        Request<?> lost = rig.submit(new GetData("/b", false));
        rig.peer.reply(rig.peer.expect(OpCode.GET_DATA), 1, Peer.node());
        rig.run();
        rig.stop();
        rig.advance(Duration.ofSeconds(10));

        assertThat(answered).isCompleted();
        assertThat(failure(lost).code()).isEqualTo(ErrorCode.CONNECTION_LOSS);
    }
}
