package dev.zkspring.samples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** One instance of the packaged application, started as a user starts it, driven over HTTP. */
final class QuickstartProcess implements AutoCloseable {

    private static final Duration START_TIMEOUT = Duration.ofSeconds(60);

    private static final Pattern STARTED = Pattern.compile("Tomcat started on port (\\d+)");

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final Process process;

    private final int port;

    private final Path log;

    private QuickstartProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
        this.port = awaitPort(process, log);
    }

    /** Starts an instance on a free port and waits until it is a member. */
    static QuickstartProcess start(String... options) throws Exception {
        return startOn(List.of(), options);
    }

    /** As {@link #start}, in a JVM with these options besides. */
    static QuickstartProcess startOn(List<String> jvmOptions, String... options) throws Exception {
        Path log = Files.createTempFile(Path.of("target"), "quickstart-", ".log");
        QuickstartProcess instance = new QuickstartProcess(launch(jvmOptions, log, options), log);
        await().atMost(START_TIMEOUT).until(() -> instance.members().contains(instance.address()));
        return instance;
    }

    /** Starts an instance that cannot run, waits for its end and returns what it wrote. */
    static String failedStart(String... options) throws Exception {
        Path log = Files.createTempFile(Path.of("target"), "quickstart-", ".log");
        Process process = launch(List.of(), log, options);
        try {
            assertThat(process.waitFor(START_TIMEOUT.toSeconds(), TimeUnit.SECONDS))
                    .as("ended, see %s", log)
                    .isTrue();
            return Files.readString(log);
        } finally {
            process.destroyForcibly();
        }
    }

    private static Process launch(List<String> jvmOptions, Path log, String... options) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // Nobody needs this process to be fast later, only to be there soon.
        command.addAll(List.of("-Xmx256m", "-XX:TieredStopAtLevel=1"));
        command.addAll(jvmOptions);
        command.addAll(List.of("-jar", jar().toString(), "--server.port=0"));
        command.addAll(List.of(options));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
    }

    private static Path jar() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("target"))) {
            return files.filter(file ->
                            file.getFileName().toString().matches("zk-sample-quickstart-[^-]*(-SNAPSHOT)?\\.jar"))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("no jar in target: run mvn package first"));
        }
    }

    private static int awaitPort(Process process, Path log) {
        return await("start, see " + log).atMost(START_TIMEOUT).until(() -> port(process, log), port -> port > 0);
    }

    private static int port(Process process, Path log) throws IOException {
        String output = Files.readString(log);
        assertThat(process.isAlive()).as("process is alive:%n%s", output).isTrue();
        Matcher started = STARTED.matcher(output);
        return started.find() ? Integer.parseInt(started.group(1)) : 0;
    }

    int port() {
        return port;
    }

    long pid() {
        return process.pid();
    }

    /** What the instance has written so far. */
    String output() throws IOException {
        return Files.readString(log);
    }

    String address() {
        return "localhost:" + port;
    }

    /** The {@code host:port} of the server that this instance is connected to. */
    String server() throws Exception {
        Matcher server = Pattern.compile("\"server\":\"([^\"]+)\"")
                .matcher(get("/actuator/health").body());
        assertThat(server.find()).isTrue();
        return server.group(1);
    }

    HttpResponse<String> get(String path) throws Exception {
        return CLIENT.send(request(path).build(), BodyHandlers.ofString());
    }

    HttpResponse<String> putBanner(BodyPublisher text) throws Exception {
        HttpRequest put = request("/banner")
                .header("Content-Type", "text/plain")
                .PUT(text)
                .build();
        return CLIENT.send(put, BodyHandlers.ofString());
    }

    HttpResponse<String> putBanner(String text) throws Exception {
        return putBanner(BodyPublishers.ofString(text));
    }

    HttpResponse<String> deleteBanner() throws Exception {
        return CLIENT.send(request("/banner").DELETE().build(), BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                .timeout(Duration.ofSeconds(40));
    }

    String members() throws Exception {
        return get("/members").body();
    }

    EventReader events() throws Exception {
        return EventReader.open(port);
    }

    /** Sends SIGTERM. */
    void terminate() {
        process.destroy();
    }

    /** Sends SIGKILL. */
    void kill() {
        process.destroyForcibly();
    }

    boolean hasEnded() {
        return !process.isAlive();
    }

    @Override
    public void close() {
        terminate();
        process.onExit().completeOnTimeout(process, 10, TimeUnit.SECONDS).join();
        kill();
    }
}
