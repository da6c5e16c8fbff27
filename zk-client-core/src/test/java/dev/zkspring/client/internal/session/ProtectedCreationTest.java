package dev.zkspring.client.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zkspring.client.data.Acl;
import dev.zkspring.client.data.CreateMode;
import dev.zkspring.client.data.CreateRequest;
import dev.zkspring.client.data.CreateResult;
import dev.zkspring.client.error.ErrorCode;
import dev.zkspring.client.error.Outcome;
import dev.zkspring.client.error.ZkException;
import dev.zkspring.client.internal.operation.NodeCreation;
import dev.zkspring.client.internal.protocol.Chroot;
import dev.zkspring.client.internal.protocol.GetData;
import dev.zkspring.client.internal.protocol.OpCode;
import dev.zkspring.client.internal.wire.WireWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Creates with a token in the name, whose answer gets lost. */
class ProtectedCreationTest {

    private static final int NO_NODE = -101;

    private static final int NO_AUTH = -102;

    private static final int NODE_EXISTS = -110;

    private SessionRig rig;

    private Peer peer;

    private NodeCreation creation;

    @BeforeEach
    void connect() {
        rig = SessionRig.connected();
        peer = rig.peer;
        creation = new NodeCreation(rig.session, Chroot.NONE, Acl.OPEN);
    }

    @AfterEach
    void stop() {
        rig.close();
    }

    private CompletableFuture<CreateResult> create(CreateMode mode) {
        return creation.pathAndStat(
                CreateRequest.of("/p/n").mode(mode).protectedName().build());
    }

    /** The path in the create that must come next, whose answer never comes. */
    private String loseAnswer() {
        String path = peer.expect(OpCode.CREATE2).path();
        reconnect();
        return path;
    }

    private void reconnect() {
        peer = rig.reconnect().pong();
        rig.advance(SessionRig.STABLE);
    }

    /** Answers the sync, and the children of the parent with these names. */
    private void tellChildren(String... names) {
        Frame sync = peer.expect(OpCode.SYNC, "/p");
        peer.reply(sync, 5, out -> out.writeString("/p"));
        peer.reply(peer.expect(OpCode.GET_CHILDREN, "/p"), 5, out -> out.writeStrings(List.of(names)));
    }

    private static String name(String path) {
        return path.substring("/p/".length());
    }

    private static Consumer<WireWriter> created(String path) {
        return out -> {
            out.writeString(path);
            Peer.stat().accept(out);
        };
    }

    private void assertFailed(CompletableFuture<?> future, ErrorCode code, Outcome outcome) {
        rig.run();
        assertThat(future).isCompletedExceptionally();
        assertThat(Failures.of(future)).isInstanceOfSatisfying(ZkException.class, error -> {
            assertThat(error.code()).isEqualTo(code);
            assertThat(error.outcome()).isEqualTo(outcome);
        });
    }

    @Nested
    class Names {

        @Test
        void beginWithATokenAsOtherClientsMakeIt() {
            create(CreateMode.PERSISTENT);
            String first = peer.expect(OpCode.CREATE2).path();
            create(CreateMode.PERSISTENT);
            String second = peer.expect(OpCode.CREATE2).path();

            assertThat(first).matches("/p/_c_[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}-n");
            assertThat(second).isNotEqualTo(first);
        }

        @Test
        void mayConsistOfTheTokenAndTheServersNumber() {
            creation.path(CreateRequest.of("/p/")
                    .mode(CreateMode.PERSISTENT_SEQUENTIAL)
                    .protectedName()
                    .build());

            assertThat(peer.expect(OpCode.CREATE).path()).matches("/p/_c_[0-9a-f-]{36}-");
        }
    }

    @Nested
    class ANodeThatWasCreated {

        @Test
        void isFoundByItsToken() {
            CompletableFuture<CreateResult> created = create(CreateMode.PERSISTENT_SEQUENTIAL);
            String path = loseAnswer() + "0000000007";
            tellChildren("other", name(path));
            peer.reply(peer.expect(OpCode.EXISTS, path), 5, Peer.stat());
            rig.run();

            assertThat(created).isCompletedWithValue(new CreateResult(path, Peer.STAT));
            peer.expectNothing();
        }

        @Test
        void isFoundWhenTheSecondCreateFindsItsName() {
            CompletableFuture<CreateResult> created = create(CreateMode.PERSISTENT);
            String path = loseAnswer();
            tellChildren();
            peer.refuse(peer.expect(OpCode.CREATE2, path), 6, NODE_EXISTS);
            tellChildren(name(path));
            peer.reply(peer.expect(OpCode.EXISTS, path), 7, Peer.stat());
            rig.run();

            assertThat(created).isCompletedWithValue(new CreateResult(path, Peer.STAT));
        }

        @Test
        void andDeletedSinceIsNotCreatedAgain() {
            CompletableFuture<CreateResult> created = create(CreateMode.PERSISTENT);
            String path = loseAnswer();
            tellChildren(name(path));
            peer.refuse(peer.expect(OpCode.EXISTS, path), 6, NO_NODE);

            assertFailed(created, ErrorCode.NO_NODE, Outcome.UNKNOWN);
            peer.expectNothing();
        }

        @Test
        void inAnotherSessionIsVoidIfItIsEphemeral() {
            CompletableFuture<CreateResult> created = create(CreateMode.EPHEMERAL);
            String path = loseAnswer();
            tellChildren(name(path));
            peer.reply(peer.expect(OpCode.EXISTS, path), 5, Peer.stat());

            assertFailed(created, ErrorCode.SESSION_EXPIRED, Outcome.UNKNOWN);
        }
    }

    @Nested
    class ANodeThatWasNotCreated {

        @Test
        void isCreatedWithTheSameToken() {
            CompletableFuture<CreateResult> created = create(CreateMode.EPHEMERAL_SEQUENTIAL);
            String path = loseAnswer();
            tellChildren("_c_00000000-0000-0000-0000-000000000000-n0000000001");
            peer.reply(peer.expect(OpCode.CREATE2, path), 6, created(path + "0000000002"));
            rig.run();

            assertThat(created).isCompletedWithValue(new CreateResult(path + "0000000002", Peer.STAT));
        }

        @Test
        void isLookedForAfterEveryLostAnswer() {
            CompletableFuture<CreateResult> created = create(CreateMode.PERSISTENT_SEQUENTIAL);
            String path = loseAnswer();
            for (int i = 0; i < 20; i++) {
                tellChildren();
                assertThat(loseAnswer()).isEqualTo(path);
            }
            tellChildren(name(path) + "0000000003");
            peer.reply(peer.expect(OpCode.EXISTS), 5, Peer.stat());
            rig.run();

            assertThat(created).isCompleted();
            peer.expectNothing();
        }

        @Test
        void failsIfItsParentIsGone() {
            CompletableFuture<CreateResult> created = create(CreateMode.PERSISTENT);
            loseAnswer();
            peer.reply(peer.expect(OpCode.SYNC), 5, out -> out.writeString("/p"));
            peer.refuse(peer.expect(OpCode.GET_CHILDREN), 5, NO_NODE);
            peer.refuse(peer.expect(OpCode.CREATE2), 6, NO_NODE);

            assertFailed(created, ErrorCode.NO_NODE, Outcome.REFUSED);
        }

        @Test
        void thatNeverLeftIsNotLookedFor() {
            rig.stall();
            CompletableFuture<CreateResult> created = create(CreateMode.PERSISTENT);
            rig.run();
            peer.hangUp();
            rig.stop();

            assertFailed(created, ErrorCode.CLIENT_CLOSED, Outcome.NOT_SENT);
        }
    }

    @Nested
    class ASearchThatFails {

        @Test
        void leavesTheOutcomeUnknown() {
            CompletableFuture<CreateResult> created = create(CreateMode.PERSISTENT);
            loseAnswer();
            peer.reply(peer.expect(OpCode.SYNC), 5, out -> out.writeString("/p"));
            peer.refuse(peer.expect(OpCode.GET_CHILDREN), 5, NO_AUTH);

            assertFailed(created, ErrorCode.NO_AUTH, Outcome.UNKNOWN);
            assertThat(Failures.of(created)).hasMessageContaining("looking for the node failed");
        }
    }

    @Nested
    class ASessionThatEnds {

        private Peer expire() {
            peer.hangUp();
            Peer refusing = rig.connector.next().accept();
            refusing.expectConnect();
            refusing.sayExpired();
            rig.run();
            Peer next = rig.connector.next().accept();
            next.grant().pong();
            return next;
        }

        @Test
        void takesAnEphemeralNodeWithIt() {
            CompletableFuture<CreateResult> created = create(CreateMode.EPHEMERAL);
            peer.expect(OpCode.CREATE2);
            Peer next = expire();

            assertFailed(created, ErrorCode.SESSION_EXPIRED, Outcome.UNKNOWN);
            next.expectNothing();
        }

        @Test
        void isSurvivedByAPersistentNode() {
            CompletableFuture<CreateResult> created = create(CreateMode.PERSISTENT_SEQUENTIAL);
            String path = peer.expect(OpCode.CREATE2).path() + "0000000001";
            peer = expire();
            tellChildren(name(path));
            peer.reply(peer.expect(OpCode.EXISTS, path), 5, Peer.stat());
            rig.run();

            assertThat(created).isCompletedWithValue(new CreateResult(path, Peer.STAT));
        }
    }

    @Nested
    class MissingParents {

        @Test
        void areCreatedAndTheTokenKept() {
            CompletableFuture<String> created = creation.path(
                    CreateRequest.of("/p/n").createParents().protectedName().build());
            Frame first = peer.expect(OpCode.CREATE);
            peer.refuse(first, 5, NO_NODE);
            peer.reply(peer.expect(OpCode.CREATE, "/p"), 6, out -> out.writeString("/p"));
            assertThat(peer.expect(OpCode.CREATE).path()).isEqualTo(first.path());
            reconnect();
            tellChildren();
            Frame last = peer.expect(OpCode.CREATE, first.path());
            peer.reply(last, 7, out -> out.writeString(first.path()));
            rig.run();

            assertThat(created).isCompletedWithValue(first.path());
        }
    }

    @Nested
    class TheTimeOfTheCall {

        private static final Duration TIMEOUT = Duration.ofSeconds(3);

        @BeforeEach
        void connectWithLittleTime() {
            rig.close();
            rig = SessionRig.connected(settings -> settings.requestTimeout = TIMEOUT);
            peer = rig.peer;
            creation = new NodeCreation(rig.session, Chroot.NONE, Acl.OPEN);
        }

        @Test
        void holdsForItsLaterRequestsToo() {
            CompletableFuture<CreateResult> created = create(CreateMode.PERSISTENT);
            loseAnswer();
            peer.expect(OpCode.SYNC, "/p");
            rig.advance(TIMEOUT.minus(SessionRig.STABLE));

            assertFailed(created, ErrorCode.REQUEST_TIMEOUT, Outcome.UNKNOWN);
        }

        @Test
        void holdsBehindRequestsThatHaveMoreOfIt() {
            CompletableFuture<CreateResult> created = create(CreateMode.PERSISTENT);
            peer.expect(OpCode.CREATE2);
            rig.advance(Duration.ofSeconds(1));
            Request<?> later = rig.submit(new GetData("/a", false));
            rig.run();
            peer.hangUp();
            rig.advance(TIMEOUT.minusSeconds(1));

            assertFailed(created, ErrorCode.REQUEST_TIMEOUT, Outcome.UNKNOWN);
            assertThat(later).isNotDone();
        }

        @Test
        void leavesNothingToBeSentWhenItIsUp() {
            CompletableFuture<CreateResult> created = create(CreateMode.PERSISTENT);
            peer.expect(OpCode.CREATE2);
            peer.hangUp();
            rig.advance(TIMEOUT);
            peer = rig.connector.next().accept().grant().pong();

            assertFailed(created, ErrorCode.REQUEST_TIMEOUT, Outcome.UNKNOWN);
            peer.expectNothing();
        }
    }
}
