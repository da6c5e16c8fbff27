package dev.zkspring.client.bench;

import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The floor with the hand-off of a client that blocks: the caller parks on a future until the loop completes it. What it
 * costs to change threads twice is in it, and nothing else.
 */
final class FloorCaller extends FloorChannel<FloorCaller.Call> implements BlockingCaller {

    /** What the caller waits for. */
    static final class Call extends CompletableFuture<Boolean> {

        private final byte[] frame;

        Call(byte[] frame) {
            this.frame = frame;
        }
    }

    private final Map<String, byte[]> gets = new ConcurrentHashMap<>();

    /** What is written and not answered, oldest first; confined to the loop. */
    private final Queue<Call> inFlight = new ArrayDeque<>();

    FloorCaller(String hosts) {
        super(hosts);
    }

    @Override
    public Client client() {
        return Client.FLOOR;
    }

    @Override
    public void get(String path) throws Exception {
        Call call = new Call(gets.computeIfAbsent(path, FloorFrames::get));
        submit(call);
        call.get();
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
