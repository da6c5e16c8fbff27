package dev.zkspring.client.bench.page;

import dev.zkspring.client.bench.Quantity;
import java.util.List;
import java.util.stream.Collectors;

/** What a real server bounds for all clients: calls that do not share requests. What a client can save there is CPU. */
final class ServerBound {

    private static final List<String> OPERATIONS = List.of("set 100 B", "exists", "create 100 B", "get and set 100 B");

    private ServerBound() {}

    static String render(Suites suites) {
        return OPERATIONS.stream()
                .map(operation -> "| %s | %s | %s |"
                        .formatted(
                                operation,
                                toBestPeer(suites, operation, Quantity.CPU),
                                toBestPeer(suites, operation, Quantity.THROUGHPUT)))
                .collect(Collectors.joining(
                        "\n", "| 512 outstanding | CPU per call | throughput |\n|---|---|---|\n", "\n"));
    }

    private static String toBestPeer(Suites suites, String operation, Quantity quantity) {
        return suites.toBestPeer("pipelined-real", operation + " window 512", quantity)
                .map(ratio -> Numbers.ratio(ratio.median()) + " × " + ratio.range(Numbers::ratio))
                .orElse("not measured");
    }
}
