package dev.zkspring.client.faults;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;

/** The calls of one client. Calls are begun by one thread at a time and end on any. */
final class CallHistory {

    private final Queue<Step> ended = new ConcurrentLinkedQueue<>();

    private final Map<Integer, Call> pending = new ConcurrentHashMap<>();

    /** Makes a call and notes how it ends. */
    CompletableFuture<Reply> record(Call call, Supplier<CompletableFuture<Reply>> how) {
        pending.put(call.number(), call);
        return how.get().whenComplete((reply, error) -> {
            if (reply != null) {
                ended.add(new Step(call, reply, System.nanoTime()));
                pending.remove(call.number());
            }
        });
    }

    int pending() {
        return pending.size();
    }

    /** All calls so far. */
    List<Step> steps() {
        List<Step> steps = new ArrayList<>(ended);
        pending.values().forEach(call -> steps.add(new Step(call, null, 0)));
        return steps;
    }
}
