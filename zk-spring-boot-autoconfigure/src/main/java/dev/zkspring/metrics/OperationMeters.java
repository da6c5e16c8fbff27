package dev.zkspring.metrics;

import dev.zkspring.client.error.ErrorCode;
import dev.zkspring.client.error.Outcome;
import dev.zkspring.client.error.ZkException;
import dev.zkspring.client.observe.RequestReport;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The meters of one operation of a client, one timer for each error that ever happened. */
final class OperationMeters {

    private final OwnedMeters meters;

    private final String operation;

    private final Map<ErrorCode, Map<Outcome, Timer>> failed = new ConcurrentHashMap<>();

    private final @Nullable Timer succeeded;

    private final @Nullable Counter sent;

    private final @Nullable Counter received;

    OperationMeters(OwnedMeters meters, String operation) {
        this.meters = meters;
        this.operation = operation;
        this.succeeded = timer("success", "none");
        this.sent = bytes("zk.client.sent", "Bytes of requests on the connection");
        this.received = bytes("zk.client.received", "Bytes of answers behind their headers");
    }

    private @Nullable Timer timer(String outcome, String error) {
        return meters.add((registry, tags) -> Timer.builder("zk.client.requests")
                .description("Requests from the call to the answer")
                .tags(tags)
                .tags("operation", operation, "outcome", outcome, "error", error)
                .register(registry));
    }

    private @Nullable Counter bytes(String name, String description) {
        return meters.add((registry, tags) -> Counter.builder(name)
                .description(description)
                .baseUnit("bytes")
                .tags(tags)
                .tag("operation", operation)
                .register(registry));
    }

    void record(RequestReport request) {
        ZkException failure = request.failure();
        Timer timer = failure == null ? succeeded : failed(failure);
        if (timer != null) {
            timer.record(request.durationNanos(), TimeUnit.NANOSECONDS);
        }
        add(sent, request.requestBytes());
        add(received, request.responseBytes());
    }

    private static void add(@Nullable Counter counter, int bytes) {
        if (counter != null && bytes > 0) {
            counter.increment(bytes);
        }
    }

    private @Nullable Timer failed(ZkException failure) {
        Map<Outcome, Timer> timers = failed.computeIfAbsent(failure.code(), code -> new ConcurrentHashMap<>());
        Timer present = timers.get(failure.outcome());
        if (present != null) {
            return present;
        }
        Timer added = timer(ClientMeters.lowerCase(failure.outcome()), ClientMeters.lowerCase(failure.code()));
        if (added != null) {
            timers.put(failure.outcome(), added);
        }
        return added;
    }
}
