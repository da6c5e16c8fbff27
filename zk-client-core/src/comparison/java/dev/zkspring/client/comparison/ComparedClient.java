package dev.zkspring.client.comparison;

import dev.zkspring.client.faults.ClientUnderTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** One client and all that it does, on one thread of its own. */
final class ComparedClient implements AutoCloseable {

    /** Between two steps, each of which begins one call at most. */
    private static final long STEP_MICROS = 4_000;

    private final ClientUnderTest client;

    private final Belief belief;

    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(Daemons.named("compared"));

    private final Calls calls;

    private final List<Task> tasks = new ArrayList<>();

    private final List<Sightings> sightings = new ArrayList<>();

    private final List<AutoCloseable> followers = new ArrayList<>();

    private int steps;

    private @Nullable ScheduledFuture<?> load;

    ComparedClient(ClientUnderTest client, Duration bound, Score score, LongSupplier wellSince) {
        this.client = client;
        this.belief = new Belief(client);
        this.calls = new Calls(client, thread, bound, score, wellSince);
    }

    Belief belief() {
        return belief;
    }

    List<Sightings> sightings() {
        return sightings;
    }

    /** Gives the client its work: its own nodes are those of this number, it reads and follows those of the other. */
    void prepare(Nodes nodes, int index, int other, Score score) {
        Floors floors = new Floors();
        tasks.add(new BlindWrites(nodes.blind(index), calls, floors, score));
        tasks.add(new VersionedWrites(nodes.versioned(index), calls, score));
        tasks.add(new UniqueNames(nodes.names(index), calls, score));
        List<String> read = List.of(nodes.blind(other), nodes.blind(index));
        tasks.add(new Reads(read, calls, floors, score, client::session));
        tasks.add(new Presence(nodes.presence(), index, client, calls));
        sightings.add(new Sightings(nodes.blind(other), false, score));
        sightings.add(new Sightings(nodes.versioned(other), false, score));
        sightings.add(new Sightings(nodes.names(other), true, score));
        followers.add(client.follow(nodes.blind(other), sightings.get(0)::saw));
        followers.add(client.follow(nodes.versioned(other), sightings.get(1)::saw));
        followers.add(client.followChildren(nodes.names(other), sightings.get(2)::saw));
    }

    /** Whether a call is answered. */
    boolean isConnected() throws ExecutionException, InterruptedException {
        CompletableFuture<Boolean> answered = new CompletableFuture<>();
        thread.execute(() -> client.get("/")
                .thenAccept(reply -> answered.complete(reply.result().isAnswer())));
        return answered.get() && client.session() != 0;
    }

    void start() {
        belief.connected();
        load = thread.scheduleAtFixedRate(this::step, 0, STEP_MICROS, TimeUnit.MICROSECONDS);
    }

    /** Whether a call was answered after this time, by {@link System#nanoTime}. */
    boolean isAnsweredSince(long nanos) throws ExecutionException, InterruptedException {
        return onThread(() -> calls.isAnsweredSince(nanos));
    }

    void endLoad() {
        if (load != null) {
            load.cancel(false);
        }
    }

    boolean isStill() throws ExecutionException, InterruptedException {
        return onThread(calls::isStill);
    }

    void judge(Truth truth, Score score) throws ExecutionException, InterruptedException {
        onThread(() -> {
            calls.finish();
            for (Task task : tasks) {
                task.judge(truth, score);
            }
            return true;
        });
        for (Sightings seen : sightings) {
            seen.judgeEnd(truth);
        }
        score.add(Count.EXPIRIES, belief.times(ClientUnderTest.State.LOST));
        score.add(Count.RECONNECTS, belief.times(ClientUnderTest.State.CONNECTED) - 1);
    }

    @Override
    public void close() {
        thread.shutdownNow();
        client.close();
    }

    private void step() {
        tasks.get(steps++ % tasks.size()).step();
    }

    private <T> T onThread(Callable<T> task) throws ExecutionException, InterruptedException {
        return thread.submit(task).get();
    }
}
