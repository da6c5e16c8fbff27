package dev.zkspring.client.bench;

import java.io.IOException;

/**
 * What changes the watched nodes and cuts the link to the server, in a process of its own, so that its processor time
 * is not the measured client's. Each call returns when the work is done.
 */
final class OtherSide implements AutoCloseable {

    private final LineProcess process;

    private final String proxy;

    private int generation;

    OtherSide(int serverPort) throws IOException {
        process = LineProcess.java(OtherSideProcess.class, Integer.toString(serverPort));
        proxy = process.answer();
    }

    /** {@code host:port} of a proxy for the server. */
    String proxy() {
        return proxy;
    }

    void create(int nodes) {
        process.ask("create " + nodes);
    }

    /** The generation of the next change. */
    int nextGeneration() {
        return generation + 1;
    }

    /** Changes every so many-th node from the first one on. */
    void change(int first, int step, int count) {
        generation++;
        process.ask("change " + first + " " + step + " " + count + " " + generation);
    }

    /** From now on nothing gets through the proxy. */
    void stall() {
        process.ask("stall");
    }

    /** Closes the stalled links; new ones work. */
    void cut() {
        process.ask("cut");
    }

    @Override
    public void close() {
        process.close();
    }
}
