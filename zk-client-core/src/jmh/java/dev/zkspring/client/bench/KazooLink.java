package dev.zkspring.client.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** kazoo in a Python process that is there already, so that a pipe's round trip is all that comes on top. */
final class KazooLink implements Link {

    /** The one of the path may come from elsewhere than the distribution, whose packages it does not see. */
    private static final List<String> PYTHONS = List.of("python3", "/usr/bin/python3");

    private static final String SCRIPT = "src/jmh/python/kazoo_link.py";

    private static @Nullable LineProcess process;

    KazooLink(String hosts) {
        process().ask("open " + hosts);
    }

    /** Whether there is a Python with kazoo. */
    static boolean isInstalled() {
        return python().isPresent();
    }

    /** The Python with kazoo. */
    static Optional<String> python() {
        return PYTHONS.stream().filter(KazooLink::hasKazoo).findFirst();
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

    private static LineProcess process() {
        if (process == null) {
            try {
                process = new LineProcess(List.of(python().orElseThrow(), SCRIPT));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return process;
    }

    @Override
    public void get() {
        process().ask("get");
    }

    @Override
    public long session() {
        return Long.parseLong(process().ask("session"));
    }

    @Override
    public void close() {
        process().ask("close");
    }
}
