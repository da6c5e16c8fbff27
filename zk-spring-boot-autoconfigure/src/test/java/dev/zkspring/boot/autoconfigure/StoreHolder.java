package dev.zkspring.boot.autoconfigure;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A process of its own that holds a store until it is told to end or dies. */
final class StoreHolder implements AutoCloseable {

    private final Process process;

    private StoreHolder(Process process) {
        this.process = process;
    }

    static StoreHolder hold(Path store) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        StoreHolder.class.getName(),
                        store.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        StoreHolder holder = new StoreHolder(process);
        if (process.getInputStream().read() < 0) {
            throw new IllegalStateException(
                    "the holder ended with " + process.onExit().join().exitValue());
        }
        return holder;
    }

    public static void main(String[] args) throws IOException {
        SessionStore store = SessionStore.open(Path.of(args[0]));
        new FileOutputStream(FileDescriptor.out).write('.');
        new FileInputStream(FileDescriptor.in).read();
        store.close();
    }

    long pid() {
        return process.pid();
    }

    void kill() {
        process.destroyForcibly();
        process.onExit().orTimeout(10, TimeUnit.SECONDS).join();
    }

    @Override
    public void close() {
        kill();
    }
}
