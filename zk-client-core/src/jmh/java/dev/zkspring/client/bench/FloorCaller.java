package dev.zkspring.client.bench;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;

/**
 * The floor with the hand-off of a client that blocks: the caller parks on a future until the loop completes it. What it
 * costs to change threads twice is in it, and nothing else.
 */
final class FloorCaller extends FloorChannel<CompletableFuture<Boolean>> implements BlockingCaller {

    private final byte[] get;

    /** What is written and not answered, oldest first; confined to the loop. */
    private final Queue<CompletableFuture<Boolean>> inFlight = new ArrayDeque<>();

    /** @param path the node of all calls */
    FloorCaller(String hosts, String path) {
        super(hosts);
        get = FloorFrames.get(path);
    }

    @Override
    public Client client() {
        return Client.FLOOR;
    }

    @Override
    public void get(String path) throws Exception {
        CompletableFuture<Boolean> call = new CompletableFuture<>();
        submit(call);
        call.get();
    }

    @Override
    byte[] frame(CompletableFuture<Boolean> call) {
        return get;
    }

    @Override
    void writing(CompletableFuture<Boolean> call) {
        inFlight.add(call);
    }

    @Override
    void answered() {
        inFlight.remove().complete(true);
    }
}
