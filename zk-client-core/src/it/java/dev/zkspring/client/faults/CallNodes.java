package dev.zkspring.client.faults;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The nodes that clients fight over, and what was last seen of them. Safe for use by several threads. */
final class CallNodes {

    private static final int HOT = 5;

    private static final int RECENT = 8;

    private final String root;

    private final int clients;

    private final List<String> hot;

    private final Map<String, Integer> versions = new ConcurrentHashMap<>();

    private final AtomicReferenceArray<String> recent;

    CallNodes(String root, int clients) {
        this.root = root;
        this.clients = clients;
        this.hot = IntStream.range(0, HOT).mapToObj(i -> root + "/hot" + i).toList();
        this.recent = new AtomicReferenceArray<>(clients * RECENT);
    }

    /** All nodes that must be there before the first call, parents first. */
    List<String> initial() {
        List<String> parents = IntStream.range(0, clients).mapToObj(this::cold).toList();
        return Stream.of(List.of(root, guarded()), parents, hot)
                .flatMap(List::stream)
                .toList();
    }

    int clients() {
        return clients;
    }

    /** Nodes that all clients change all the time. */
    List<String> hot() {
        return hot;
    }

    String hot(int index) {
        return hot.get(index);
    }

    /** The parent of nodes that only this client makes and deletes. */
    String cold(int client) {
        return root + "/cold" + client;
    }

    /** The parent of nodes with protected names. */
    String guarded() {
        return root + "/guarded";
    }

    void made(int client, String path) {
        recent.set(client * RECENT + Math.floorMod(path.hashCode(), RECENT), path);
    }

    /** A node that some client made lately, or tried to; one that there never was if there is none. */
    String recent(int random, int client) {
        String path = recent.get(Math.floorMod(random, recent.length()));
        return path == null ? cold(client) + "/never" : path;
    }

    void learn(String path, Reply reply) {
        if (reply.result() == Result.OK) {
            versions.put(path, reply.version());
        }
    }

    /** The version that somebody saw last. */
    int lastVersion(String path) {
        return versions.getOrDefault(path, 0);
    }
}
