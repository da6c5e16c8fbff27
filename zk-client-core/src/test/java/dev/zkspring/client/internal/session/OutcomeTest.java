package dev.zkspring.client.internal.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.zkspring.client.data.CreateRequest;
import dev.zkspring.client.data.Stat;
import dev.zkspring.client.error.ErrorCode;
import dev.zkspring.client.error.Outcome;
import dev.zkspring.client.error.ZkException;
import dev.zkspring.client.internal.protocol.Create;
import dev.zkspring.client.internal.protocol.Delete;
import dev.zkspring.client.internal.protocol.Exists;
import dev.zkspring.client.internal.protocol.GetData;
import dev.zkspring.client.internal.protocol.OpCode;
import dev.zkspring.client.internal.protocol.SetData;
import dev.zkspring.client.internal.protocol.Sync;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What becomes of requests when the link breaks or the session ends. */
class OutcomeTest {

    private SessionRig rig;

    private Peer peer;

    @BeforeEach
    void connect() {
        rig = SessionRig.connected();
        peer = rig.peer;
    }

    @AfterEach
    void stop() {
        rig.close();
    }

    @Nested
    class BrokenLink {

        @Test
        void writtenChangeMayHaveBeenDone() {
            Request<?> create = rig.submit(new Create(CreateRequest.of("/a").build()));
            peer.expect(OpCode.CREATE);
            peer.hangUp();

            assertFailed(create, ErrorCode.CONNECTION_LOSS, Outcome.UNKNOWN);
            assertThat(Failures.of(create)).hasMessageContaining("server closed the connection");
        }

        @Test
        void changesQueuedBehindALostOneWereNotSentAndFailInOrder() {
            Request<?> written = rig.submit(new Delete("/a", -1));
            peer.expect(OpCode.DELETE);
            stall();
            List<String> order = new ArrayList<>();
            Request<?> first = rig.submit(new SetData("/b", null, -1));
            Request<?> read = rig.submit(new GetData("/c", false));
            Request<?> second = rig.submit(new SetData("/d", null, -1));
            note(order, "written", written);
            note(order, "first", first);
            note(order, "second", second);
            rig.run();
            peer.hangUp();

            assertFailed(written, ErrorCode.CONNECTION_LOSS, Outcome.UNKNOWN);
            assertFailed(first, ErrorCode.CONNECTION_LOSS, Outcome.NOT_SENT);
            assertFailed(second, ErrorCode.CONNECTION_LOSS, Outcome.NOT_SENT);
            assertThat(order).containsExactly("written", "first", "second");
            assertThat(read).isNotDone();
            Peer next = rig.connector.next().accept().grant().pong();
            next.expect(OpCode.GET_DATA, "/c");
            next.expectNothing();
        }

        @Test
        void changesQueuedBehindReadsOnlyAreSentOnTheNextLink() {
            Request<?> read = rig.submit(new GetData("/a", false));
            peer.expect(OpCode.GET_DATA);
            stall();
            Request<?> change = rig.submit(new SetData("/b", null, -1));
            rig.run();
            peer.hangUp();
            Peer next = rig.connector.next().accept().grant().pong();
            next.reply(next.expect(OpCode.GET_DATA, "/a"), 1, Peer.node(1));
            next.reply(next.expect(OpCode.SET_DATA, "/b"), 2, Peer.stat());
            rig.run();

            assertThat(read).isCompleted();
            assertThat(change).isCompleted();
        }

        @Test
        void writtenReadsAreSentAgainInOrderBeforeWhatWasQueued() {
            rig.submit(new GetData("/a", false));
            rig.submit(new Sync("/b"));
            rig.submit(new Exists("/c", false));
            peer.expect(OpCode.GET_DATA);
            stall();
            rig.submit(new GetData("/d", false));
            rig.run();
            peer.hangUp();
            rig.submit(new GetData("/e", false));
            Peer next = rig.connector.next().accept().grant().pong();

            assertThat(next.expect(OpCode.GET_DATA, "/a").xid()).isEqualTo(1);
            assertThat(next.expect(OpCode.SYNC, "/b").xid()).isEqualTo(2);
            assertThat(next.expect(OpCode.EXISTS, "/c").xid()).isEqualTo(3);
            assertThat(next.expect(OpCode.GET_DATA, "/d").xid()).isEqualTo(4);
            assertThat(next.expect(OpCode.GET_DATA, "/e").xid()).isEqualTo(5);
            next.expectNothing();
        }

        @Test
        void lostChangeBetweenReadsTakesNoReadWithIt() {
            Request<?> before = rig.submit(new GetData("/a", false));
            Request<?> change = rig.submit(new SetData("/b", null, -1));
            Request<?> after = rig.submit(new GetData("/c", false));
            peer.expect(OpCode.GET_DATA);
            peer.hangUp();

            assertFailed(change, ErrorCode.CONNECTION_LOSS, Outcome.UNKNOWN);
            assertThat(before).isNotDone();
            assertThat(after).isNotDone();
            Peer next = rig.connector.next().accept().grant().pong();
            next.expect(OpCode.GET_DATA, "/a");
            next.expect(OpCode.GET_DATA, "/c");
            next.expectNothing();
        }

        @Test
        void changeMadeWhileThereIsNoLinkIsSentOnTheNextOne() {
            peer.hangUp();
            Request<Stat> change = rig.submit(new SetData("/a", null, -1));
            Peer next = rig.connector.next().accept().grant().pong();
            next.reply(next.expect(OpCode.SET_DATA, "/a"), 1, Peer.stat());
            rig.run();

            assertThat(change).isCompletedWithValue(Peer.STAT);
        }
    }

    @Nested
    class WrongAnswers {

        @Test
        void answerToAnotherRequestThanTheOldestEndsTheLink() {
            Request<?> change = rig.submit(new Delete("/a", -1));
            rig.submit(new GetData("/b", false));
            peer.expect(OpCode.DELETE);
            Frame second = peer.expect(OpCode.GET_DATA);
            peer.reply(second, 1, Peer.node(1));

            assertThat(peer.isClosed()).isTrue();
            assertFailed(change, ErrorCode.CONNECTION_LOSS, Outcome.UNKNOWN);
            assertThat(rig.events.get(1).cause()).hasMessageContaining("answer to request 2 (expected: 1)");
        }

        @Test
        void answerToNothingEndsTheLink() {
            peer.reply(17, 1, 0, out -> {});

            assertThat(peer.isClosed()).isTrue();
            assertThat(rig.events.get(1).cause()).hasMessageContaining("answer to request 17 (expected: none)");
        }

        @Test
        void answerToAnAuthenticationThatWasNeverSentEndsTheLink() {
            peer.reply(-4, 0, 0, out -> {});

            assertThat(peer.isClosed()).isTrue();
        }

        @Test
        void frameWithoutAWholeHeaderEndsTheLink() {
            peer.send(out -> out.writeLong(1));

            assertThat(peer.isClosed()).isTrue();
            assertThat(rig.events.get(1).cause()).hasMessageContaining("frame length: 8 (expected: at least 16)");
        }

        @Test
        void bodyThatEndsEarlyFailsItsRequestAndEndsTheLink() {
            Request<?> read = rig.submit(new GetData("/a", false));
            peer.reply(peer.expect(OpCode.GET_DATA), 1, out -> out.writeInt(7));

            assertThat(peer.isClosed()).isTrue();
            assertFailed(read, ErrorCode.MARSHALLING_ERROR, Outcome.UNKNOWN);
        }

        @Test
        void errorOfOneRequestConcernsThatOneOnly() {
            Request<?> read = rig.submit(new GetData("/a", false));
            Request<?> unknown = rig.submit(new GetData("/b", false));
            peer.refuse(peer.expect(OpCode.GET_DATA), 1, -101);
            peer.refuse(peer.expect(OpCode.GET_DATA), 1, -999);

            assertFailed(read, ErrorCode.NO_NODE, Outcome.REFUSED);
            assertFailed(unknown, ErrorCode.UNKNOWN, Outcome.REFUSED);
            assertThat(peer.isClosed()).isFalse();
        }

        @Test
        void serverThatSaysExpiredIsLeftForOneThatMustKnow() {
            Request<?> read = rig.submit(new GetData("/a", false));
            peer.refuse(peer.expect(OpCode.GET_DATA), 1, -112);

            assertFailed(read, ErrorCode.SESSION_EXPIRED, Outcome.REFUSED);
            assertThat(peer.isClosed()).isTrue();
            assertThat(rig.connector.next().accept().expectConnect().sessionId())
                    .isEqualTo(SessionRig.SESSION);
        }
    }

    @Nested
    class Transactions {

        @Test
        void numbersAdvanceByAnswersOnlyAndNeverGoBack() {
            answer(0x20);
            assertThat(rig.session.lastZxid()).isEqualTo(0x20);
            answer(0x10);
            assertThat(rig.session.lastZxid()).isEqualTo(0x20);
            answer(-1);
            assertThat(rig.session.lastZxid()).isEqualTo(0x20);

            peer.event(3, "/a", 0x99);
            rig.advance(Duration.ofSeconds(20));
            peer.reply(peer.expect(OpCode.PING), 0x98);
            rig.run();
            assertThat(rig.session.lastZxid()).isEqualTo(0x20);
        }

        private void answer(long zxid) {
            rig.submit(new GetData("/a", false));
            peer.reply(peer.expect(OpCode.GET_DATA), zxid, Peer.node());
            rig.run();
        }
    }

    @Nested
    class LostSession {

        @Test
        void whatWaitsFailsAndWhatComesLaterWaitsForTheNewSession() {
            Request<?> written = rig.submit(new GetData("/a", false));
            peer.expect(OpCode.GET_DATA);
            peer.hangUp();
            Request<?> waiting = rig.submit(new SetData("/b", null, -1));
            Peer next = rig.connector.next().accept();
            next.expectConnect();
            next.sayExpired();
            rig.run();

            assertFailed(written, ErrorCode.SESSION_EXPIRED, Outcome.UNKNOWN);
            assertFailed(waiting, ErrorCode.SESSION_EXPIRED, Outcome.NOT_SENT);
            Request<?> later = rig.submit(new GetData("/c", false));
            Peer fresh = rig.connector.next().accept().grant().pong();
            fresh.reply(fresh.expect(OpCode.GET_DATA, "/c"), 1, Peer.node());
            rig.run();
            assertThat(later).isCompleted();
        }
    }

    /** From here on the socket takes nothing more. */
    private void stall() {
        rig.run();
        rig.stall();
    }

    private static void note(List<String> order, String name, CompletableFuture<?> future) {
        future.whenComplete((result, failure) -> order.add(name));
    }

    private void assertFailed(CompletableFuture<?> future, ErrorCode code, Outcome outcome) {
        rig.run();
        assertThat(Failures.of(future))
                .asInstanceOf(type(ZkException.class))
                .returns(code, ZkException::code)
                .returns(outcome, ZkException::outcome);
    }
}
