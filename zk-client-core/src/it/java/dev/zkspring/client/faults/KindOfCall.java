package dev.zkspring.client.faults;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.zkspring.client.ZkClient;
import dev.zkspring.client.data.AddWatchMode;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/** Calls whose answers are of different forms, on a node that has two children. */
enum KindOfCall {
    SET((client, node) -> client.async().set(node, "x".getBytes(UTF_8))),
    GET((client, node) -> client.async().get(node)),
    EXISTS((client, node) -> client.async().exists(node)),
    SYNC((client, node) -> client.async().sync(node)),
    ADD_WATCH((client, node) -> client.async().addWatch(node, AddWatchMode.PERSISTENT_RECURSIVE, event -> {})),
    CHILDREN((client, node) -> client.async().getChildren(node)),
    ACL((client, node) -> client.async().getAcl(node)),
    CREATE((client, node) -> client.async().create(node + "/created", null)),
    TRANSACTION((client, node) ->
            client.async().transaction().delete(node + "/a").delete(node + "/b").commitAsync()),
    MULTI_READ((client, node) ->
            client.async().multiRead().get(node + "/a").get(node + "/b").readAsync()),
    /** From the event loop, so that all are waiting when the first is written. */
    SHARED((client, node) -> client.async().get(node).thenCompose(first -> reads(client, node)));

    static final int READS = 20;

    private final BiFunction<ZkClient, String, CompletableFuture<?>> made;

    KindOfCall(BiFunction<ZkClient, String, CompletableFuture<?>> made) {
        this.made = made;
    }

    CompletableFuture<?> make(ZkClient client, String node) {
        return made.apply(client, node);
    }

    /** Which of the answers from here on is the one to the call. */
    int number() {
        return this == SHARED ? 1 : 0;
    }

    private static CompletableFuture<Void> reads(ZkClient client, String node) {
        return CompletableFuture.allOf(
                Stream.generate(() -> client.async().get(node)).limit(READS).toArray(CompletableFuture[]::new));
    }
}
