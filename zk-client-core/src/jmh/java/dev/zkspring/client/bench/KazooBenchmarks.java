package dev.zkspring.client.bench;

import dev.zkspring.client.ZkClient;
import dev.zkspring.client.it.ZkServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * kazoo, for scale: pipelined gets and sets by a script that writes figures as the other suites do. Without kazoo on this
 * machine there are none, and the figures of an earlier run go.
 */
final class KazooBenchmarks {

    private static final String SCRIPT = "src/jmh/python/kazoo_pipelined.py";

    private static final Logger LOG = LoggerFactory.getLogger(KazooBenchmarks.class);

    private KazooBenchmarks() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        Path instant = figures("kazoo-instant");
        Path real = figures("kazoo-real");
        Optional<String> python = Python.withKazoo();
        if (python.isEmpty()) {
            LOG.warn("skipped: no python3 can import kazoo (Debian: python3-kazoo)");
            return;
        }
        try (InstantServer server = InstantServer.start()) {
            run(python.get(), server.hosts(), 1, instant);
        }
        try (ZkServer server = Servers.real()) {
            try (ZkClient client = ZkClient.builder().hosts(server.address()).build()) {
                client.start();
                ReadNodes.create(client);
            }
            run(python.get(), server.address(), ReadNodes.COUNT, real);
        }
    }

    private static Path figures(String suite) throws IOException {
        Path figures = Files.createDirectories(Figures.DIRECTORY).resolve(suite + ".csv");
        Files.deleteIfExists(figures);
        return figures;
    }

    private static void run(String python, String hosts, int nodes, Path figures)
            throws IOException, InterruptedException {
        String seconds = String.format(Locale.ROOT, "%.3f", (double) Effort.turnNanos() / TimeUnit.SECONDS.toNanos(1));
        String rounds = Integer.toString(Effort.rounds(false));
        int status = new ProcessBuilder(List.of(python, SCRIPT, hosts, Integer.toString(nodes), rounds, seconds))
                .redirectOutput(figures.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start()
                .waitFor();
        if (status != 0) {
            throw new IllegalStateException(SCRIPT + " ended with status " + status);
        }
    }
}
