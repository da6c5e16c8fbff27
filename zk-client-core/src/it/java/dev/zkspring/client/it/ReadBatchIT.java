package dev.zkspring.client.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zkspring.client.ZkClient;
import dev.zkspring.client.data.Acl;
import dev.zkspring.client.data.CreateRequest;
import dev.zkspring.client.data.NodeData;
import dev.zkspring.client.error.NoAuthException;
import dev.zkspring.client.error.NoNodeException;
import dev.zkspring.client.it.CuttingProxy.Direction;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Reads that wait next to each other and so share a request. */
class ReadBatchIT {

    private static final Pattern RECEIVED = Pattern.compile("Received: (\\d+)");

    @RegisterExtension
    static final ZkServerExtension zk = new ZkServerExtension();

    private String root;

    private ZkClient client;

    @BeforeEach
    void connect() {
        root = zk.root();
        client = zk.client();
    }

    /** Makes calls on the event loop, so that all of them wait before the first is written. */
    private <R> List<CompletableFuture<R>> together(
            ZkClient caller, int count, IntFunction<CompletableFuture<R>> call) {
        return caller.async()
                .get(root)
                .thenApply(node -> IntStream.range(0, count).mapToObj(call).toList())
                .join();
    }

    private static long received() throws IOException {
        Matcher line = RECEIVED.matcher(FourLetterWord.ask(zk.server().port(), "srvr"));
        assertThat(line.find()).isTrue();
        return Long.parseLong(line.group(1));
    }

    private long requestsFor(ZkClient caller, int reads) throws IOException {
        long before = received();
        together(caller, reads, i -> caller.async().get(root)).forEach(CompletableFuture::join);
        return received() - before;
    }

    @Test
    void areFarFewerRequestsForTheServer() throws IOException {
        assertThat(requestsFor(client, 640)).isLessThan(100);
        assertThat(requestsFor(zk.client(settings -> settings.readBatching(false)), 640))
                .isGreaterThan(640);
    }

    @Test
    void mixWithChangesInAnyWay() throws Exception {
        ExecutorService callers = Executors.newFixedThreadPool(4);
        List<Future<List<String>>> mistakes = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            String own = root + "/caller" + i;
            client.create(own, null);
            ReadModel model = new ReadModel(client.async(), own, i);
            mistakes.add(callers.submit(() -> {
                model.call(10_000);
                return model.mistakes();
            }));
        }
        callers.shutdown();
        for (Future<List<String>> each : mistakes) {
            assertThat(each.get()).isEmpty();
        }
    }

    @Test
    void mixOfLargeAndSmallValuesIsReadAsItIs() {
        byte[] large = new byte[500_000];
        client.create(root + "/large", large);
        client.create(root + "/small", "s".getBytes(UTF_8));
        List<CompletableFuture<NodeData>> reads = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            reads.add(client.async().get(i % 20 == 0 ? root + "/large" : root + "/small"));
        }
        for (int i = 0; i < 300; i++) {
            assertThat(reads.get(i).join().stat().dataLength()).isEqualTo(i % 20 == 0 ? 500_000 : 1);
            assertThat(reads.get(i).join().data()).hasSize(i % 20 == 0 ? 500_000 : 1);
        }
    }

    @Test
    void ofWhichOneMayNotBeReadAnswerTheOthers() {
        client.create(root + "/open", "o".getBytes(UTF_8));
        client.create(CreateRequest.of(root + "/closed")
                .acl(List.of(Acl.digest("bob", "secret", Acl.ALL)))
                .build());
        List<CompletableFuture<NodeData>> reads = together(
                client,
                30,
                i -> client.async()
                        .get(root + List.of("/open", "/closed", "/missing").get(i % 3)));
        for (int i = 0; i < 30; i += 3) {
            assertThat(reads.get(i).join().text()).isEqualTo("o");
            assertThatThrownBy(reads.get(i + 1)::join).hasCauseInstanceOf(NoAuthException.class);
            assertThatThrownBy(reads.get(i + 2)::join).hasCauseInstanceOf(NoNodeException.class);
        }
    }

    @Test
    void whoseAnswerWouldBeTooLargeTogetherAreReadOneByOne() {
        client.create(root + "/n", new byte[3_000]);
        ZkClient narrow = zk.client(settings -> settings.maxResponseSize(40_000));
        List<CompletableFuture<NodeData>> learnt =
                together(narrow, 200, i -> narrow.async().get(root));
        learnt.forEach(CompletableFuture::join);
        List<CompletableFuture<NodeData>> reads =
                together(narrow, 64, i -> narrow.async().get(root + "/n"));
        assertThat(reads).allSatisfy(read -> assertThat(read.join().data()).hasSize(3_000));
    }

    @Test
    void areAllAnsweredWhenTheLinkBreaks() {
        client.create(root + "/n", "x".getBytes(UTF_8));
        ZkClient proxied = zk.proxiedClient(settings -> settings);
        zk.proxy().stall(Direction.TO_CLIENT);
        List<CompletableFuture<NodeData>> reads = IntStream.range(0, 200)
                .mapToObj(i -> proxied.async().get(root + "/n"))
                .toList();
        zk.proxy().cut();
        zk.proxy().heal();
        assertThat(reads).allSatisfy(read -> assertThat(read.join().text()).isEqualTo("x"));
    }
}
