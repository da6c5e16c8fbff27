package dev.zkspring.client.faults;

import dev.zkspring.client.it.Footprint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;

/**
 * Samples what the process holds, into {@code target/faults/memory.csv}, and says whether that grows. The first fifth is
 * left out as warm-up; of what follows the least of the second half is held against the least of the first. What calls
 * and links of the moment hold can only add to a sample, and in so many there are some with next to nothing of it: so
 * the least ones are close to what stays, and a small leak shows, which medians would hide in a slack for that noise.
 */
final class MemoryLog implements AutoCloseable {

    private static final Path FILE = FaultReport.DIRECTORY.resolve("memory.csv");

    /** Fewer samples say nothing. */
    private static final int ENOUGH = 10;

    private static final int SAMPLES = 60;

    private static final Duration LONGEST_INTERVAL = Duration.ofSeconds(20);

    /** What the virtual machine itself and the harness keep of a longer run. */
    private static final double SHARE = 0.02;

    private static final long HEAP_SLACK = 512L << 10;

    private static final long DIRECT_MEMORY_SLACK = 2L << 20;

    private static final long THREADS_SLACK = 4;

    /** Two sockets for each link through a proxy, in this same process. */
    private static final long FILES_SLACK = 16;

    private final List<Footprint> samples = new ArrayList<>();

    private final ScheduledExecutorService sampler =
            Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "memory-log"));

    private final long start = System.nanoTime();

    private MemoryLog() {}

    /** Samples three times a minute, and more often in a run shorter than twenty minutes. */
    static MemoryLog start(Duration length) throws IOException {
        Files.createDirectories(FaultReport.DIRECTORY);
        Files.writeString(FILE, "second,heap_bytes,direct_bytes,threads,files\n");
        MemoryLog log = new MemoryLog();
        long interval = Math.min(LONGEST_INTERVAL.toMillis(), length.toMillis() / SAMPLES);
        log.sampler.scheduleAtFixedRate(log::sample, interval, interval, TimeUnit.MILLISECONDS);
        return log;
    }

    private synchronized void sample() {
        Footprint now = Footprint.now();
        samples.add(now);
        long second = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start);
        String line =
                second + "," + now.heap() + "," + now.directMemory() + "," + now.threads() + "," + now.files() + "\n";
        try {
            Files.writeString(FILE, line, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + FILE, e);
        }
    }

    /** What grew, one sentence each; empty when memory is flat. */
    synchronized List<String> growth() {
        return growth(samples);
    }

    static List<String> growth(List<Footprint> samples) {
        List<Footprint> steady = samples.subList(samples.size() / 5, samples.size());
        if (samples.size() < ENOUGH) {
            return List.of("only " + samples.size() + " samples (expected: at least " + ENOUGH + ")");
        }
        List<String> growth = new ArrayList<>();
        compare(growth, "heap", steady, Footprint::heap, HEAP_SLACK);
        compare(growth, "direct memory", steady, Footprint::directMemory, DIRECT_MEMORY_SLACK);
        compare(growth, "threads", steady, Footprint::threads, THREADS_SLACK);
        compare(growth, "files", steady, Footprint::files, FILES_SLACK);
        return growth;
    }

    private static void compare(
            List<String> growth, String what, List<Footprint> steady, ToLongFunction<Footprint> value, long slack) {
        int half = steady.size() / 2;
        long first = least(steady.subList(0, half), value);
        long second = least(steady.subList(half, steady.size()), value);
        if (second > first + Math.max(slack, Math.round(first * SHARE))) {
            growth.add(what + " grew from " + first + " to " + second + " (the least of each half, see " + FILE + ")");
        }
    }

    private static long least(List<Footprint> samples, ToLongFunction<Footprint> value) {
        return samples.stream().mapToLong(value).min().orElseThrow();
    }

    @Override
    public void close() {
        sampler.shutdownNow();
    }
}
