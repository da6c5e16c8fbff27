package dev.zkspring.client.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zkspring.client.ZkClient;
import dev.zkspring.client.ZkClientBuilder;
import dev.zkspring.client.data.CreateMode;
import dev.zkspring.client.data.ServerVersion;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.UnaryOperator;

/** What a {@link Feature} is tried out with: a server, a node of its own there, and what it opens and leaves open. */
final class Trial implements AutoCloseable {

    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);

    private final ZkServer server;

    private final Deque<AutoCloseable> resources = new ArrayDeque<>();

    private final StateRecorder states = new StateRecorder();

    private final ZkClient client;

    private final String root;

    private Trial(ZkServer server) {
        this.server = server;
        this.client = client(server.address(), settings -> settings);
        this.client.addListener(states);
        this.root = client.create("/trial-", null, CreateMode.PERSISTENT_SEQUENTIAL);
    }

    static Trial on(ZkServer server) {
        return new Trial(server);
    }

    ZkServer server() {
        return server;
    }

    ServerVersion version() {
        String[] numbers = server.version().split("\\.");
        return new ServerVersion(
                Integer.parseInt(numbers[0]), Integer.parseInt(numbers[1]), Integer.parseInt(numbers[2]));
    }

    /** A client of the server, connected. */
    ZkClient client() {
        return client;
    }

    /** Another client, connected. */
    ZkClient client(String hosts, UnaryOperator<ZkClientBuilder> settings) {
        ZkClient other = settings.apply(ZkClient.builder().hosts(hosts)).build();
        closeLater(() -> other.close(CLOSE_TIMEOUT));
        other.start();
        return other;
    }

    /** A path below a node that nobody else uses. */
    String path(String name) {
        return root + "/" + name;
    }

    /** A new node at {@link #path}. */
    String node(String name) {
        return client.create(path(name), null);
    }

    /** A proxy in front of the server. */
    CuttingProxy proxy() {
        return closeLater(new CuttingProxy(server.port()));
    }

    /** A server closes the link of a client that asks for something it has never heard of. */
    void checkThatTheLinkHeld() {
        client.sync("/");
        assertThat(states.states()).as("changes of the link's state").isEmpty();
    }

    <T extends AutoCloseable> T closeLater(T resource) {
        resources.push(resource);
        return resource;
    }

    @Override
    public void close() {
        while (!resources.isEmpty()) {
            close(resources.pop());
        }
    }

    private static void close(AutoCloseable resource) {
        try {
            resource.close();
        } catch (Exception e) {
            throw new IllegalStateException("cannot close " + resource, e);
        }
    }
}
