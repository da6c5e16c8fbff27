package dev.zkspring.samples.quickstart;

import dev.zkspring.client.ZkClient;
import dev.zkspring.client.data.Stat;
import dev.zkspring.client.error.ZkException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Writes growing numbers to one node, one after the other, and counts how the calls end. */
final class Writes implements AutoCloseable {

    private static final long PERIOD_MILLIS = 10;

    /** What a call may take beyond its limit on a busy machine; one that takes it twice is to be found. */
    private static final Duration SLACK = Duration.ofMillis(2500);

    private static final AtomicLong NUMBERS = new AtomicLong();

    private final ZkClient client;

    private final String path;

    private final Duration limit;

    private final Map<String, LongAdder> ends = new ConcurrentHashMap<>();

    private final List<String> violations = new CopyOnWriteArrayList<>();

    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread writer = new Thread(task, "writes");
        writer.setDaemon(true);
        return writer;
    });

    /**
     * Begins to write.
     *
     * @param limit what the client promises that a call takes at most
     */
    Writes(ZkClient client, String path, Duration limit) {
        this.client = client;
        this.path = path;
        this.limit = limit.plus(SLACK);
        thread.scheduleWithFixedDelay(this::write, 0, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    }

    String clientName() {
        return client.clientName();
    }

    private void write() {
        String value = Long.toString(NUMBERS.incrementAndGet());
        CompletableFuture<Stat> call = client.async().set(path, value.getBytes(StandardCharsets.UTF_8));
        try {
            call.orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS).join();
            count("success none");
        } catch (CompletionException e) {
            ended(value, e.getCause());
        }
    }

    private void ended(String value, @Nullable Throwable cause) {
        if (cause instanceof ZkException failure) {
            count(failure.outcome().name() + " " + failure.code().name());
        } else {
            violations.add("write of " + value + " to " + path + " ended with " + cause);
        }
    }

    private void count(String end) {
        ends.computeIfAbsent(end.toUpperCase(Locale.ROOT), absent -> new LongAdder())
                .increment();
    }

    long made() {
        return ends.values().stream().mapToLong(LongAdder::sum).sum();
    }

    long failed() {
        LongAdder succeeded = ends.getOrDefault("SUCCESS NONE", new LongAdder());
        return made() - succeeded.sum();
    }

    /** Calls that did not end in time, or not as a call may end. */
    List<String> violations() {
        return List.copyOf(violations);
    }

    /** Whether these meters of requests have counted the same writes; nobody else may write by this client. */
    List<String> contradictions(Map<String, Double> requests) {
        Map<String, Double> expected = new TreeMap<>();
        ends.forEach((end, count) -> expected.put("SETDATA " + end, count.doubleValue()));
        Map<String, Double> measured = new TreeMap<>(requests);
        measured.keySet().removeIf(name -> !name.startsWith("SETDATA "));
        return expected.equals(measured)
                ? List.of()
                : List.of("writes by %s: measured %s (expected: %s)".formatted(clientName(), measured, expected));
    }

    /** Whether a watch went back in time, or was told the same twice. */
    static List<String> disorder(String watch, List<String> seen) {
        List<String> disorder = new ArrayList<>();
        long last = -1;
        for (String value : seen) {
            long number = value.matches("\\d+") ? Long.parseLong(value) : last + 1;
            if (number <= last) {
                disorder.add("watch of " + watch + " saw " + value + " after " + last);
            }
            last = number;
        }
        return disorder;
    }

    /** Comes back when the last call has ended. */
    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(limit.toMillis() * 2, TimeUnit.MILLISECONDS)) {
                violations.add("the last write to " + path + " did not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
