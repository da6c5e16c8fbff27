package dev.zkspring.client.internal.session;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.zkspring.client.FuzzSeeds;
import dev.zkspring.client.data.CreateRequest;
import dev.zkspring.client.internal.protocol.Check;
import dev.zkspring.client.internal.protocol.Create;
import dev.zkspring.client.internal.protocol.Create2;
import dev.zkspring.client.internal.protocol.Delete;
import dev.zkspring.client.internal.protocol.Exists;
import dev.zkspring.client.internal.protocol.GetAcl;
import dev.zkspring.client.internal.protocol.GetChildren;
import dev.zkspring.client.internal.protocol.GetChildren2;
import dev.zkspring.client.internal.protocol.GetData;
import dev.zkspring.client.internal.protocol.GetEphemerals;
import dev.zkspring.client.internal.protocol.Golden;
import dev.zkspring.client.internal.protocol.Multi;
import dev.zkspring.client.internal.protocol.MultiRead;
import dev.zkspring.client.internal.protocol.SetData;
import dev.zkspring.client.internal.protocol.Sync;
import dev.zkspring.client.internal.protocol.WhoAmI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Anything that a server may send while requests and watches are under way. */
class AnswersFuzzTest extends FuzzedSession {

    /** The golden answers to {@link #requests}, in their order. */
    private static final List<String> ANSWERS = List.of(
            "exists",
            "getData",
            "getChildren",
            "create",
            "create2",
            "setData",
            "delete",
            "sync",
            "getACL",
            "getChildren2",
            "getEphemerals",
            "whoAmI",
            "multi",
            "multiRead");

    private static List<Request<?>> requests(SessionRig rig) {
        SessionRig.Recorder watcher = new SessionRig.Recorder();
        CreateRequest create = CreateRequest.of("/node").build();
        return new ArrayList<>(List.of(
                rig.submit(new Exists("/node", true), watcher),
                rig.submit(new GetData("/node", true), watcher),
                rig.submit(new GetChildren("/node", true), watcher),
                rig.submit(new Create(create)),
                rig.submit(new Create2(create)),
                rig.submit(new SetData("/node", new byte[3], -1)),
                rig.submit(new Delete("/node", -1)),
                rig.submit(new Sync("/node")),
                rig.submit(new GetAcl("/node")),
                rig.submit(new GetChildren2("/node", true), watcher),
                rig.submit(new GetEphemerals("/")),
                rig.submit(new WhoAmI()),
                rig.submit(multi(create)),
                rig.submit(new MultiRead(List.of(new GetData("/node", false), new GetData("/other", false))))));
    }

    private static Multi multi(CreateRequest create) {
        return new Multi(List.of(
                new Check("/node", 3),
                new Create2(create),
                new SetData("/node", null, -1),
                new Delete("/node", 5),
                new Create2(create)));
    }

    static Stream<byte[]> conversations() {
        List<byte[]> answers = new ArrayList<>();
        ANSWERS.forEach(name -> answers.add(answer(name, answers.size() + 1)));
        byte[] all = FuzzSeeds.joined(answers.toArray(byte[][]::new));
        byte[] event = FuzzSeeds.framed(Golden.bytes("notification.response"));
        byte[] large = FuzzSeeds.framed(ByteBuffer.allocate(2 * LIMIT).putInt(1).array());
        List<byte[]> conversations = new ArrayList<>();
        conversations.add(FuzzSeeds.inPieces(0, all));
        conversations.add(FuzzSeeds.inPieces(5, all));
        conversations.add(FuzzSeeds.inPieces(0, FuzzSeeds.joined(answers.get(0), answers.get(1), event, event)));
        conversations.add(FuzzSeeds.inPieces(99, FuzzSeeds.joined(large, answers.get(1))));
        conversations.add(
                FuzzSeeds.inPieces(0, "HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII)));
        for (String file : Golden.names(".response")) {
            conversations.add(FuzzSeeds.inPieces(0, FuzzSeeds.framed(Golden.bytes(file))));
            conversations.add(FuzzSeeds.inPieces(9, answer(file.replace(".response", ""), 1)));
        }
        return FuzzSeeds.of(conversations);
    }

    @MethodSource("conversations")
    @FuzzTest
    void anyAnswersEndEveryRequest(byte[] input) {
        try (SessionRig rig = SessionRig.connected(settings -> settings.maxResponseSize = LIMIT)) {
            List<Request<?>> pending = requests(rig);
            rig.run();
            play(rig, rig.peer, input, pending);
        }
    }
}
