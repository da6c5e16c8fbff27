package dev.zkspring.client.internal.session;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.zkspring.client.FuzzSeeds;
import dev.zkspring.client.internal.protocol.Delete;
import dev.zkspring.client.internal.protocol.GetData;
import dev.zkspring.client.internal.protocol.Golden;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Anything that a server may send instead of its answer to the handshake, and behind it. */
class HandshakeFuzzTest extends FuzzedSession {

    static Stream<byte[]> handshakes() {
        List<byte[]> handshakes = new ArrayList<>();
        for (String file : Golden.names(".response")) {
            byte[] frame = FuzzSeeds.framed(Golden.bytes(file));
            handshakes.add(FuzzSeeds.inPieces(0, frame));
            handshakes.add(FuzzSeeds.inPieces(0, FuzzSeeds.joined(frame, answer("ping", -2), answer("getData", 1))));
        }
        handshakes.add(FuzzSeeds.inPieces(0, new byte[] {0x15, 3, 3, 0, 2, 2, 10}));
        return FuzzSeeds.of(handshakes);
    }

    @MethodSource("handshakes")
    @FuzzTest
    void anyHandshakeEndsEveryRequest(byte[] input) {
        try (SessionRig rig = new SessionRig(settings -> settings.maxResponseSize = LIMIT)) {
            rig.session.start();
            List<Request<?>> pending =
                    List.of(rig.submit(new GetData("/node", false)), rig.submit(new Delete("/node", -1)));
            play(rig, rig.connector.next().accept(), input, pending);
        }
    }
}
