package dev.zkspring.client.bench;

import java.util.List;
import java.util.Optional;

/** The Python for kazoo's scripts. */
public final class Python {

    /** The one of the path may come from elsewhere than the distribution, whose packages it does not see. */
    private static final List<String> COMMANDS = List.of("python3", "/usr/bin/python3");

    private static final String VERSION = "from kazoo.version import __version__; print(__version__)";

    private Python() {}

    /** One that has kazoo, if there is any. */
    static Optional<String> withKazoo() {
        return COMMANDS.stream().filter(python -> kazoo(python).isPresent()).findFirst();
    }

    /** The version of kazoo, if it is there. */
    public static Optional<String> kazooVersion() {
        return COMMANDS.stream().map(Python::kazoo).flatMap(Optional::stream).findFirst();
    }

    private static Optional<String> kazoo(String python) {
        return Command.output(python, "-c", VERSION);
    }
}
