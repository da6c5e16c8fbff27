package dev.zkspring.client.bench;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * What changes the watched nodes and cuts the link to the server, in a process of its own, so that its processor time
 * is not the measured client's. Each call returns when the work is done.
 */
final class OtherSide implements AutoCloseable {

    private final Process process;

    private final BufferedWriter commands;

    private final BufferedReader answers;

    private final String proxy;

    private int generation;

    private OtherSide(Process process) {
        this.process = process;
        this.commands = process.outputWriter(StandardCharsets.UTF_8);
        this.answers = process.inputReader(StandardCharsets.UTF_8);
        this.proxy = answer();
    }

    static OtherSide of(int serverPort) throws IOException {
        return new OtherSide(new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        OtherSideProcess.class.getName(),
                        Integer.toString(serverPort))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    /** {@code host:port} of a proxy for the server. */
    String proxy() {
        return proxy;
    }

    void create(int nodes) {
        call("create " + nodes);
    }

    /** The generation of the next change. */
    int nextGeneration() {
        return generation + 1;
    }

    /** Changes every so many-th node from the first one on. */
    void change(int first, int step, int count) {
        generation++;
        call("change " + first + " " + step + " " + count + " " + generation);
    }

    /** From now on nothing gets through the proxy. */
    void stall() {
        call("stall");
    }

    /** Closes the stalled links; new ones work. */
    void cut() {
        call("cut");
    }

    @Override
    public void close() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    private void call(String command) {
        try {
            commands.write(command);
            commands.newLine();
            commands.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        answer();
    }

    private String answer() {
        try {
            String line = answers.readLine();
            if (line == null) {
                throw new IllegalStateException("the process that changes the nodes has ended");
            }
            return line;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
