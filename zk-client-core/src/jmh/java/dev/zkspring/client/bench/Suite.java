package dev.zkspring.client.bench;

import java.io.IOException;
import java.util.List;

/** What is run by one command, each in a JVM of its own: what one measures does not shape another's machine code. */
public enum Suite {
    PIPELINED_INSTANT(PipelinedBenchmarks.class, "instant"),
    PIPELINED_REAL(PipelinedBenchmarks.class, "real"),
    LATENCY_INSTANT(LatencyBenchmarks.class, "instant"),
    LATENCY_REAL(LatencyBenchmarks.class, "real"),
    WATCHES(WatchBenchmarks.class),
    CONNECTIONS(ConnectionBenchmarks.class),
    KAZOO(KazooBenchmarks.class),
    JMH(JmhBenchmarks.class),
    /** Needs the profile {@code epoll}, and is no part of all. */
    PIPELINED_EPOLL(PipelinedBenchmarks.class, "epoll");

    private final Class<?> main;

    private final List<String> arguments;

    Suite(Class<?> main, String... arguments) {
        this.main = main;
        this.arguments = List.of(arguments);
    }

    /**
     * Runs it and waits for its end.
     *
     * @param quick only to see that it runs
     */
    public void run(boolean quick) throws IOException, InterruptedException {
        List<String> options = List.of("-Xmx2g", "-D" + Effort.QUICK + "=" + quick);
        List<String> command = JavaCommand.of(main, options, arguments);
        int status = new ProcessBuilder(command).inheritIO().start().waitFor();
        if (status != 0) {
            throw new IllegalStateException("suite " + this + " ended with status " + status);
        }
    }
}
