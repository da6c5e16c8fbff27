package dev.zkspring.client.faults;

import static dev.zkspring.client.data.ConnectionState.LOST;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.zkspring.client.data.SessionId;
import dev.zkspring.client.data.Stat;
import dev.zkspring.client.error.ConnectionLossException;
import dev.zkspring.client.error.MarshallingErrorException;
import dev.zkspring.client.error.Outcome;
import dev.zkspring.client.error.RequestTimeoutException;
import dev.zkspring.client.error.ZkException;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A server that answers calls in ways in which no server may. */
class HostilePeerIT extends HostilePeer {

    /** Of the answer to a set: length, header and stat. */
    private static final int ANSWER_LENGTH = 88;

    private static @Nullable ZkException failure(CompletableFuture<?> call) {
        await("the call ends").atMost(PATIENCE).until(call::isDone);
        return (ZkException) call.handle(
                        (result, error) -> error instanceof CompletionException wrapper ? wrapper.getCause() : error)
                .join();
    }

    private void makeChildren() {
        client.create(root + "/node/a", null);
        client.create(root + "/node/b", null);
    }

    @ParameterizedTest
    @EnumSource(AnswerLie.class)
    void fromWhichTheClientRecovers(AnswerLie lie) {
        connect(UnaryOperator.identity());
        makeChildren();
        SessionId session = client.sessionId();
        liar.tell(Lie.once(ServerFrame::isAnswer, lie.call.number(), Lie.instead(lie.lie)));
        ZkException failure = failure(lie.call.make(client, root + "/node"));

        if (lie.failed == null) {
            assertThat(failure).isNull();
        } else {
            assertThat(failure).isInstanceOf(lie.failed.type()).hasMessageContaining(lie.failed.reason());
            boolean found = failure instanceof ConnectionLossException || failure instanceof MarshallingErrorException;
            assertThat(failure.getMessage().contains(liar.address()) || !found)
                    .as("%s names the server", failure)
                    .isTrue();
            await().until(() -> suspendedBecause().contains(found ? lie.failed.reason() : ""));
        }
        worksAgain();
        littleWasAllocated();
        assertThat(client.sessionId()).isEqualTo(session);
        assertThat(events).noneMatch(event -> event.state() == LOST);
    }

    @Test
    void thatHangsUpAtEachByteOfAnAnswer() {
        connect(UnaryOperator.identity());
        SessionId session = client.sessionId();
        for (int bytes = 0; bytes < ANSWER_LENGTH; bytes++) {
            await().until(client::isConnected);
            liar.tell(Lie.once(ServerFrame::isAnswer, 0, Lie.cutAfter(bytes)));
            ZkException failure = failure(KindOfCall.SET.make(client, root + "/node"));

            assertThat(failure)
                    .as("%d bytes", bytes)
                    .isInstanceOf(ConnectionLossException.class)
                    .hasMessageContaining(liar.address())
                    .returns(Outcome.UNKNOWN, ZkException::outcome);
            liar.tell(Lie.NONE);
        }
        worksAgain();
        assertThat(client.sessionId()).isEqualTo(session);
    }

    @Test
    void thatAnswersInAnotherOrder() {
        connect(UnaryOperator.identity());
        Queue<byte[]> held = new ArrayDeque<>();
        liar.tell(Lie.always(ServerFrame::isAnswer, (said, toClient) -> {
            if (held.isEmpty()) {
                held.add(said);
            } else {
                toClient.write(said);
                toClient.write(held.remove());
            }
        }));
        CompletableFuture<Stat> first = client.async().set(root + "/node", "1".getBytes(UTF_8));
        CompletableFuture<Stat> second = client.async().set(root + "/node", "2".getBytes(UTF_8));

        assertThat(failure(first)).isInstanceOf(ConnectionLossException.class).hasMessageContaining("(expected: ");
        assertThat(failure(second)).isInstanceOf(ConnectionLossException.class);
        worksAgain();
    }

    /** The bytes that come show that the link lives, and say nothing of the session. */
    @Test
    void thatNeverEndsAnAnswer() {
        connect(settings -> settings.sessionTimeout(Duration.ofMillis(1_500)).requestTimeout(Duration.ofMillis(500)));
        liar.tell((said, toClient) -> drip(toClient));
        ZkException failure = failure(KindOfCall.GET.make(client, root + "/node"));

        assertThat(failure).isInstanceOf(RequestTimeoutException.class).hasMessageContaining("after 500 ms");
        await().atMost(PATIENCE).until(() -> events.stream().anyMatch(event -> event.state() == LOST));
        worksAgain();
    }

    /** A frame at the limit, one byte at a time, until the client hangs up. */
    static void drip(OutputStream toClient) throws IOException {
        toClient.write(ServerFrame.ints(LIMIT));
        for (int i = 0; i < LIMIT; i++) {
            toClient.write(0);
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
        }
    }

    @Test
    void thatLiesToEveryCallUntilItIsHonest() {
        connect(settings -> settings.requestTimeout(Duration.ofSeconds(1)));
        liar.tell(Lie.always(
                ServerFrame::isAnswer, Lie.instead(said -> ServerFrame.withInt(said, ServerFrame.XID, 4711))));
        ZkException read = failure(KindOfCall.GET.make(client, root + "/node"));

        assertThat(read).isInstanceOf(RequestTimeoutException.class).hasMessageContaining("after 1000 ms");
        worksAgain();
    }

    @Test
    void thatSaysNothingAnyMore() {
        connect(settings -> settings.sessionTimeout(Duration.ofSeconds(1)).requestTimeout(Duration.ofMillis(300)));
        AtomicBoolean silent = new AtomicBoolean();
        liar.tell((said, toClient) -> silent.set(true));
        assertThat(failure(KindOfCall.SET.make(client, root + "/node")))
                .isInstanceOf(RequestTimeoutException.class)
                .returns(Outcome.UNKNOWN, ZkException::outcome);
        assertThat(silent).isTrue();
        worksAgain();
    }
}
