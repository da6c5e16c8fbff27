package dev.zkspring.client.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/** Turns what hangs into a failure that shows where all threads stood. */
final class Watchdog {

    private Watchdog() {}

    /**
     * The task's result, or its exception.
     *
     * @param name names the file of the thread dump
     * @throws AssertionError if the task is not done after the limit; the task is interrupted then
     */
    static <T> T watch(String name, Duration limit, Callable<T> task) throws InterruptedException {
        FutureTask<T> future = new FutureTask<>(task);
        Thread thread = new Thread(future, name);
        thread.setDaemon(true);
        thread.start();
        try {
            return future.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            Path dump = dump(name);
            future.cancel(true);
            throw new AssertionError(name + " is not done after " + limit + "; thread dump in " + dump, e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof AssertionError failure
                    ? failure
                    : new AssertionError(name + ": " + e.getCause(), e.getCause());
        } finally {
            future.cancel(true);
        }
    }

    private static Path dump(String name) {
        String threads = Arrays.stream(
                        ManagementFactory.getThreadMXBean().dumpAllThreads(true, true, Integer.MAX_VALUE))
                .map(thread -> '"' + thread.getThreadName() + "\" " + thread.getThreadState() + " on "
                        + thread.getLockName() + " of " + thread.getLockOwnerName() + "\n\tat "
                        + Arrays.stream(thread.getStackTrace())
                                .map(String::valueOf)
                                .collect(Collectors.joining("\n\tat ")))
                .collect(Collectors.joining("\n\n"));
        try {
            return Files.writeString(
                    Files.createDirectories(FaultReport.DIRECTORY).resolve(name + "-threads.txt"), threads);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
