package dev.zkspring.client.bench;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;

/**
 * The floor with a future for each call, and a stage that depends on it: what the shape of the API costs. The answers are
 * not read here either.
 */
final class FloorFuturesContestant extends FloorOperations<FloorFuturesContestant.Call> {

    /** A call, which is also the future that its caller holds. */
    static final class Call extends CompletableFuture<Boolean> {

        private final byte[] frame;

        Call(byte[] frame) {
            this.frame = frame;
        }

        @Override
        public <U> CompletableFuture<U> newIncompleteFuture() {
            return new CompletableFuture<>();
        }
    }

    /** What is written and not answered, oldest first; confined to the loop. */
    private final Queue<Call> inFlight = new ArrayDeque<>();

    FloorFuturesContestant(String hosts) {
        super(hosts);
    }

    @Override
    public Client client() {
        return Client.FLOOR_FUTURES;
    }

    @Override
    void begin(byte[] frame, Window places) {
        Call call = new Call(frame);
        submit(call);
        call.whenComplete((answered, error) -> places.leave(answered));
    }

    @Override
    byte[] frame(Call call) {
        return call.frame;
    }

    @Override
    void writing(Call call) {
        inFlight.add(call);
    }

    @Override
    void answered() {
        inFlight.remove().complete(true);
    }
}
