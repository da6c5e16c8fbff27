package dev.zkspring.client.internal.session;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Anything that a server may answer to a client that comes back to close the session which it has given up. */
class GhostFuzzTest extends FuzzedSession {

    static Stream<byte[]> conversations() {
        return ResumeFuzzTest.conversations();
    }

    @MethodSource("conversations")
    @FuzzTest
    void anyAnswerEndsTheAttemptToCloseWhatIsGivenUp(byte[] input) {
        try (SessionRig rig = SessionRig.connected(settings -> settings.maxResponseSize = LIMIT)) {
            List<Request<?>> pending = ResumeFuzzTest.watch(rig);
            rig.peer.hangUp();
            rig.advance(TestSettings.TIMEOUT.multipliedBy(2).plus(Duration.ofSeconds(1)));
            play(rig, rig.connector.next().accept(), input, pending);
        }
    }
}
