package dev.zkspring.client.bench;

import dev.zkspring.client.ZkClient;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/** Nodes of 100 bytes on a real server: one, and a thousand below it, so that not all calls are for the same node. */
final class ReadNodes {

    static final String ONE = "/b100";

    /** As many as a number of three digits tells apart. */
    static final int COUNT = 1_000;

    private static final String[] PATHS = IntStream.range(0, COUNT)
            .mapToObj(number -> String.format(Locale.ROOT, "%s/%03d", ONE, number))
            .toArray(String[]::new);

    private ReadNodes() {}

    /** Goes round the thousand. */
    static String path(int number) {
        return PATHS[number % COUNT];
    }

    static void create(ZkClient client) {
        client.create(ONE, new byte[100]);
        CompletableFuture.allOf(IntStream.range(0, COUNT)
                        .mapToObj(number -> client.async().create(path(number), new byte[100]))
                        .toArray(CompletableFuture[]::new))
                .join();
    }
}
