package dev.zkspring.client.internal.session;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.zkspring.client.FuzzSeeds;
import dev.zkspring.client.data.Acl;
import dev.zkspring.client.data.CreateMode;
import dev.zkspring.client.data.CreateRequest;
import dev.zkspring.client.internal.operation.DescendantCount;
import dev.zkspring.client.internal.operation.EnsembleConfiguration;
import dev.zkspring.client.internal.operation.MultiReading;
import dev.zkspring.client.internal.operation.NodeCreation;
import dev.zkspring.client.internal.operation.RecursiveDeletion;
import dev.zkspring.client.internal.operation.Transactions;
import dev.zkspring.client.internal.protocol.Check;
import dev.zkspring.client.internal.protocol.Chroot;
import dev.zkspring.client.internal.protocol.Delete;
import dev.zkspring.client.internal.protocol.GetChildren;
import dev.zkspring.client.internal.protocol.GetData;
import dev.zkspring.client.internal.protocol.Golden;
import dev.zkspring.client.internal.protocol.SetData;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Anything that a server may answer to operations that make several requests, or one of several parts. */
class SeveralRequestsFuzzTest extends FuzzedSession {

    private static final int KINDS = 8;

    /** The first byte says which operation, then an answer after the other, numbered from 1 on. */
    static Stream<byte[]> conversations() {
        List<byte[]> conversations = new ArrayList<>();
        List<String> names = Golden.names(".response").stream()
                .map(name -> name.replace(".response", ""))
                .toList();
        for (String name : names) {
            conversations.add(FuzzSeeds.joined(
                    new byte[] {(byte) conversations.size()},
                    answer(name, 1),
                    answer("getChildren", 2),
                    answer(name, 3)));
        }
        for (int kind = 0; kind < KINDS; kind++) {
            conversations.add(FuzzSeeds.joined(new byte[] {(byte) kind}, answer("multi", 1), answer("multiRead", 2)));
        }
        return FuzzSeeds.of(conversations);
    }

    private static CompletableFuture<?> begin(int kind, Session session) {
        NodeCreation creation = new NodeCreation(session, Chroot.NONE, Acl.OPEN);
        Transactions transactions = new Transactions(session, creation);
        CreateRequest create = CreateRequest.of("/a/b").build();
        return switch (kind % KINDS) {
            case 0 ->
                transactions.commit(List.of(new Check("/a", 3), transactions.create(create), new Delete("/b", -1)));
            case 1 -> new MultiReading(session).read(List.of(new GetData("/a", false), new GetChildren("/a", false)));
            case 2 -> new RecursiveDeletion(session).delete("/a");
            case 3 -> new DescendantCount(session).below("/a");
            case 4 -> new EnsembleConfiguration(session).get(null);
            case 5 -> creation.ensurePath(create);
            case 6 ->
                creation.pathAndStat(CreateRequest.of("/a/lock-")
                        .mode(CreateMode.EPHEMERAL_SEQUENTIAL)
                        .protectedName()
                        .build());
            default -> transactions.commit(List.of(new SetData("/a", null, -1), new SetData("/b", null, 4)));
        };
    }

    @MethodSource("conversations")
    @FuzzTest
    void anyAnswersEndTheOperation(byte[] input) {
        try (SessionRig rig = SessionRig.connected(settings -> settings.maxResponseSize = LIMIT)) {
            CompletableFuture<?> pending = begin(input.length == 0 ? 0 : input[0] & 0xff, rig.session);
            rig.run();
            play(rig, rig.peer, input, List.of(pending));
        }
    }
}
