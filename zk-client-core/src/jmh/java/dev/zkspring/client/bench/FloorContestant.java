package dev.zkspring.client.bench;

/** Calls that are nothing but their frames; an answer only gives the window its place back. */
final class FloorContestant extends FloorOperations<byte[]> {

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
    void begin(byte[] frame, Window places) {
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
}
