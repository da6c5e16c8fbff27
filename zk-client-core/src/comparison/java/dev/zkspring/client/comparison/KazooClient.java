package dev.zkspring.client.comparison;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.zkspring.client.faults.ClientUnderTest;
import dev.zkspring.client.faults.Reply;
import dev.zkspring.client.faults.Result;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** kazoo in a process of its own, driven by {@code kazoo_compared.py}, with its DataWatch and ChildrenWatch. */
final class KazooClient implements ClientUnderTest {

    private static final String SCRIPT = "src/comparison/python/kazoo_compared.py";

    /** The one of the path may come from elsewhere than the distribution, whose packages it does not see. */
    private static final List<String> PYTHONS = List.of("python3", "/usr/bin/python3");

    private final Process process;

    private final Writer calls;

    private final AtomicLong numbers = new AtomicLong();

    private final Map<Long, CompletableFuture<Reply>> open = new ConcurrentHashMap<>();

    private final Map<Long, Consumer<Reply>> followers = new ConcurrentHashMap<>();

    private final List<Consumer<State>> listeners = new CopyOnWriteArrayList<>();

    private volatile long session;

    KazooClient(String hosts, Duration sessionTimeout) {
        String python = python();
        try {
            process = new ProcessBuilder(python, SCRIPT, hosts, Double.toString(sessionTimeout.toMillis() / 1_000.0))
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        calls = process.outputWriter(UTF_8);
        Daemons.named("kazoo").newThread(this::read).start();
    }

    /** The version of kazoo on this machine, if it is there. */
    static Optional<String> version() {
        return PYTHONS.stream()
                .map(KazooClient::version)
                .filter(version -> !version.isEmpty())
                .findFirst();
    }

    @Override
    public String name() {
        return Contestant.KAZOO.title();
    }

    @Override
    public CompletableFuture<Reply> get(String path) {
        return call("get", path);
    }

    @Override
    public CompletableFuture<Reply> children(String path) {
        return call("children", path);
    }

    @Override
    public CompletableFuture<Reply> set(String path, String value, int version) {
        return call("set", path, encoded(value), Integer.toString(version));
    }

    @Override
    public CompletableFuture<Reply> create(String path, String value, boolean ephemeral) {
        return call("create", path, encoded(value), Boolean.toString(ephemeral));
    }

    @Override
    public CompletableFuture<Reply> delete(String path, int version) {
        return call("delete", path, Integer.toString(version));
    }

    @Override
    public AutoCloseable follow(String path, Consumer<Reply> seen) {
        return follow("follow", path, seen);
    }

    @Override
    public AutoCloseable followChildren(String path, Consumer<Reply> seen) {
        return follow("follow_children", path, seen);
    }

    @Override
    public void onState(Consumer<State> listener) {
        listeners.add(listener);
    }

    @Override
    public long session() {
        return session;
    }

    /** Ends the process; the session is left to expire. */
    @Override
    public void close() {
        process.destroyForcibly();
    }

    private AutoCloseable follow(String operation, String path, Consumer<Reply> seen) {
        long number = numbers.incrementAndGet();
        followers.put(number, seen);
        write(number, operation, path);
        return () -> followers.remove(number);
    }

    private CompletableFuture<Reply> call(String... words) {
        long number = numbers.incrementAndGet();
        CompletableFuture<Reply> reply = new CompletableFuture<>();
        open.put(number, reply);
        write(number, words);
        return reply;
    }

    private synchronized void write(long number, String... words) {
        try {
            calls.write(number + " " + String.join(" ", words) + "\n");
            calls.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("kazoo has ended", e);
        }
    }

    private void read() {
        try (BufferedReader lines = process.inputReader(UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                take(line.split(" ", -1));
            }
        } catch (IOException e) {
            // The same as the end of the stream.
        }
    }

    private void take(String[] words) {
        switch (words[0]) {
            case "state" -> {
                session = Long.parseLong(words[2]);
                listeners.forEach(listener -> listener.accept(State.valueOf(words[1])));
            }
            case "seen" ->
                followers.getOrDefault(Long.parseLong(words[1]), reply -> {}).accept(reply(words));
            default -> {
                CompletableFuture<Reply> ended = open.remove(Long.parseLong(words[1]));
                if (ended != null) {
                    ended.complete(reply(words));
                }
            }
        }
    }

    private static Reply reply(String[] words) {
        return new Reply(
                Result.valueOf(words[2]),
                decoded(words[3]),
                Long.parseLong(words[4]),
                Long.parseLong(words[5]),
                Long.parseLong(words[6]),
                Integer.parseInt(words[7]),
                Long.parseLong(words[8]),
                null);
    }

    private static String encoded(String value) {
        return "=" + Base64.getEncoder().encodeToString(value.getBytes(UTF_8));
    }

    private static @Nullable String decoded(String word) {
        return word.equals("-") ? null : new String(Base64.getDecoder().decode(word.substring(1)), UTF_8);
    }

    private static String python() {
        return PYTHONS.stream()
                .filter(python -> !version(python).isEmpty())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        "none of " + PYTHONS + " can import kazoo: install Debian's python3-kazoo"));
    }

    /** Empty without kazoo. */
    private static String version(String python) {
        String script = "import kazoo.version; print(kazoo.version.__version__)";
        try {
            Process asked = new ProcessBuilder(python, "-c", script)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return new String(asked.getInputStream().readAllBytes(), UTF_8).strip();
        } catch (IOException e) {
            return "";
        }
    }
}
