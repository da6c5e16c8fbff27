package dev.zkspring.client.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Asks another program something. */
public final class Command {

    private Command() {}

    /** What it prints, without blanks around; nothing if it is not there or fails. */
    public static Optional<String> output(String... command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return process.waitFor() == 0 ? Optional.of(output.strip()) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
