package dev.zkspring.client.admin;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** Answers of real servers, recorded in {@code src/test/resources/admin}. */
public final class Recorded {

    private Recorded() {}

    public static String answer(String name) {
        try (InputStream in = Recorded.class.getResourceAsStream("/admin/" + name + ".txt")) {
            return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
