package dev.zkspring.client.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.List;

/** A running {@link InstantReplyServer}. It ends with this process, at the latest. */
final class InstantServer implements AutoCloseable {

    private final Process process;

    private final String hosts;

    private InstantServer(Process process, String hosts) {
        this.process = process;
        this.hosts = hosts;
    }

    /** Starts a process and waits until it listens. */
    static InstantServer start() throws IOException {
        List<String> options = List.of("-Xmx512m", "-XX:+UseSerialGC", "-XX:MaxDirectMemorySize=2g");
        Process process = new ProcessBuilder(JavaCommand.of(InstantReplyServer.class, options, List.of()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader output = process.inputReader();
        return new InstantServer(process, "127.0.0.1:" + output.readLine());
    }

    /** What a client connects to. */
    String hosts() {
        return hosts;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
