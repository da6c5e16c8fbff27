package dev.zkspring.client.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * The processor time of this process: what Linux has counted for each of its threads, to the nanosecond. Of a thread that
 * has ended it is the count at the last look; those of what is measured live on until the next one ({@link JavaCommand}).
 * Elsewhere it is the JVM's own clock, whose steps may be as long as 10 ms. Child processes count for neither.
 */
final class ProcessorTime {

    private static final Path THREADS = Path.of("/proc/self/task");

    private static final boolean ARE_COUNTED = areCounted();

    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    /** Those of the last look, by thread. */
    private static Map<Path, Long> counts = Map.of();

    private static long ofEndedThreads;

    private ProcessorTime() {}

    /** Since some moment, in nanoseconds. */
    static long nanos() {
        return ARE_COUNTED ? ofAllThreads() : SYSTEM.getProcessCpuTime();
    }

    /** A kernel may be built without: then the files are not there, or full of zeros. */
    private static boolean areCounted() {
        return Files.exists(THREADS.resolveSibling("schedstat")) && sum(look().values()) > 0;
    }

    private static synchronized long ofAllThreads() {
        Map<Path, Long> now = look();
        counts.forEach((thread, count) -> {
            // Less than before is another thread, to which the system has given the number of one that ended.
            if (now.getOrDefault(thread, 0L) < count) {
                ofEndedThreads += count;
            }
        });
        counts = now;
        return ofEndedThreads + sum(now.values());
    }

    private static Map<Path, Long> look() {
        // The count of a thread that runs is brought up to date when another one gets its turn.
        Thread.yield();
        Map<Path, Long> now = new HashMap<>();
        try (DirectoryStream<Path> threads = Files.newDirectoryStream(THREADS)) {
            threads.forEach(thread -> now.put(thread, ofThread(thread)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return now;
    }

    private static long sum(Collection<Long> counts) {
        return counts.stream().mapToLong(Long::longValue).sum();
    }

    /** The first of three numbers: time on a processor, time waiting for one, and turns. */
    private static long ofThread(Path thread) {
        try {
            String numbers = Files.readString(thread.resolve("schedstat"));
            return Long.parseLong(numbers.substring(0, numbers.indexOf(' ')));
        } catch (IOException e) {
            // It ended meanwhile.
            return 0;
        }
    }
}
