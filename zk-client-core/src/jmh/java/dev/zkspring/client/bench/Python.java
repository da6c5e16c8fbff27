package dev.zkspring.client.bench;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** The Python for kazoo's scripts. */
final class Python {

    /** The one of the path may come from elsewhere than the distribution, whose packages it does not see. */
    private static final List<String> COMMANDS = List.of("python3", "/usr/bin/python3");

    private Python() {}

    /** One that has kazoo, if there is any. */
    static Optional<String> withKazoo() {
        return COMMANDS.stream().filter(Python::hasKazoo).findFirst();
    }

    private static boolean hasKazoo(String python) {
        try {
            return new ProcessBuilder(python, "-c", "import kazoo").start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
