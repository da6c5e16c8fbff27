package dev.zkspring.client.bench;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * One client after another of the same kind, in a process of its own for all of them, so that no kind finds the classes
 * loaded and compiled that another one uses too. Of what is measured a pipe's round trip is not the client's.
 */
final class RemoteLink implements AutoCloseable {

    private static final String KAZOO = "src/jmh/python/kazoo_link.py";

    private final LineProcess process;

    private RemoteLink(LineProcess process) {
        this.process = process;
    }

    static RemoteLink of(LinkKind kind) throws IOException {
        return new RemoteLink(LineProcess.java(LinkProcess.class, kind.name()));
    }

    /** kazoo, if there is a Python that has it. */
    static Optional<RemoteLink> kazoo() throws IOException {
        Optional<String> python = Python.withKazoo();
        return python.isEmpty()
                ? Optional.empty()
                : Optional.of(new RemoteLink(new LineProcess(List.of(python.get(), KAZOO))));
    }

    /** Makes a client and reads the root node with it. */
    void connect(String hosts) {
        process.ask("connect " + hosts);
    }

    /** Reads the root node, as often as it takes until there is an answer. */
    void get() {
        process.ask("get");
    }

    /** The id of the session. */
    String session() {
        return process.ask("session");
    }

    /** Closes the client. */
    void disconnect() {
        process.ask("disconnect");
    }

    @Override
    public void close() {
        process.close();
    }
}
