package dev.zkspring.client.internal.session;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.zkspring.client.FuzzSeeds;
import dev.zkspring.client.internal.protocol.Delete;
import dev.zkspring.client.internal.protocol.GetChildren;
import dev.zkspring.client.internal.protocol.GetData;
import dev.zkspring.client.internal.protocol.Golden;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Anything that a server may answer to reads that share a request. */
class ReadBatchFuzzTest extends FuzzedSession {

    private static final int END = 9;

    /** Three reads of data, two of children, and a change between. */
    private static List<Request<?>> requests(SessionRig rig) {
        return List.of(
                rig.submit(new GetData("/a", false)),
                rig.submit(new GetData("/b", false)),
                rig.submit(new GetData("/c", false)),
                rig.submit(new Delete("/a", -1)),
                rig.submit(new GetChildren("/a", false)),
                rig.submit(new GetChildren("/b", false)));
    }

    static Stream<byte[]> answers() {
        byte[] data = Golden.bytes("multiRead.response");
        byte[] error = {-1, -1, -1, -1, 0, -1, -1, -1, -101, -1, -1, -1, -101};
        List<byte[]> conversations = new ArrayList<>();
        for (int count = 0; count < 4; count++) {
            byte[] body = Arrays.copyOf(data, data.length - END);
            for (int i = 0; i < count; i++) {
                body = FuzzSeeds.joined(body, error);
            }
            byte[] reply = FuzzSeeds.joined(body, Arrays.copyOfRange(data, data.length - END, data.length));
            reply[3] = 1;
            conversations.add(
                    FuzzSeeds.inPieces(0, FuzzSeeds.joined(FuzzSeeds.framed(reply), answer("delete", 2), children())));
        }
        for (String name : List.of("multiRead", "multiRead-children", "getData", "getChildren", "multi-empty")) {
            conversations.add(
                    FuzzSeeds.inPieces(7, FuzzSeeds.joined(answer(name, 1), answer("delete", 2), children())));
        }
        return FuzzSeeds.of(conversations);
    }

    private static byte[] children() {
        return answer("multiRead-children", 3);
    }

    @MethodSource("answers")
    @FuzzTest
    void anyAnswersEndEveryRead(byte[] input) {
        try (SessionRig rig = SessionRig.connected(settings -> {
            settings.readBatching = true;
            settings.maxResponseSize = LIMIT;
        })) {
            List<Request<?>> pending = requests(rig);
            rig.run();
            play(rig, rig.peer, input, pending);
        }
    }
}
