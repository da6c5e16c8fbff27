package dev.zkspring.client.bench;

import java.util.List;

/** What {@link AllBenchmarks} runs, each in a JVM of its own: what one measures does not shape another's machine code. */
enum Suite {
    PIPELINED_INSTANT(PipelinedBenchmarks.class, "instant"),
    PIPELINED_REAL(PipelinedBenchmarks.class, "real"),
    LATENCY_INSTANT(LatencyBenchmarks.class, "instant"),
    LATENCY_REAL(LatencyBenchmarks.class, "real");

    private final Class<?> main;

    private final List<String> arguments;

    Suite(Class<?> main, String... arguments) {
        this.main = main;
        this.arguments = List.of(arguments);
    }

    Class<?> main() {
        return main;
    }

    List<String> arguments() {
        return arguments;
    }
}
