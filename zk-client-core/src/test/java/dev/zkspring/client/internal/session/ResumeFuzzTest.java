package dev.zkspring.client.internal.session;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.zkspring.client.FuzzSeeds;
import dev.zkspring.client.data.AddWatchMode;
import dev.zkspring.client.internal.protocol.AddWatch;
import dev.zkspring.client.internal.protocol.GetData;
import dev.zkspring.client.internal.protocol.Golden;
import dev.zkspring.client.internal.protocol.Xid;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Anything that a server may answer to a client that comes back with its session and watches. */
class ResumeFuzzTest extends FuzzedSession {

    private static byte[] granted() {
        byte[] response = Golden.bytes("connect.response");
        response[response.length - 1] = 0;
        return FuzzSeeds.framed(response);
    }

    static Stream<byte[]> conversations() {
        byte[] armed = answer("setWatches", Xid.SET_WATCHES);
        byte[] event = FuzzSeeds.framed(Golden.bytes("notification.response"));
        List<byte[]> conversations = new ArrayList<>();
        conversations.add(FuzzSeeds.inPieces(0, FuzzSeeds.joined(granted(), armed, answer("ping", Xid.PING))));
        conversations.add(FuzzSeeds.inPieces(11, FuzzSeeds.joined(granted(), event, armed, answer("getData", 1))));
        conversations.add(FuzzSeeds.inPieces(0, FuzzSeeds.joined(granted(), armed, armed, event)));
        conversations.add(FuzzSeeds.inPieces(0, FuzzSeeds.joined(granted(), answer("closeSession", 1))));
        conversations.add(FuzzSeeds.inPieces(0, FuzzSeeds.framed(Golden.bytes("connect-expired.response"))));
        conversations.add(FuzzSeeds.inPieces(0, FuzzSeeds.framed(Golden.bytes("connect-3.3.response"))));
        return FuzzSeeds.of(conversations);
    }

    static List<Request<?>> watch(SessionRig rig) {
        SessionRig.Recorder watcher = new SessionRig.Recorder();
        List<Request<?>> requests = new ArrayList<>(List.of(
                rig.submit(new GetData("/node", true), watcher),
                rig.submit(new AddWatch("/", AddWatchMode.PERSISTENT_RECURSIVE), watcher)));
        rig.run();
        rig.peer.sendRaw(Unpooled.wrappedBuffer(answer("getData", 1), answer("addWatch", 2)));
        rig.run();
        requests.add(rig.submit(new GetData("/other", false)));
        rig.run();
        return requests;
    }

    @MethodSource("conversations")
    @FuzzTest
    void anyAnswerEndsEveryRequest(byte[] input) {
        try (SessionRig rig = SessionRig.connected(settings -> settings.maxResponseSize = LIMIT)) {
            List<Request<?>> pending = watch(rig);
            rig.peer.hangUp();
            play(rig, rig.connector.next().accept(), input, pending);
        }
    }
}
