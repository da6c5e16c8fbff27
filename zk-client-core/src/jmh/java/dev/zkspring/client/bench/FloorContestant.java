package dev.zkspring.client.bench;

import java.util.function.Function;

/** Prepared frames on one channel, whose answers only give the window its place back. */
final class FloorContestant extends FloorChannel<byte[]> implements Contestant {

    private final Prepared gets = new Prepared();

    private final Prepared sets = new Prepared();

    private final Prepared others = new Prepared();

    /** Changes only while nothing is outstanding. */
    private Window window = new Window(1);

    FloorContestant(String hosts) {
        super(hosts);
    }

    @Override
    public Client client() {
        return Client.FLOOR;
    }

    @Override
    public void get(String path, Window places) {
        begin(gets.frame("get", path, FloorFrames::get), places);
    }

    @Override
    public void set(String path, byte[] data, Window places) {
        begin(sets.frame("set", path, node -> FloorFrames.set(node, data)), places);
    }

    @Override
    public void exists(String path, Window places) {
        begin(others.frame("exists", path, FloorFrames::exists), places);
    }

    @Override
    public void create(String prefix, byte[] data, Window places) {
        begin(others.frame("create", prefix, path -> FloorFrames.createSequential(path, data)), places);
    }

    @Override
    public void getChildren(String path, Window places) {
        begin(others.frame("getChildren", path, FloorFrames::getChildren), places);
    }

    @Override
    public void transaction(String path, byte[] data, int changes, Window places) {
        begin(others.frame("transaction", path, node -> FloorFrames.transaction(node, data, changes)), places);
    }

    private void begin(byte[] frame, Window places) {
        window = places;
        submit(frame);
    }

    @Override
    byte[] frame(byte[] call) {
        return call;
    }

    @Override
    void answered() {
        window.leave(true);
    }

    /** Remembers the last frame: a scenario asks for one and the same again and again. */
    private static final class Prepared {

        private String operation = "";

        private String path = "";

        private byte[] frame = {};

        byte[] frame(String what, String node, Function<String, byte[]> encode) {
            if (!what.equals(operation) || !node.equals(path)) {
                operation = what;
                path = node;
                frame = encode.apply(node);
            }
            return frame;
        }
    }
}
