package dev.zkspring.client.comparison;

import dev.zkspring.client.faults.ClientUnderTest;
import dev.zkspring.client.faults.Reply;
import dev.zkspring.client.faults.Result;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.LongSupplier;

/** The calls of one client: which are open, how they ended, and when none was answered. All on the client's thread. */
final class Calls {

    /** A pause of this length between two answers is no accident of a busy machine. */
    private static final Duration OUTAGE = Duration.ofMillis(500);

    private final ClientUnderTest client;

    private final Executor thread;

    private final Duration bound;

    private final Score score;

    private final LongSupplier wellSince;

    private final Set<Call> open = new HashSet<>();

    private long lastAnswer = System.nanoTime();

    private Duration slowest = Duration.ZERO;

    /**
     * Without calls.
     *
     * @param bound a call is to end within this time
     * @param wellSince when the last fault ended that may have hit the client, {@link Long#MAX_VALUE} while one lasts
     */
    Calls(ClientUnderTest client, Executor thread, Duration bound, Score score, LongSupplier wellSince) {
        this.client = client;
        this.thread = thread;
        this.bound = bound;
        this.score = score;
        this.wellSince = wellSince;
    }

    /** Makes a call; what is to be done with its end happens on the client's thread. */
    void make(Function<ClientUnderTest, CompletableFuture<Reply>> how, End end) {
        Call call = new Call(System.nanoTime(), client.session());
        open.add(call);
        score.add(Count.OPERATIONS);
        how.apply(client).whenComplete((reply, error) -> {
            long now = System.nanoTime();
            boolean sameSession = client.session() == call.session() && reply.session() == call.session();
            thread.execute(() -> ended(call, reply, now, sameSession ? call.session() : 0, end));
        });
    }

    boolean isAnsweredSince(long nanos) {
        return lastAnswer >= nanos;
    }

    /** Whether all calls have ended, but those that are late already. */
    boolean isStill() {
        return open.stream().allMatch(this::isHanging);
    }

    /** Counts the calls that have not ended. */
    void finish() {
        open.stream()
                .filter(this::isHanging)
                .forEach(call -> score.violation(
                        Count.HANGS,
                        client.name() + ", a call is open for "
                                + Duration.ofNanos(System.nanoTime() - call.begin())
                                        .toMillis() + " ms"));
        score.add(Span.CALL, slowest);
    }

    private boolean isHanging(Call call) {
        return System.nanoTime() - call.begin() > 2 * bound.toNanos();
    }

    private void ended(Call call, Reply reply, long now, long session, End end) {
        open.remove(call);
        Duration took = Duration.ofNanos(now - call.begin());
        slowest = took.compareTo(slowest) > 0 ? took : slowest;
        if (took.compareTo(bound.multipliedBy(2)) > 0) {
            score.violation(Count.HANGS, client.name() + ", a call took " + took.toMillis() + " ms");
        }
        tally(reply.result());
        if (reply.result().isAnswer()) {
            answered(now);
        }
        end.take(reply, session);
    }

    private void tally(Result result) {
        switch (result) {
            case UNKNOWN -> score.add(Count.UNKNOWN);
            case NOT_SENT -> score.add(Count.NOT_SENT);
            default -> score.add(Count.ANSWERED);
        }
    }

    private void answered(long now) {
        Duration pause = Duration.ofNanos(now - lastAnswer);
        if (pause.compareTo(OUTAGE) > 0) {
            score.add(Count.OUTAGES);
            score.add(Span.OUTAGE, pause);
            recovered(now);
        }
        lastAnswer = Math.max(now, lastAnswer);
    }

    /** Who found a way round a fault that lasts, or had a pause without one, has not recovered from any. */
    private void recovered(long now) {
        long well = wellSince.getAsLong();
        if (well > lastAnswer && well <= now) {
            score.add(Span.RECOVERY, Duration.ofNanos(now - well));
        }
    }

    /** What is done with a call's end. */
    interface End {

        /** @param session the session of the client when the call began, if it was the same at its end, else 0 */
        void take(Reply reply, long session);
    }

    /** Equal only to itself. */
    private static final class Call {

        private final long begin;

        private final long session;

        Call(long begin, long session) {
            this.begin = begin;
            this.session = session;
        }

        long begin() {
            return begin;
        }

        long session() {
            return session;
        }
    }
}
