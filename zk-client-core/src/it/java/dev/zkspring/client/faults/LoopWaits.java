package dev.zkspring.client.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How long clients' event loops were ready to run and got no processor, where the system tells it: Linux does, for each
 * thread. What a loop does itself, or waits for, is not in it. To be used by one thread at a time.
 */
final class LoopWaits implements Supplier<Map<Path, Long>> {

    private static final Path THREADS = Path.of("/proc/self/task");

    private static final String LOOP = "-loop";

    /** The system keeps no more of a thread's name. */
    private static final int NAME_LENGTH = 15;

    private static final long LISTED_EVERY = TimeUnit.SECONDS.toNanos(1);

    private final Map<Path, Long> waited = new HashMap<>();

    private long listedAt = System.nanoTime() - LISTED_EVERY;

    /** Of each loop, by its thread, how long it waited, in nanoseconds, up to now and since the last call. */
    @Override
    public Map<Path, Long> get() {
        if (System.nanoTime() - listedAt >= LISTED_EVERY && Files.isDirectory(THREADS)) {
            listedAt = System.nanoTime();
            list();
        }
        Map<Path, Long> ended = new HashMap<>();
        for (Map.Entry<Path, Long> thread : Map.copyOf(waited).entrySet()) {
            OptionalLong now = waited(thread.getKey());
            if (now.isPresent()) {
                ended.put(thread.getKey(), now.getAsLong() - thread.getValue());
                waited.put(thread.getKey(), now.getAsLong());
            } else {
                waited.remove(thread.getKey());
            }
        }
        return ended;
    }

    /** Adds new loops; other threads of the same clients may have the same short name. */
    private void list() {
        Thread[] threads = new Thread[2 * Thread.activeCount()];
        Thread.enumerate(threads);
        Set<String> names = Arrays.stream(threads)
                .filter(Objects::nonNull)
                .map(Thread::getName)
                .filter(name -> name.endsWith(LOOP))
                .map(name -> name.substring(0, Math.min(name.length(), NAME_LENGTH)))
                .collect(Collectors.toSet());
        try (Stream<Path> all = Files.list(THREADS)) {
            all.filter(thread -> !waited.containsKey(thread) && names.contains(read(thread, "comm")))
                    .forEach(thread -> waited(thread).ifPresent(wait -> waited.put(thread, wait)));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list the threads of this JVM", e);
        }
    }

    /** The second number is the time spent in a processor's queue. */
    private static OptionalLong waited(Path thread) {
        String[] numbers = read(thread, "schedstat").split(" ");
        return numbers.length > 1 ? OptionalLong.of(Long.parseLong(numbers[1])) : OptionalLong.empty();
    }

    /** Empty if the thread has ended. */
    private static String read(Path thread, String file) {
        try {
            return Files.readString(thread.resolve(file)).strip();
        } catch (IOException e) {
            return "";
        }
    }
}
