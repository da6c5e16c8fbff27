package dev.zkspring.client.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * Single clients under JMH with its allocation profiler, each in a JVM of its own: what one costs that the other does not
 * keep warm. An iteration is a round of the figures, which nobody shares. JMH's own results go to {@code jmh.json}.
 */
final class JmhBenchmarks {

    private static final String ALLOCATED = "gc.alloc.rate.norm";

    private static final Map<String, String> SCENARIOS = Map.of(
            "JmhPipelined.get", "get 100 B window 512",
            "JmhPipelined.set", "set 100 B window 512",
            "JmhCodec.encodeGet", "encode a get",
            "JmhCodec.decodeGet", "decode the answer to a get of 100 B");

    private final Figures figures;

    private int round;

    private JmhBenchmarks(Figures figures) {
        this.figures = figures;
    }

    public static void main(String[] args) throws IOException, RunnerException {
        Files.createDirectories(Figures.DIRECTORY);
        TimeValue iteration = TimeValue.nanoseconds(Effort.turnNanos());
        OptionsBuilder options = new OptionsBuilder();
        options.include(JmhPipelined.class.getSimpleName())
                .include(JmhCodec.class.getSimpleName())
                .addProfiler(GCProfiler.class)
                .forks(1)
                .jvmArgs("-Xmx1g")
                .warmupIterations(Effort.rounds(true))
                .warmupTime(iteration)
                .measurementIterations(Effort.rounds(true))
                .measurementTime(iteration)
                .resultFormat(ResultFormatType.JSON)
                .result(Figures.DIRECTORY.resolve("jmh.json").toString())
                .output(Figures.DIRECTORY.resolve("jmh.log").toString());
        try (Figures figures = Figures.of("jmh")) {
            JmhBenchmarks benchmarks = new JmhBenchmarks(figures);
            new Runner(options.build()).run().forEach(benchmarks::write);
        }
    }

    private void write(RunResult result) {
        BenchmarkParams params = result.getParams();
        String benchmark = params.getBenchmark();
        String scenario = SCENARIOS.get(
                benchmark.substring(JmhBenchmarks.class.getPackageName().length() + 1));
        String client = params.getParam("client");
        Client of = client == null ? Client.OURS : Client.valueOf(client);
        for (BenchmarkResult fork : result.getBenchmarkResults()) {
            for (IterationResult iteration : fork.getIterationResults()) {
                round++;
                double perSecond = iteration.getPrimaryResult().getScore();
                figures.add(scenario, of, Quantity.THROUGHPUT, round, perSecond);
                figures.add(scenario, of, Quantity.ALLOCATED, round, allocated(iteration));
            }
        }
    }

    /** Its key has a mark in front in some versions of JMH. */
    @SuppressWarnings("rawtypes") // those of JMH
    private static double allocated(IterationResult iteration) {
        return iteration.getSecondaryResults().entrySet().stream()
                .filter(result -> result.getKey().endsWith(ALLOCATED))
                .mapToDouble(result -> result.getValue().getScore())
                .findFirst()
                .orElseThrow();
    }
}
