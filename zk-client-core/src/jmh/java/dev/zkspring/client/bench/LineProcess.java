package dev.zkspring.client.bench;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A process that answers each line with one line. */
final class LineProcess implements AutoCloseable {

    private final Process process;

    private final BufferedWriter questions;

    private final BufferedReader answers;

    LineProcess(List<String> command) throws IOException {
        process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        questions = process.outputWriter(StandardCharsets.UTF_8);
        answers = process.inputReader(StandardCharsets.UTF_8);
    }

    /** A main class of this class path, with 512 MB of heap at most. */
    static LineProcess java(Class<?> main, String... arguments) throws IOException {
        return new LineProcess(JavaCommand.of(main, List.of("-Xmx512m"), List.of(arguments)));
    }

    String ask(String line) {
        try {
            questions.write(line);
            questions.newLine();
            questions.flush();
            return answer();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The next line that comes. */
    String answer() throws IOException {
        String line = answers.readLine();
        if (line == null) {
            throw new IOException("the process has ended; what it said last is above");
        }
        return line;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
