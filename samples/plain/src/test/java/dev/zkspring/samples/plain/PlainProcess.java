package dev.zkspring.samples.plain;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The packaged application in a JVM of its own. */
final class PlainProcess implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Process process;

    private final Path log;

    private PlainProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    static PlainProcess start(Path jdk, String... options) throws IOException {
        Path log = Files.createTempFile(Path.of("target"), "plain-", ".log");
        List<String> command = new ArrayList<>();
        command.addAll(List.of(jdk.resolve("bin/java").toString(), "-Xmx128m", "-XX:TieredStopAtLevel=1"));
        command.addAll(List.of("-jar", jar().toString()));
        command.addAll(List.of(options));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        return new PlainProcess(process, log);
    }

    static Path jar() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("target"))) {
            return files.filter(
                            file -> file.getFileName().toString().matches("zk-sample-plain-[^-]*(-SNAPSHOT)?\\.jar"))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("no jar in target: run mvn package first"));
        }
    }

    String output() throws IOException {
        return Files.readString(log);
    }

    /** Waits until the application, which must be alive, has written this. */
    void awaitOutput(String text) {
        await("\"" + text + "\", see " + log)
                .atMost(PATIENCE)
                .failFast("the process ended, see " + log, () -> !process.isAlive() && !output().contains(text))
                .until(() -> output().contains(text));
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Sends SIGTERM. */
    void terminate() {
        process.destroy();
    }

    /** Waits until the process has ended by itself and returns its exit code. */
    int awaitEnd() {
        await("end, see " + log).atMost(PATIENCE).until(() -> !process.isAlive());
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().orTimeout(10, TimeUnit.SECONDS).join();
    }
}
