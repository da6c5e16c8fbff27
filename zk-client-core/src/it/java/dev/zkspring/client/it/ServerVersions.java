package dev.zkspring.client.it;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One version of the server for each release line, and what the JVM of such a server has on its class path. */
public final class ServerVersions {

    /** The version that is on the tests' own class path. */
    public static final String NEWEST = "3.9.5";

    /** From the oldest to the newest. */
    public static final List<String> ALL = List.of("3.4.14", "3.5.10", "3.6.4", "3.8.6", NEWEST);

    /** Where the build of this module puts the jars of the older versions, each in a directory of its own. */
    private static final Path JARS = target().resolve("servers");

    private static final String ZOOKEEPER = "zookeeper";

    private ServerVersions() {}

    /** Tests of other modules have these classes in a jar, which lies there too. */
    private static Path target() {
        try {
            return Path.of(ServerVersions.class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .resolveSibling("");
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * The tests' class path with ZooKeeper's own jars exchanged for those of this version. What a server uses besides,
     * for logs, metrics and files, has not changed in any way that a server could see.
     */
    static String classPath(String version) {
        // Surefire may pass the real class path beside a short one.
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        if (version.equals(NEWEST)) {
            return classPath;
        }
        Stream<String> others = Stream.of(classPath.split(File.pathSeparator)).filter(entry -> !isServer(entry));
        return Stream.concat(jars(version), others).collect(Collectors.joining(File.pathSeparator));
    }

    private static boolean isServer(String entry) {
        return entry.endsWith(".jar") && Path.of(entry).getFileName().toString().startsWith(ZOOKEEPER);
    }

    private static Stream<String> jars(String version) {
        Path directory = JARS.resolve(version);
        if (!Files.isDirectory(directory)) {
            throw new IllegalStateException("no server " + version + " (expected: one of " + ALL + ") in " + directory
                    + "; mvn pre-integration-test fetches them");
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(Path::toString).sorted().toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
