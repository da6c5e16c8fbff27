package dev.zkspring.client.internal.session;

import static dev.zkspring.client.internal.session.BatchFrame.nextPaths;
import static org.assertj.core.api.Assertions.assertThat;

import dev.zkspring.client.internal.protocol.GetData;
import dev.zkspring.client.internal.protocol.OpCode;
import dev.zkspring.client.internal.protocol.SetData;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** A server that needs longer and longer, and reads that would only wait there. */
class BacklogTest {

    private static final Duration QUICK = Duration.ofMillis(1);

    private static final Duration SLOW = Duration.ofMillis(5);

    private SessionRig rig;

    private final Queue<Frame> unanswered = new ArrayDeque<>();

    @BeforeEach
    void connect() {
        connect(true);
    }

    /** To a server whose first answer comes quickly. */
    private void connect(boolean readBatching) {
        rig = new SessionRig(settings -> settings.readBatching = readBatching);
        rig.session.start();
        rig.peer = rig.connector.next().accept().grant();
        rig.advance(QUICK);
        rig.peer.pong();
        rig.advance(SessionRig.STABLE);
    }

    @AfterEach
    void stop() {
        rig.close();
    }

    private void get(String path) {
        rig.submit(new GetData(path, false));
    }

    /** Reads that are made one after the other, each before the next one. */
    private void sendAlone(int count) {
        for (int i = 0; i < count; i++) {
            get("/" + i);
            unanswered.add(rig.peer.expect(OpCode.GET_DATA, "/" + i));
        }
    }

    private void answer(Duration after) {
        rig.advance(after);
        rig.peer.reply(unanswered.remove(), 1, Peer.node());
        rig.run();
    }

    /** Twelve reads that the server has not answered, and knows to be slow. */
    private void fallBehind() {
        sendAlone(13);
        answer(SLOW);
    }

    @Nested
    class FewReads {

        @Test
        void areKeptUntilTheNextAnswerAndGoTogether() {
            fallBehind();
            get("/a");
            rig.run();
            get("/b");
            rig.peer.expectNothing();
            answer(SLOW);

            assertThat(nextPaths(rig.peer)).containsExactly("/a", "/b");
        }

        @Test
        void goAsSoonAsTheyAreAQuarterOfTheUnanswered() {
            fallBehind();
            get("/a");
            rig.run();
            get("/b");
            rig.peer.expectNothing();
            get("/c");

            assertThat(nextPaths(rig.peer)).containsExactly("/a", "/b", "/c");
        }

        @Test
        void goWithAChangeBehindThem() {
            fallBehind();
            get("/a");
            rig.peer.expectNothing();
            rig.submit(new SetData("/b", new byte[0], -1));

            rig.peer.expect(OpCode.GET_DATA, "/a");
            rig.peer.expect(OpCode.SET_DATA, "/b");
        }

        @Test
        void goToTheNextServerWhenTheLinkBreaks() {
            fallBehind();
            get("/a");
            rig.peer.expectNothing();
            rig.reconnect().pong();

            assertThat(nextPaths(rig.peer)).hasSize(13).endsWith("/a");
        }

        @Test
        void goBeforeTheSessionIsClosed() {
            fallBehind();
            get("/a");
            rig.peer.expectNothing();
            rig.stop();

            rig.peer.expect(OpCode.GET_DATA, "/a");
            rig.peer.expect(OpCode.CLOSE_SESSION);
        }
    }

    @Nested
    class NothingIsKept {

        @Test
        void whileAnswersComeAsQuicklyAsEver() {
            sendAlone(13);
            answer(QUICK);
            get("/a");

            rig.peer.expect(OpCode.GET_DATA, "/a");
        }

        @Test
        void besideFewUnanswered() {
            sendAlone(8);
            answer(SLOW);
            get("/a");

            rig.peer.expect(OpCode.GET_DATA, "/a");
        }

        @Test
        void ofAClientThatSendsEachReadAlone() {
            rig.close();
            connect(false);
            fallBehind();
            get("/a");

            rig.peer.expect(OpCode.GET_DATA, "/a");
        }
    }
}
