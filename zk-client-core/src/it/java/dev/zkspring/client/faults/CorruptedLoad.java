package dev.zkspring.client.faults;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.zkspring.client.ZkClient;
import dev.zkspring.client.data.NodeData;
import dev.zkspring.client.data.Stat;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/** Reads and changes of one node, a few at a time, and what came of them. */
final class CorruptedLoad {

    private static final int AT_ONCE = 20;

    private final ZkClient client;

    private final String node;

    private final Map<Integer, String> written = new ConcurrentHashMap<>();

    private final Queue<String> wrong = new ConcurrentLinkedQueue<>();

    private final List<CompletableFuture<?>> calls = new ArrayList<>();

    private int number;

    /** The node is there, and nobody else changes it. */
    CorruptedLoad(ZkClient client, String node) {
        this.client = client;
        this.node = node;
    }

    /** Comes back when so many calls have ended. */
    void run(int least) {
        while (calls.size() < least) {
            List<CompletableFuture<?>> group = new ArrayList<>();
            for (int i = 0; i < AT_ONCE; i++) {
                group.add(i % 4 == 0 ? change() : client.async().get(node).whenComplete(this::read));
            }
            calls.addAll(group);
            CompletableFuture.allOf(group.toArray(CompletableFuture<?>[]::new))
                    .handle((done, error) -> done)
                    .join();
        }
    }

    private CompletableFuture<Stat> change() {
        String value = "value " + number++;
        return client.async().set(node, value.getBytes(UTF_8)).whenComplete((stat, error) -> {
            if (stat != null) {
                check(stat.version(), value);
            }
        });
    }

    private void read(@Nullable NodeData data, @Nullable Throwable error) {
        if (data != null) {
            check(data.stat().version(), data.text());
        }
    }

    /** One version has one value, whoever tells of it. */
    private void check(int version, String value) {
        String known = written.putIfAbsent(version, value);
        if (!value.matches("value \\d+") || known != null && !known.equals(value)) {
            wrong.add("version %d: \"%s\", and \"%s\" before".formatted(version, value, known));
        }
    }

    /** What cannot be true. */
    List<String> wrong() {
        return List.copyOf(wrong);
    }

    int calls() {
        return calls.size();
    }

    long failures() {
        return calls.stream()
                .filter(CompletableFuture::isCompletedExceptionally)
                .count();
    }
}
