package dev.zkspring.client.it;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * A real ZooKeeper server in a JVM of its own that tests can kill, pause, restart and wipe. Its port stays the same for
 * its whole life. Its log is in {@code target/it-servers}. Not safe for use by several threads.
 */
public final class ZkServer implements AutoCloseable {

    private static final Set<ZkServer> RUNNING = ConcurrentHashMap.newKeySet();

    private static final Duration START_TIMEOUT = Duration.ofSeconds(60);

    private static final Duration POLL_INTERVAL = Duration.ofMillis(50);

    private static final long STOP_SECONDS = 10;

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> RUNNING.forEach(ZkServer::kill), "server-killer"));
    }

    private final String name;

    private final int port;

    private final Path directory;

    private final String version;

    private final @Nullable String jaas;

    private final List<String> jvmOptions;

    private final Map<String, String> settings;

    private volatile @Nullable Process process;

    private volatile boolean paused;

    /** How long the log was when the server started. */
    private volatile long earlierLog;

    ZkServer(ZkServerBuilder builder, int port, Path directory) {
        this.name = builder.name();
        this.port = port;
        this.directory = directory;
        this.version = builder.version();
        this.jaas = builder.jaas();
        this.jvmOptions = List.copyOf(builder.jvmOptions());
        this.settings = Map.copyOf(builder.settings());
    }

    /** Settings of a standalone server to build; the name is for its log file. */
    public static ZkServerBuilder builder(String name) {
        return new ZkServerBuilder(name);
    }

    /** Starts the server, or lets a paused one go on, and waits until it serves clients. Idempotent. */
    public ZkServer start() {
        if (paused) {
            resume();
        }
        launch();
        awaitServing();
        return this;
    }

    /** Starts the server without waiting: a member of an ensemble serves only when a quorum of them runs. */
    public void launch() {
        if (isRunning()) {
            return;
        }
        try {
            File log = log().toFile();
            Path config = writeConfig();
            earlierLog = log.length();
            process = new ProcessBuilder(commandLine(config))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start server " + name, e);
        }
        RUNNING.add(this);
    }

    /** Waits until the server serves clients. */
    public void awaitServing() {
        Awaitility.await("server " + name + " on port " + port + " serves, log in " + directory + ".log")
                .atMost(START_TIMEOUT)
                .pollInterval(POLL_INTERVAL)
                .failFast("server " + name + " ended, log in " + directory + ".log", () -> !isRunning())
                .until(this::isServing);
    }

    /** Ends the server as a crash would, also a paused one. Idempotent. */
    public void kill() {
        end(Process::destroyForcibly);
    }

    /** Ends the server as an operator would. Idempotent. */
    public void stop() {
        end(running -> {
            running.destroy();
            return running;
        });
    }

    /** Kills the server and starts it with the same data. */
    public void restart() {
        kill();
        start();
    }

    /** Kills the server and deletes its data; {@link #start()} starts an empty one. */
    public void wipe() {
        kill();
        deleteData();
    }

    /** Freezes the server: its connections stay open and nothing answers any more, from now on. */
    public void pause() {
        signal("STOP");
        paused = true;
        awaitFrozen();
    }

    /** The signal has only been sent: threads that run or have not been told still answer. Without Linux nobody can tell. */
    private void awaitFrozen() {
        Path threads = Path.of("/proc/" + Objects.requireNonNull(process).pid() + "/task");
        if (Files.isDirectory(threads)) {
            Awaitility.await("server " + name + " is frozen").until(() -> isFrozen(threads));
        }
    }

    private static boolean isFrozen(Path threads) throws IOException {
        try (Stream<Path> all = Files.list(threads)) {
            return all.allMatch(thread -> isStopped(thread.resolve("stat")));
        }
    }

    /** The state stands behind the thread's name, which is in parentheses. */
    private static boolean isStopped(Path stat) {
        try {
            String text = Files.readString(stat);
            return text.startsWith("T", text.lastIndexOf(')') + 2);
        } catch (IOException e) {
            return !Files.exists(stat);
        }
    }

    /** Lets a paused server go on. */
    public void resume() {
        signal("CONT");
        paused = false;
    }

    @Override
    public void close() {
        kill();
        deleteData();
    }

    public boolean isRunning() {
        Process current = process;
        return current != null && current.isAlive();
    }

    /** Whether the server ended by itself, after it had logged this text since its start. */
    public boolean endedBy(String text) {
        Process current = process;
        return current != null && !current.isAlive() && loggedSinceStart().contains(text);
    }

    private String loggedSinceStart() {
        try (InputStream log = Files.newInputStream(log())) {
            log.skipNBytes(earlierLog);
            return new String(log.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path log() {
        return directory.resolveSibling(directory.getFileName() + ".log");
    }

    public int port() {
        return port;
    }

    /** The server's version, one of {@link ServerVersions#ALL}. */
    public String version() {
        return version;
    }

    /** {@code host:port} as a client names the server. */
    public String address() {
        return "127.0.0.1:" + port;
    }

    /** The same server by the name that Kerberos knows it by. */
    public String localhost() {
        return "localhost:" + port;
    }

    /** The server's whole answer to a four-letter word. */
    public String command(String word) {
        try {
            return FourLetterWord.ask(port, word);
        } catch (IOException e) {
            throw new UncheckedIOException(word + " to server " + name + " failed", e);
        }
    }

    /** The value in the line of a four-letter word's answer that starts with this text. */
    public String line(String word, String start) {
        return command(word)
                .lines()
                .filter(line -> line.startsWith(start))
                .findFirst()
                .map(line -> line.substring(start.length()).strip())
                .orElse("");
    }

    /** How many watches of all kinds and clients the server holds. */
    public int watchCount() {
        return Integer.parseInt(line("mntr", "zk_watch_count"));
    }

    /** Whether the server holds a watch on this node's data or existence for anybody; it does not tell of children. */
    public boolean isDataWatched(String path) {
        return command("wchp").lines().anyMatch(path::equals);
    }

    /** Where the server logs what it does to its data. */
    public Path transactionLogs() {
        return directory.resolve("data").resolve("version-2");
    }

    private boolean isServing() {
        try {
            // A server whose whitelist is without one of them may still have the other.
            return FourLetterWord.ask(port, "srvr").contains("Mode: ")
                    || FourLetterWord.ask(port, "mntr").contains("zk_server_state");
        } catch (IOException e) {
            return false;
        }
    }

    private List<String> commandLine(Path config) {
        String classPath = ServerVersions.classPath(version);
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmOptions);
        if (jaas != null) {
            command.add("-Djava.security.auth.login.config=" + jaasFile());
        }
        command.addAll(List.of("-cp", classPath, ServerProcess.class.getName(), config.toString()));
        return command;
    }

    private Path writeConfig() throws IOException {
        Path data = Files.createDirectories(directory.resolve("data"));
        List<String> lines = new ArrayList<>();
        lines.add("dataDir=" + data);
        lines.add("clientPort=" + port);
        lines.add("clientPortAddress=127.0.0.1");
        settings.forEach((key, value) -> lines.add(key + "=" + value));
        if (jaas != null) {
            Files.writeString(jaasFile(), jaas);
        }
        String id = settings.get(ZkServerBuilder.MY_ID);
        if (id != null) {
            Files.writeString(data.resolve("myid"), id);
        }
        return Files.write(directory.resolve("zoo.cfg"), lines);
    }

    private Path jaasFile() {
        return directory.resolve("jaas.conf");
    }

    private void end(java.util.function.UnaryOperator<Process> how) {
        Process current = process;
        if (current == null) {
            return;
        }
        try {
            if (!how.apply(current).waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                current.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            current.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        process = null;
        paused = false;
        RUNNING.remove(this);
    }

    private void signal(String signal) {
        Process current = process;
        if (current == null) {
            throw new IllegalStateException("server " + name + " does not run");
        }
        try {
            int status = new ProcessBuilder("sh", "-c", "kill -" + signal + " " + current.pid())
                    .start()
                    .waitFor();
            if (status != 0) {
                throw new IllegalStateException("cannot send " + signal + " to server " + name);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void deleteData() {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder()).forEach(ZkServer::delete);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
