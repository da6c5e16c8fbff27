package dev.zkspring.boot.testcontainers;

import java.time.Duration;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.WaitStrategy;
import org.testcontainers.utility.DockerImageName;

/**
 * A standalone ZooKeeper server in a container, from the official image {@code zookeeper} or one that is declared a
 * substitute for it and reads the same environment variables. With {@code @ServiceConnection} on it an application's
 * {@code ZkClient} connects to it.
 *
 * <p>{@link #start()} returns when the server serves clients. It allows the four-letter words {@code ruok}, {@code
 * mntr}, {@code srvr} and {@code isro} and runs no administration server, unless told otherwise. Everything must be set
 * before the start.
 */
public class ZooKeeperContainer extends GenericContainer<ZooKeeperContainer> {

    /** The port inside the container that serves clients. */
    public static final int CLIENT_PORT = 2181;

    private static final DockerImageName OFFICIAL_IMAGE = DockerImageName.parse("zookeeper");

    private static final String EXTRA_CONFIGURATION = "ZOO_CFG_EXTRA";

    /**
     * A container that is not started.
     *
     * @param image such as {@code zookeeper:3.9.5}
     * @throws IllegalStateException if it is another image than {@code zookeeper}
     */
    public ZooKeeperContainer(String image) {
        this(DockerImageName.parse(image));
    }

    /**
     * A container that is not started.
     *
     * @throws IllegalStateException if the image is neither {@code zookeeper} nor, by {@link
     *     DockerImageName#asCompatibleSubstituteFor(String)}, a substitute for it
     */
    public ZooKeeperContainer(DockerImageName image) {
        super(image);
        image.assertCompatibleWith(OFFICIAL_IMAGE);
        addExposedPort(CLIENT_PORT);
        addEnv("ZOO_ADMINSERVER_ENABLED", "false");
        withFourLetterWords("ruok", "mntr", "srvr", "isro");
        setWaitStrategy(serving());
    }

    /**
     * Waits until a server serves clients, for a {@link GenericContainer} with such a server inside. Asks by the
     * four-letter word {@code srvr} from outside, on the first exposed port, so the server has to allow it, as it does by
     * default.
     */
    public static WaitStrategy serving() {
        return new ServingWaitStrategy();
    }

    /**
     * Sets the server's unit of time, 2 s by default. It grants session timeouts of 2 to 20 ticks.
     *
     * @throws IllegalArgumentException if it is shorter than a millisecond
     */
    public ZooKeeperContainer withTickTime(Duration tickTime) {
        if (tickTime.toMillis() < 1) {
            throw new IllegalArgumentException("tick time: %s (expected: at least 1 ms)".formatted(tickTime));
        }
        return withEnv("ZOO_TICK_TIME", String.valueOf(tickTime.toMillis()));
    }

    /**
     * Allows these four-letter words and no others; {@code *} means all. {@link #start()} needs {@code srvr}.
     *
     * @throws IllegalArgumentException if there is none
     */
    public final ZooKeeperContainer withFourLetterWords(String... words) {
        if (words.length == 0) {
            throw new IllegalArgumentException("four-letter words: none (expected: srvr, or \"*\", at least)");
        }
        return withEnv("ZOO_4LW_COMMANDS_WHITELIST", String.join(",", words));
    }

    /**
     * Adds a line {@code name=value} to the server's configuration file.
     *
     * @param name such as {@code maxSessionTimeout}
     * @throws IllegalArgumentException if one of them is empty or has white space in it, which the image splits at
     */
    public ZooKeeperContainer withConfiguration(String name, String value) {
        String line = withoutSpace("name", name) + "=" + withoutSpace("value", value);
        String before = getEnvMap().get(EXTRA_CONFIGURATION);
        return withEnv(EXTRA_CONFIGURATION, before == null ? line : before + " " + line);
    }

    private static String withoutSpace(String what, String text) {
        if (text.isEmpty() || text.chars().anyMatch(Character::isWhitespace)) {
            throw new IllegalArgumentException(
                    "%s of a line of configuration: \"%s\" (expected: text without white space)".formatted(what, text));
        }
        return text;
    }

    /**
     * Where clients outside the container find the server: {@code host:port}.
     *
     * @throws IllegalStateException if the container is not running
     */
    public String getConnectString() {
        // First, because it knows without asking the engine whether the container is running.
        int port = getMappedPort(CLIENT_PORT);
        return getHost() + ":" + port;
    }
}
