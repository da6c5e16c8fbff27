package dev.zkspring.client.bench;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Prepared frames of all operations, on one channel. What a node is set to or created with does not change from call to
 * call.
 *
 * @param <T> a call on its way
 */
abstract class FloorOperations<T> extends FloorChannel<T> implements Contestant {

    private final Map<String, byte[]> gets = new HashMap<>();

    private final Map<String, byte[]> sets = new HashMap<>();

    private final Map<String, byte[]> exists = new HashMap<>();

    private final Map<String, byte[]> creates = new HashMap<>();

    private final Map<String, byte[]> children = new HashMap<>();

    private final Map<String, byte[]> transactions = new HashMap<>();

    FloorOperations(String hosts) {
        super(hosts);
    }

    /** Hands a call to the loop. */
    abstract void begin(byte[] frame, Window places);

    @Override
    public void get(String path, Window places) {
        begin(gets, path, () -> FloorFrames.get(path), places);
    }

    @Override
    public void set(String path, byte[] data, Window places) {
        begin(sets, path, () -> FloorFrames.set(path, data), places);
    }

    @Override
    public void exists(String path, Window places) {
        begin(exists, path, () -> FloorFrames.exists(path), places);
    }

    @Override
    public void create(String prefix, byte[] data, Window places) {
        begin(creates, prefix, () -> FloorFrames.create(prefix, data), places);
    }

    @Override
    public void getChildren(String path, Window places) {
        begin(children, path, () -> FloorFrames.getChildren(path), places);
    }

    @Override
    public void transaction(String path, byte[] data, int changes, Window places) {
        begin(transactions, path, () -> FloorFrames.transaction(path, data, changes), places);
    }

    private void begin(Map<String, byte[]> frames, String path, Supplier<byte[]> prepare, Window places) {
        byte[] frame = frames.get(path);
        if (frame == null) {
            frame = prepare.get();
            frames.put(path, frame);
        }
        begin(frame, places);
    }
}
