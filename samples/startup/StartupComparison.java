import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/**
 * How long three packaged applications need from the start of their JVM until Spring Boot says that they have started:
 * without ZooKeeper, with the starter, with Curator. The last two have started when they are connected, to a server in a
 * process of its own. The applications take turns, and each round begins with another one.
 *
 * <pre>
 * mvn -q -Pstartup package -DskipTests
 * java samples/startup/StartupComparison.java [rounds]
 * </pre>
 */
final class StartupComparison {

    private static final int ROUNDS = 11;

    private static final List<String> APPLICATIONS = List.of("empty", "starter", "curator");

    private static final String LIBRARIES = "BOOT-INF/lib/";

    private StartupComparison() {}

    public static void main(String[] args) throws Exception {
        int rounds = args.length == 0 ? ROUNDS : Integer.parseInt(args[0]);
        Path data = Files.createTempDirectory("zk-startup-");
        int port = freePort();
        Process server = startServer(port, data);
        try {
            awaitServer(server, port);
            compare(rounds, "localhost:" + port);
        } finally {
            server.destroyForcibly().waitFor();
            delete(data);
        }
    }

    private static void compare(int rounds, String hosts) throws Exception {
        Map<String, List<Start>> starts = new LinkedHashMap<>();
        for (String application : APPLICATIONS) {
            starts.put(application, new ArrayList<>());
            // Not counted: it brings the jar into the page cache.
            startOnce(jar("startup/" + application), hosts);
        }
        for (int round = 0; round < rounds; round++) {
            for (int turn = 0; turn < APPLICATIONS.size(); turn++) {
                String application = APPLICATIONS.get((round + turn) % APPLICATIONS.size());
                starts.get(application).add(startOnce(jar("startup/" + application), hosts));
            }
        }
        print(rounds, starts);
    }

    /** From the start of the process to the line that says so, by the clock and by what its threads used. */
    private record Start(double millis, double cpuMillis) {}

    private static Start startOnce(Path jar, String hosts) throws Exception {
        long begin = System.nanoTime();
        Process process = java(List.of("-jar", jar.toString(), "--zk.hosts=" + hosts))
                .redirectErrorStream(true)
                .start();
        StringBuilder log = new StringBuilder();
        try (BufferedReader output = new BufferedReader(new InputStreamReader(process.getInputStream()))) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                if (line.contains("Started StartupApplication in")) {
                    double millis = (System.nanoTime() - begin) / 1e6;
                    Duration cpu = process.toHandle().info().totalCpuDuration().orElse(Duration.ZERO);
                    // The process's own way to end it would close its output, too.
                    process.toHandle().destroy();
                    output.transferTo(Writer.nullWriter());
                    process.waitFor();
                    return new Start(millis, cpu.toMillis());
                }
                log.append(line).append(System.lineSeparator());
            }
        }
        throw new IllegalStateException(jar + " did not start:" + System.lineSeparator() + log);
    }

    private static void print(int rounds, Map<String, List<Start>> starts) throws IOException {
        System.out.printf("%d rounds, Java %s, %d processors%n%n", rounds, Runtime.version(), Runtime.getRuntime()
                .availableProcessors());
        System.out.println("| application | median ms | quartiles ms | added ms | CPU ms | added CPU ms | jars | bytes |");
        System.out.println("|---|---|---|---|---|---|---|---|");
        double empty = quantile(starts.get("empty"), Start::millis, 0.5);
        double emptyCpu = quantile(starts.get("empty"), Start::cpuMillis, 0.5);
        for (String application : APPLICATIONS) {
            List<Start> measured = starts.get(application);
            double median = quantile(measured, Start::millis, 0.5);
            double cpu = quantile(measured, Start::cpuMillis, 0.5);
            long[] sizes = librarySizes(jar("startup/" + application));
            System.out.printf("| %s | %.0f | %.0f to %.0f | %.0f | %.0f | %.0f | %d | %,d |%n", application, median,
                    quantile(measured, Start::millis, 0.25), quantile(measured, Start::millis, 0.75), median - empty,
                    cpu, cpu - emptyCpu, sizes.length, Arrays.stream(sizes).sum());
        }
    }

    private static double quantile(List<Start> starts, ToDoubleFunction<Start> value, double share) {
        double[] sorted = starts.stream().mapToDouble(value).sorted().toArray();
        double position = share * (sorted.length - 1);
        int below = (int) position;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
    }

    private static long[] librarySizes(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            return file.stream()
                    .filter(entry -> entry.getName().startsWith(LIBRARIES) && !entry.isDirectory())
                    .mapToLong(JarEntry::getSize)
                    .toArray();
        }
    }

    /** The quickstart's jar holds a server with all that it needs. */
    private static Process startServer(int port, Path data) throws IOException {
        return java(List.of(
                        "-Dloader.main=org.apache.zookeeper.server.ZooKeeperServerMain",
                        "-Dzookeeper.admin.enableServer=false",
                        "-Dzookeeper.4lw.commands.whitelist=srvr",
                        "-cp",
                        jar("quickstart").toString(),
                        "org.springframework.boot.loader.launch.PropertiesLauncher",
                        String.valueOf(port),
                        data.toString()))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static void awaitServer(Process server, int port) throws Exception {
        for (long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30); System.nanoTime() < end; ) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress("localhost", port), 1000);
                return;
            } catch (IOException notYet) {
                if (server.waitFor(100, TimeUnit.MILLISECONDS)) {
                    throw new IllegalStateException("the server ended with " + server.exitValue());
                }
            }
        }
        throw new IllegalStateException("the server does not listen on " + port);
    }

    private static ProcessBuilder java(List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(arguments);
        return new ProcessBuilder(command).directory(new File("."));
    }

    private static Path jar(String sample) throws IOException {
        Path target = Path.of("samples", sample, "target");
        if (Files.isDirectory(target)) {
            try (Stream<Path> files = Files.list(target)) {
                return files.filter(file -> file.toString().endsWith("-SNAPSHOT.jar"))
                        .findFirst()
                        .orElseThrow(() -> new IllegalStateException("no jar in " + target));
            }
        }
        throw new IllegalStateException("no " + target.toAbsolutePath()
                + ": in the root of the repository, run mvn -q -Pstartup package -DskipTests");
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
