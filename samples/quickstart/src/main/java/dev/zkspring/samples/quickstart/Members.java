package dev.zkspring.samples.quickstart;

import dev.zkspring.annotation.ZkChildrenWatch;
import dev.zkspring.client.ZkClient;
import dev.zkspring.client.data.NodeData;
import dev.zkspring.client.data.ZkPath;
import dev.zkspring.client.watch.DataWatch;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Knows which instances are there: one child each, see {@link Registration}. Each child is watched too, because an
 * instance that was restarted may take requests elsewhere than before, and has the same node.
 */
@Component
class Members {

    static final String PATH = "/quickstart/members";

    private final ZkClient client;

    private final EventStreams streams;

    private final Set<String> watched = new HashSet<>();

    /** By name, which ends with a number that the server counts up: the oldest is the first. */
    private final SortedMap<String, String> found = new TreeMap<>();

    private volatile List<String> addresses = List.of();

    Members(ZkClient client, EventStreams streams) {
        this.client = client;
        this.streams = streams;
    }

    @ZkChildrenWatch(PATH)
    synchronized void changed(@Nullable List<String> names) {
        List<String> present = Objects.requireNonNullElse(names, List.of());
        found.keySet().retainAll(present);
        for (String name : present) {
            if (watched.add(name)) {
                watch(name);
            }
        }
        publish();
    }

    /** Ends with the node, so that nobody has to end it. */
    private void watch(String name) {
        DataWatch.onExisting(client, ZkPath.child(PATH, name)).start((node, event) -> {
            told(name, node);
            return true;
        });
    }

    synchronized void told(String name, @Nullable NodeData node) {
        String address = node == null ? null : node.text();
        if (node == null) {
            watched.remove(name);
        }
        if (address == null) {
            found.remove(name);
        } else {
            found.put(name, address);
        }
        publish();
    }

    private void publish() {
        addresses = found.values().stream().distinct().toList();
        streams.publish("members", addresses);
    }

    /** The {@code host:port} of each instance, oldest first. */
    List<String> addresses() {
        return addresses;
    }
}
