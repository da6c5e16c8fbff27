package dev.zkspring.client.internal.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.zkspring.client.data.Acl;
import dev.zkspring.client.data.CreateRequest;
import dev.zkspring.client.error.BadArgumentsException;
import dev.zkspring.client.error.RequestTimeoutException;
import dev.zkspring.client.error.RequestTooLargeException;
import dev.zkspring.client.error.ResponseTooLargeException;
import dev.zkspring.client.error.TooManyRequestsException;
import dev.zkspring.client.error.ZkInterruptedException;
import dev.zkspring.client.internal.protocol.Create;
import dev.zkspring.client.internal.protocol.GetChildren;
import dev.zkspring.client.internal.protocol.GetData;
import dev.zkspring.client.internal.protocol.OpCode;
import dev.zkspring.client.internal.protocol.SetData;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Limits of time, size and number. */
class RequestLimitsTest {

    private SessionRig rig;

    private Peer peer;

    private void connect(Consumer<TestSettings> change) {
        rig = SessionRig.connected(change);
        peer = rig.peer;
    }

    @AfterEach
    void stop() {
        rig.close();
    }

    @Nested
    class Time {

        @Test
        void lateRequestFailsButKeepsItsPlaceInTheOrderOfAnswers() {
            connect(settings -> settings.requestTimeout = Duration.ofSeconds(5));
            Request<?> late = rig.submit(new GetData("/a", false));
            rig.run();
            rig.advance(Duration.ofSeconds(4));
            Request<?> next = rig.submit(new GetData("/b", false));
            rig.run();
            rig.advance(Duration.ofSeconds(1));

            assertThat(Failures.of(late))
                    .isInstanceOf(RequestTimeoutException.class)
                    .hasMessageContaining("after 5000 ms")
                    .hasMessageContaining("outcome UNKNOWN");
            assertThat(next).isNotDone();
            peer.reply(peer.expect(OpCode.GET_DATA, "/a"), 1, Peer.node(1));
            peer.reply(peer.expect(OpCode.GET_DATA, "/b"), 2, Peer.node(2));
            rig.run();
            assertThat(next).isCompleted();
            assertThat(peer.isClosed()).isFalse();
        }

        @Test
        void requestThatWaitsForALinkFailsUnsent() {
            connect(settings -> settings.requestTimeout = Duration.ofSeconds(5));
            peer.hangUp();
            Request<?> first = rig.submit(new SetData("/a", null, -1));
            rig.run();
            rig.advance(Duration.ofSeconds(4));
            Request<?> second = rig.submit(new SetData("/b", null, -1));
            rig.run();
            rig.advance(Duration.ofSeconds(1));

            assertThat(Failures.of(first))
                    .isInstanceOf(RequestTimeoutException.class)
                    .hasMessageContaining("NOT_SENT");
            assertThat(second).isNotDone();
            rig.run();
            rig.advance(Duration.ofSeconds(4));
            assertThat(second).isCompletedExceptionally();
        }

        @Test
        void requestThatTimedOutIsNotSentAgain() {
            connect(settings -> settings.requestTimeout = Duration.ofSeconds(5));
            rig.submit(new GetData("/a", false));
            rig.run();
            rig.advance(Duration.ofSeconds(3));
            rig.submit(new GetData("/b", false));
            rig.run();
            rig.advance(Duration.ofSeconds(2));
            Peer next = rig.reconnect().pong();

            next.expect(OpCode.GET_DATA, "/b");
            next.expectNothing();
        }

        @Test
        void timeOfARequestRunsOnAcrossLinks() {
            connect(settings -> settings.requestTimeout = Duration.ofSeconds(5));
            Request<?> read = rig.submit(new GetData("/a", false));
            rig.run();
            rig.advance(Duration.ofSeconds(3));
            rig.reconnect().pong().expect(OpCode.GET_DATA, "/a");
            rig.advance(Duration.ofSeconds(2));

            assertThat(read).isCompletedExceptionally();
        }

        @Test
        void cancelledRequestKeepsItsPlaceInTheOrderOfAnswers() {
            connect(settings -> {});
            Request<?> cancelled = rig.submit(new GetData("/a", false));
            Request<?> next = rig.submit(new GetData("/b", false));
            Frame first = peer.expect(OpCode.GET_DATA, "/a");
            cancelled.cancel(false);
            peer.reply(first, 1, Peer.node(1));
            peer.reply(peer.expect(OpCode.GET_DATA, "/b"), 2, Peer.node(2));
            rig.run();

            assertThat(cancelled).isCancelled();
            assertThat(next).isCompleted();
            assertThat(peer.isClosed()).isFalse();
        }
    }

    @Nested
    class Size {

        @Test
        void requestOverTheLimitFailsWithBothNumbersAndTheLinkLivesOn() {
            connect(settings -> settings.maxRequestSize = 100);
            Request<?> before = rig.submit(new GetData("/a", false));
            Request<?> large = rig.submit(new SetData("/b", new byte[200], -1));
            Request<?> justTooLarge = rig.submit(new SetData("/b", new byte[100 - 8 - 6 - 4 - 4 + 1], -1));
            Request<?> largest = rig.submit(new SetData("/b", new byte[100 - 8 - 6 - 4 - 4], -1));

            assertThat(peer.expect(OpCode.GET_DATA).xid()).isEqualTo(1);
            Frame written = peer.expect(OpCode.SET_DATA);
            assertThat(written.xid()).isEqualTo(2);
            assertThat(written.bytes()).hasSize(100);
            peer.expectNothing();
            assertThat(Failures.of(large))
                    .isInstanceOf(RequestTooLargeException.class)
                    .hasMessageContaining("200 bytes (expected: at most 100")
                    .hasMessageContaining("NOT_SENT");
            assertThat(Failures.of(justTooLarge)).hasMessageContaining("101 bytes (expected: at most 100");
            assertThat(before).isNotDone();
            assertThat(largest).isNotDone();
        }

        @Test
        void requestThatCannotBeEncodedTakesNoOtherWithIt() {
            connect(settings -> {});
            Request<?> before = rig.submit(new GetData("/a", false));
            Request<?> broken = rig.submit(new Create(CreateRequest.of("/b")
                    .acl(List.of(new Acl(Acl.ALL, null, "anyone")))
                    .build()));
            Request<?> after = rig.submit(new GetData("/c", false));
            peer.reply(peer.expect(OpCode.GET_DATA, "/a"), 1, Peer.node());
            Frame last = peer.expect(OpCode.GET_DATA, "/c");
            assertThat(last.xid()).isEqualTo(2);
            peer.reply(last, 1, Peer.node());
            rig.run();

            assertThat(before).isCompleted();
            assertThat(after).isCompleted();
            assertThat(Failures.of(broken)).isInstanceOf(BadArgumentsException.class);
        }

        @Test
        void answerOverTheLimitFailsItsRequestAndTheLinkLivesOn() {
            connect(settings -> settings.maxResponseSize = 1_000);
            Request<?> large = rig.submit(new GetData("/a", false));
            Request<?> next = rig.submit(new GetData("/b", false));
            peer.reply(peer.expect(OpCode.GET_DATA, "/a"), 1, Peer.node(new int[2_000]));
            peer.reply(peer.expect(OpCode.GET_DATA, "/b"), 2, Peer.node(2));
            rig.run();

            assertThat(Failures.of(large))
                    .isInstanceOf(ResponseTooLargeException.class)
                    .hasMessageContaining((2_000 + 16 + 4 + 68) + " bytes from zk1:2181");
            assertThat(next).isCompleted();
            assertThat(peer.isClosed()).isFalse();
        }

        @Test
        void answerOverTheLimitMayComeInPieces() {
            connect(settings -> settings.maxResponseSize = 100);
            Request<?> large = rig.submit(new GetData("/a", false));
            Request<?> next = rig.submit(new GetData("/b", false));
            peer.expect(OpCode.GET_DATA, "/a");
            ByteBuf frame = Unpooled.buffer().writeInt(1_000).writeInt(1).writeZero(996);
            while (frame.isReadable()) {
                peer.sendRaw(frame.readRetainedSlice(Math.min(7, frame.readableBytes())));
                rig.run();
            }
            frame.release();
            peer.reply(peer.expect(OpCode.GET_DATA, "/b"), 2, Peer.node(2));
            rig.run();

            assertThat(large).isCompletedExceptionally();
            assertThat(next).isCompleted();
        }

        @Test
        void answerOverTheLimitToNoRequestEndsTheLink() {
            connect(settings -> settings.maxResponseSize = 100);
            peer.sendRaw(Unpooled.buffer().writeInt(1_000).writeInt(5));

            assertThat(peer.isClosed()).isTrue();
            assertThat(rig.events.get(1).cause()).hasMessageContaining("frame length: 1000 (expected: at most 100)");
        }
    }

    @Nested
    class Number {

        @Test
        void onTheLoopACallerThatFindsTheWindowFullFails() {
            connect(settings -> settings.maxInFlight = 2);
            rig.submit(new GetData("/a", false));
            rig.submit(new GetData("/b", false));
            Request<?> third = rig.submit(new GetData("/c", false));

            assertThat(Failures.of(third))
                    .isInstanceOf(TooManyRequestsException.class)
                    .hasMessageContaining("limit 2")
                    .hasMessageContaining("NOT_SENT");
            peer.expect(OpCode.GET_DATA);
            peer.expect(OpCode.GET_DATA);
            peer.expectNothing();
        }

        @Test
        void answerMakesRoomEvenIfItsCallerHasLongGone() {
            connect(settings -> settings.maxInFlight = 1);
            Request<?> cancelled = rig.submit(new GetData("/a", false));
            cancelled.cancel(false);
            assertThat(rig.submit(new GetData("/b", false))).isCompletedExceptionally();
            peer.reply(peer.expect(OpCode.GET_DATA), 1, Peer.node());
            rig.run();

            assertThat(rig.submit(new GetData("/c", false))).isNotDone();
        }

        @Test
        void offTheLoopACallerWaitsForRoom() throws InterruptedException {
            connect(settings -> settings.maxInFlight = 1);
            rig.submit(new GetData("/a", false));
            Frame first = peer.expect(OpCode.GET_DATA, "/a");
            AtomicReference<Request<?>> second = new AtomicReference<>();
            Thread caller = new Thread(() -> second.set(rig.submit(new GetData("/b", false))));
            caller.start();
            await().until(() -> caller.getState() == Thread.State.TIMED_WAITING);
            peer.expectNothing();
            peer.reply(first, 1, Peer.node());
            rig.run();
            caller.join();

            peer.reply(peer.expect(OpCode.GET_DATA, "/b"), 1, Peer.node());
            rig.run();
            assertThat(second.get()).isCompleted();
        }

        @Test
        void timeOfACallerThatWaitedForRoomRunsFromItsCall() throws InterruptedException {
            connect(settings -> {
                settings.maxInFlight = 1;
                settings.requestTimeout = Duration.ofSeconds(3);
            });
            rig.submit(new GetData("/a", false));
            Frame first = peer.expect(OpCode.GET_DATA, "/a");
            AtomicReference<Request<?>> second = new AtomicReference<>();
            Thread caller = new Thread(() -> second.set(rig.submit(new GetData("/b", false))));
            caller.start();
            await().until(() -> caller.getState() == Thread.State.TIMED_WAITING);
            peer.reply(first, 1, Peer.node());
            rig.run();
            caller.join();
            peer.expect(OpCode.GET_DATA, "/b");

            // The caller waited by the real clock, which has gone on; this one stands still.
            rig.advance(Duration.ofSeconds(3).minusNanos(1));
            assertThat(Failures.of(second.get())).isInstanceOf(RequestTimeoutException.class);
        }

        @Test
        void callerWhoDoesNotWantToWaitFailsAtOnce() throws InterruptedException {
            connect(settings -> {
                settings.maxInFlight = 1;
                settings.rejectWhenFull = true;
            });
            rig.submit(new GetData("/a", false));
            AtomicReference<Request<?>> second = new AtomicReference<>();
            Thread caller = new Thread(() -> second.set(rig.submit(new GetData("/b", false))));
            caller.start();
            caller.join();

            assertThat(Failures.of(second.get())).isInstanceOf(TooManyRequestsException.class);
        }

        @Test
        void interruptedCallerStopsWaitingAndKeepsItsFlag() throws InterruptedException {
            connect(settings -> settings.maxInFlight = 1);
            rig.submit(new GetData("/a", false));
            AtomicReference<Request<?>> second = new AtomicReference<>();
            List<Boolean> flag = new ArrayList<>();
            Thread caller = new Thread(() -> {
                second.set(rig.submit(new GetData("/b", false)));
                flag.add(Thread.currentThread().isInterrupted());
            });
            caller.start();
            await().until(() -> caller.getState() == Thread.State.TIMED_WAITING);
            caller.interrupt();
            caller.join();

            assertThat(Failures.of(second.get())).isInstanceOf(ZkInterruptedException.class);
            assertThat(flag).containsExactly(true);
        }

        @Test
        void everyWayOutOfTheSessionGivesThePlaceBack() {
            connect(settings -> {
                settings.maxInFlight = 1;
                settings.maxRequestSize = 100;
                settings.maxResponseSize = 300;
                settings.requestTimeout = Duration.ofSeconds(5);
            });
            assertThat(rig.submit(new SetData("/big", new byte[200], -1))).isNotDone();
            rig.run();
            rig.submit(new GetChildren("/error", false));
            peer.refuse(peer.expect(OpCode.GET_CHILDREN), 1, -101);
            rig.run();
            rig.submit(new GetData("/large", false));
            peer.reply(peer.expect(OpCode.GET_DATA), 1, Peer.node(new int[500]));
            rig.run();
            rig.submit(new SetData("/lost", null, -1));
            peer.expect(OpCode.SET_DATA);
            peer.hangUp();
            rig.submit(new GetData("/late", false));
            rig.run();
            rig.advance(Duration.ofSeconds(5));

            assertThat(rig.submit(new GetData("/last", false))).isNotDone();
        }
    }

    @Nested
    class Completion {

        @Test
        void resultsAreHandedToTheExecutorThatWasAskedFor() {
            List<Runnable> tasks = new ArrayList<>();
            connect(settings -> settings.completeOn = tasks::add);
            Request<?> read = rig.submit(new GetData("/a", false));
            peer.reply(peer.expect(OpCode.GET_DATA), 1, Peer.node());
            rig.run();
            assertThat(read).isNotDone();
            tasks.remove(0).run();

            assertThat(read).isCompleted();
            tasks.forEach(Runnable::run);
        }

        @Test
        void executorThatRefusesLeavesNoFutureUndone() {
            connect(settings -> settings.completeOn = task -> {
                throw new RejectedExecutionException("shut down");
            });
            CompletableFuture<?> read = rig.submit(new GetData("/a", false));
            peer.reply(peer.expect(OpCode.GET_DATA), 1, Peer.node());
            rig.run();

            assertThat(read).isCompleted();
        }
    }
}
