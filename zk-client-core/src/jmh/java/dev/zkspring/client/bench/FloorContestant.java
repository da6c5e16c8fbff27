package dev.zkspring.client.bench;

/** Prepared frames on one channel, whose answers only give the window its place back. */
final class FloorContestant extends FloorChannel<byte[]> implements Contestant {

    private final String path;

    private final byte[] get;

    /** Changes only while nothing is outstanding. */
    private Window window = new Window(1);

    FloorContestant(String hosts, String path) {
        super(hosts);
        this.path = path;
        this.get = FloorFrames.get(path);
    }

    @Override
    public String name() {
        return "floor";
    }

    @Override
    public void get(String node, Window places) {
        assert node.equals(path);
        window = places;
        submit(get);
    }

    @Override
    byte[] frame(byte[] call) {
        return call;
    }

    @Override
    void answered() {
        window.leave(true);
    }
}
