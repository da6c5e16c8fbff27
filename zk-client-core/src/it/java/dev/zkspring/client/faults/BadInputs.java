package dev.zkspring.client.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** How many inputs that no server sends were tried: lines of {@code target/faults/bad-inputs.csv}, for the report. */
final class BadInputs {

    static final Path FILE = FaultReport.DIRECTORY.resolve("bad-inputs.csv");

    private BadInputs() {}

    /**
     * Adds to the count of one kind.
     *
     * @param what words without a comma
     */
    static void add(String what, long count) {
        try {
            Files.createDirectories(FaultReport.DIRECTORY);
            Files.writeString(FILE, what + "," + count + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + FILE, e);
        }
    }
}
