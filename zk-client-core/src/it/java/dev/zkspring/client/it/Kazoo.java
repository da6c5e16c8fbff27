package dev.zkspring.client.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.zkspring.client.data.Acl;
import dev.zkspring.client.data.NodeData;
import dev.zkspring.client.data.Stat;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/**
 * Another application on the server: Python's kazoo in a process of its own, driven by {@code kazoo_peer.py}. Every
 * call waits at most {@value #LIMIT_SECONDS} s.
 */
final class Kazoo implements AutoCloseable {

    private static final long LIMIT_SECONDS = 30;

    /** The one of the path may come from elsewhere than the distribution, whose packages it does not see. */
    private static final List<String> PYTHONS = List.of("python3", "/usr/bin/python3");

    private static final Path LOGS = Path.of("target", "it-servers");

    private static final String END = "end";

    private final Process process;

    private final Writer calls;

    private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();

    private final Recorder<String> events = new Recorder<>();

    private Kazoo(Process process) {
        this.process = process;
        this.calls = process.outputWriter(UTF_8);
        Thread reader = new Thread(this::read, "kazoo-reader");
        reader.setDaemon(true);
        reader.start();
    }

    /** A connected peer; without kazoo on this machine the test is skipped. */
    static Kazoo connect(String hosts) {
        String python = PYTHONS.stream().filter(Kazoo::hasKazoo).findFirst().orElse(null);
        Assumptions.assumeTrue(
                python != null, "none of " + PYTHONS + " can import kazoo: install Debian's python3-kazoo");
        try {
            File log = Files.createDirectories(LOGS).resolve("kazoo.log").toFile();
            Path script = Path.of(Kazoo.class.getResource("/kazoo_peer.py").toURI());
            Kazoo kazoo = new Kazoo(new ProcessBuilder(python, script.toString(), hosts)
                    .redirectError(ProcessBuilder.Redirect.appendTo(log))
                    .start());
            kazoo.answer("connect to " + hosts);
            return kazoo;
        } catch (IOException | URISyntaxException e) {
            throw new IllegalStateException("cannot start kazoo", e);
        }
    }

    private static boolean hasKazoo(String python) {
        try {
            return new ProcessBuilder(python, "-c", "import kazoo")
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** The id of kazoo's session. */
    long session() {
        return Long.parseLong(text(call("session")).get(0));
    }

    /** Creates a persistent node. */
    void create(String path, byte @Nullable [] data) {
        create(path, data, "");
    }

    /** Creates a node; flags are {@code ephemeral} and {@code sequence}, with a comma between them. */
    String create(String path, byte @Nullable [] data, String flags) {
        return text(call("create", bytes(path), data, bytes(flags))).get(0);
    }

    NodeData get(String path) {
        List<byte @Nullable []> results = call("get", bytes(path));
        return new NodeData(results.get(0), stat(results.subList(1, results.size())));
    }

    @Nullable
    Stat exists(String path) {
        List<byte @Nullable []> results = call("exists", bytes(path));
        return results.isEmpty() ? null : stat(results);
    }

    Stat set(String path, byte @Nullable [] data, int version) {
        return stat(call("set", bytes(path), data, bytes(Integer.toString(version))));
    }

    void delete(String path, int version) {
        call("delete", bytes(path), bytes(Integer.toString(version)));
    }

    /** Sorted names. */
    List<String> children(String path) {
        return text(call("children", bytes(path)));
    }

    /** Adds an identity to kazoo's session. */
    void auth(String scheme, String credential) {
        call("auth", bytes(scheme), bytes(credential));
    }

    /** Creates a node that only this user of the digest scheme may touch. */
    void createFor(String path, byte @Nullable [] data, String user, String password) {
        call("create_for", bytes(path), data, bytes(user), bytes(password));
    }

    List<Acl> acl(String path) {
        return text(call("acl", bytes(path))).stream().map(Kazoo::parseAcl).toList();
    }

    /** Leaves a watcher on the node's data or existence. */
    void watch(String path) {
        call("watch", bytes(path));
    }

    /** Leaves a watcher on the node's children. */
    void watchChildren(String path) {
        call("watch_children", bytes(path));
    }

    /** What kazoo's watchers saw: the type of the event in kazoo's words, a space, the path. */
    Recorder<String> events() {
        return events;
    }

    @Override
    public void close() {
        try {
            calls.close();
            process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            process.destroyForcibly();
        }
    }

    private List<byte @Nullable []> call(String operation, byte @Nullable []... arguments) {
        try {
            calls.write(operation);
            for (byte[] argument : arguments) {
                calls.write(" "
                        + (argument == null ? "-" : "=" + Base64.getEncoder().encodeToString(argument)));
            }
            calls.write("\n");
            calls.flush();
            return answer(operation);
        } catch (IOException e) {
            throw new UncheckedIOException("kazoo's " + operation + " failed", e);
        }
    }

    private List<byte @Nullable []> answer(String operation) {
        try {
            String line = answers.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
            if (line == null || line.equals(END)) {
                throw new IllegalStateException(
                        "kazoo did not answer to " + operation + ", see " + LOGS + "/kazoo.log");
            }
            if (line.startsWith("error")) {
                throw new KazooException(text(words(line)).get(0));
            }
            return words(line);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted in kazoo's " + operation, e);
        }
    }

    private void read() {
        try (BufferedReader lines = process.inputReader(UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                take(line);
            }
        } catch (IOException e) {
            // The same as the end of the stream.
        }
        answers.add(END);
    }

    private void take(String line) {
        if (line.startsWith("event")) {
            events.record(String.join(" ", text(words(line))));
        } else {
            answers.add(line);
        }
    }

    private static List<byte @Nullable []> words(String line) {
        List<byte @Nullable []> words = new ArrayList<>();
        Arrays.stream(line.split(" "))
                .skip(1)
                .forEach(word ->
                        words.add(word.equals("-") ? null : Base64.getDecoder().decode(word.substring(1))));
        return words;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    private static List<String> text(List<byte @Nullable []> words) {
        return words.stream().map(word -> new String(word, UTF_8)).toList();
    }

    private static Stat stat(List<byte @Nullable []> words) {
        long[] values = text(words).stream().mapToLong(Long::parseLong).toArray();
        return new Stat(
                values[0],
                values[1],
                values[2],
                values[3],
                (int) values[4],
                (int) values[5],
                (int) values[6],
                values[7],
                (int) values[8],
                (int) values[9],
                values[10]);
    }

    private static Acl parseAcl(String line) {
        String[] words = line.split(" ");
        return new Acl(Integer.parseInt(words[0]), words[1], words[2]);
    }

    /** What kazoo raised. */
    static final class KazooException extends RuntimeException {

        private static final long serialVersionUID = 1;

        /** The message is the name of kazoo's exception. */
        KazooException(String message) {
            super(message);
        }
    }
}
