package dev.zkspring.client.internal.session;

import static dev.zkspring.client.internal.session.BatchFrame.nextPaths;
import static org.assertj.core.api.Assertions.assertThat;

import dev.zkspring.client.internal.protocol.GetData;
import dev.zkspring.client.internal.protocol.OpCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Nodes whose answers are too large to share one with others. */
class LargeAnswersTest {

    private static final int LARGE = 20_000;

    private final SessionRig rig = SessionRig.connected(settings -> settings.readBatching = true);

    @AfterEach
    void stop() {
        rig.close();
    }

    private void get(String path) {
        rig.submit(new GetData(path, false));
    }

    /** Has the client read a node alone. */
    private void read(String path, int length) {
        get(path);
        rig.peer.reply(rig.peer.expect(OpCode.GET_DATA, path), 1, Peer.node(new int[length]));
        rig.run();
    }

    /** Has the client see so many small answers that it expects no others of nodes it does not know. */
    private void learnSmallAnswers() {
        for (int i = 0; i < 500; i++) {
            read("/small", 1);
        }
    }

    @Nested
    class ANodeWhoseAnswerWasLarge {

        @Test
        void isReadAloneThoughOthersAreSmall() {
            read("/large", LARGE);
            learnSmallAnswers();
            get("/a");
            get("/b");
            get("/large");
            get("/c");
            get("/d");

            assertThat(nextPaths(rig.peer)).containsExactly("/a", "/b");
            rig.peer.expect(OpCode.GET_DATA, "/large");
            assertThat(nextPaths(rig.peer)).containsExactly("/c", "/d");
        }

        @Test
        void isReadTogetherWithOthersAgainWhenItHasBecomeSmall() {
            read("/large", LARGE);
            read("/large", 1);
            learnSmallAnswers();
            get("/a");
            get("/large");

            assertThat(nextPaths(rig.peer)).containsExactly("/a", "/large");
        }

        @Test
        void doesNotKeepOthersApartWhenItIsReadAgain() {
            read("/large", LARGE);
            learnSmallAnswers();
            read("/large", LARGE);
            get("/a");
            get("/b");

            assertThat(nextPaths(rig.peer)).containsExactly("/a", "/b");
        }
    }

    @Nested
    class ANodeThatIsNotKnown {

        @Test
        void isExpectedToBeLikeTheLargestThatCameLast() {
            learnSmallAnswers();
            read("/large", 200_000);
            get("/a");
            get("/b");

            rig.peer.expect(OpCode.GET_DATA, "/a");
            rig.peer.expect(OpCode.GET_DATA, "/b");
        }
    }
}
