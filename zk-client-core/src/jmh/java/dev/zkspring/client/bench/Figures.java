package dev.zkspring.client.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * The figures of one suite, a line each, as CSV in {@code target/benchmarks}: scenario, client, quantity, round, value.
 * The page of the benchmarks is made from these files, whichever run they are of.
 */
public final class Figures implements AutoCloseable {

    public static final Path DIRECTORY = Path.of("target", "benchmarks");

    /** Where, when and with what the figures were taken, as Markdown. */
    public static final String RUN = "run.md";

    /** The same of the figures on epoll, which another Netty is needed for. */
    public static final String EPOLL_RUN = "run-epoll.md";

    private final PrintWriter out;

    private Figures(PrintWriter out) {
        this.out = out;
    }

    /** Begins the suite's file anew. */
    static Figures of(String suite) throws IOException {
        Files.createDirectories(DIRECTORY);
        return new Figures(new PrintWriter(Files.newBufferedWriter(DIRECTORY.resolve(suite + ".csv")), true));
    }

    /** Keeps no figure. */
    static Figures discarded() {
        return new Figures(new PrintWriter(Writer.nullWriter()));
    }

    /**
     * Adds one round's figure.
     *
     * @param scenario what was done, in words for a table, without a comma
     */
    void add(String scenario, Client client, Quantity quantity, int round, double value) {
        out.printf(Locale.ROOT, "%s,%s,%s,%d,%s%n", scenario, client, quantity, round, Double.toString(value));
    }

    @Override
    public void close() {
        out.close();
    }
}
