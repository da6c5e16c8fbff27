package dev.zkspring.client.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.zkspring.client.ZkAsyncClient;
import dev.zkspring.client.data.NodeData;
import dev.zkspring.client.error.ErrorCode;
import dev.zkspring.client.error.ZkException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/**
 * One caller that changes and reads nodes of its own at random without waiting for answers, and knows what each answer
 * must be: a server does the calls of one client in their order.
 */
final class ReadModel {

    private static final int NAMES = 5;

    private static final int LARGE = 20_000;

    private final ZkAsyncClient client;

    private final String root;

    private final Random random;

    /** The values of the nodes as they are when all calls so far are done. */
    private final Map<String, String> nodes = new TreeMap<>();

    private final List<Expectation> expectations = new ArrayList<>();

    /** @param root a node without children that nobody else changes */
    ReadModel(ZkAsyncClient client, String root, long seed) {
        this.client = client;
        this.root = root;
        this.random = new Random(seed);
    }

    private record Expectation(String call, Object answer, CompletableFuture<?> future) {}

    /** Makes calls. */
    void call(int count) {
        for (int i = 0; i < count; i++) {
            String name = "n" + random.nextInt(NAMES);
            switch (random.nextInt(10)) {
                case 0 -> create(name);
                case 1 -> set(name);
                case 2 -> delete(name);
                case 3, 4 -> children();
                default -> get(name);
            }
        }
    }

    private void create(String name) {
        boolean exists = nodes.containsKey(name);
        String value = value();
        nodes.putIfAbsent(name, value);
        String path = root + "/" + name;
        expect("create", exists ? ErrorCode.NODE_EXISTS : path, client.create(path, value.getBytes(UTF_8)));
    }

    private void set(String name) {
        String value = value();
        boolean exists = nodes.replace(name, value) != null;
        expect(
                "set",
                exists ? value.length() : ErrorCode.NO_NODE,
                client.set(root + "/" + name, value.getBytes(UTF_8)).thenApply(stat -> stat.dataLength()));
    }

    private void delete(String name) {
        boolean exists = nodes.remove(name) != null;
        expect(
                "delete",
                exists ? "done" : ErrorCode.NO_NODE,
                client.delete(root + "/" + name).thenApply(nothing -> "done"));
    }

    private void children() {
        expect(
                "getChildren",
                List.copyOf(nodes.keySet()),
                client.getChildren(root)
                        .thenApply(names -> names.stream().sorted().toList()));
    }

    private void get(String name) {
        String value = nodes.get(name);
        expect(
                "get",
                value == null ? ErrorCode.NO_NODE : value,
                client.get(root + "/" + name).thenApply(NodeData::text));
    }

    private String value() {
        String value = Integer.toString(random.nextInt());
        return random.nextInt(50) == 0 ? value + "v".repeat(LARGE) : value;
    }

    private void expect(String call, Object answer, CompletableFuture<?> future) {
        expectations.add(new Expectation(call, answer, future));
    }

    /** Waits for all answers; tells those that are wrong. */
    List<String> mistakes() {
        List<String> mistakes = new ArrayList<>();
        for (int i = 0; i < expectations.size(); i++) {
            Expectation each = expectations.get(i);
            Object answer = answer(each.future());
            if (!each.answer().equals(answer)) {
                mistakes.add("%s %d: %s (expected: %s)".formatted(each.call(), i, answer, each.answer()));
            }
        }
        return mistakes;
    }

    private static Object answer(CompletableFuture<?> future) {
        return future.<Object>handle((value, failure) -> {
                    Throwable cause = failure != null && failure.getCause() != null ? failure.getCause() : failure;
                    return cause instanceof ZkException error ? error.code() : cause != null ? cause : value;
                })
                .join();
    }
}
