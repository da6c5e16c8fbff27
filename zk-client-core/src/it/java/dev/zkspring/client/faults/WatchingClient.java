package dev.zkspring.client.faults;

import dev.zkspring.client.ZkClient;
import dev.zkspring.client.ZkClientBuilder;
import dev.zkspring.client.data.AddWatchMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** A client with watches of all kinds. */
final class WatchingClient implements AutoCloseable {

    private static final int SHOWN = 5;

    private final Kind kind;

    private final ZkClient client;

    private final Sessions sessions = new Sessions();

    private final List<Followed> watches = new ArrayList<>();

    private final List<FollowedEvents> persistent = new ArrayList<>();

    /**
     * What the clients of a run differ in.
     *
     * @param data how many nodes have a data watch
     * @param parents how many nodes have a children watch
     */
    record Kind(String name, boolean batching, int data, int parents, Duration timeout) {}

    WatchingClient(Kind kind, ZkClientBuilder builder) {
        this.kind = kind;
        client = builder.clientName(kind.name())
                .sessionTimeout(kind.timeout())
                .readBatching(kind.batching())
                .observer(sessions)
                .build();
    }

    /** How long this client, of this number in the ensemble, takes to recover. */
    Recoveries recoveries(FaultyEnsemble ensemble, int number) {
        return Recoveries.of(ensemble, number, client);
    }

    String name() {
        return kind.name();
    }

    /** Connects and opens the watches. */
    void start(WatchedNodes nodes) {
        client.start();
        for (int i = 0; i < kind.data(); i++) {
            watches.add(new FollowedNode(client, nodes.data(i)));
        }
        for (int i = 0; i < kind.parents(); i++) {
            watches.add(new FollowedChildren(client, nodes.parent(i)));
        }
        watches.add(new FollowedTree(client, nodes.tree()));
        boolean many = kind.data() == WatchedNodes.DATA;
        follow(many ? nodes.root() : nodes.tree(), AddWatchMode.PERSISTENT_RECURSIVE);
        follow(nodes.tree(), AddWatchMode.PERSISTENT);
        follow(nodes.parent(0), AddWatchMode.PERSISTENT);
        for (int i = 0; i < WatchWriter.HOT; i++) {
            follow(nodes.data(i), AddWatchMode.PERSISTENT);
        }
        watches.addAll(persistent);
    }

    private void follow(String path, AddWatchMode mode) {
        persistent.add(new FollowedEvents(client, sessions, path, mode));
    }

    boolean isCaughtUp(Truth truth) {
        return watches.stream().allMatch(watch -> watch.difference(truth) == null);
    }

    /** How the client is, and the first watches that are not at the newest state. */
    String differences(Truth truth) {
        List<String> all = watches.stream()
                .map(watch -> watch.difference(truth))
                .filter(Objects::nonNull)
                .toList();
        return "%s (%s, %d reconnects, %d expiries): %d watches of %d are behind: %s"
                .formatted(
                        name(),
                        client.state(),
                        sessions.reconnects(),
                        sessions.expiries(),
                        all.size(),
                        watches.size(),
                        String.join("; ", all.subList(0, Math.min(SHOWN, all.size()))));
    }

    List<String> violations(Truth truth) {
        return watches.stream()
                .flatMap(watch -> watch.violations(truth).stream())
                .map(violation -> name() + ": " + violation)
                .toList();
    }

    Sessions sessions() {
        return sessions;
    }

    int watches() {
        return watches.size();
    }

    long sightings() {
        return watches.stream().mapToLong(Followed::sightings).sum();
    }

    long resyncs() {
        return persistent.stream().mapToLong(FollowedEvents::resyncs).sum();
    }

    /** One client of each kind: few watches and so many that they are armed in bulk, alone and in shared reads. */
    static Stream<Kind> kinds() {
        Duration lasting = Duration.ofSeconds(10);
        Duration passing = Duration.ofSeconds(3);
        return Stream.of(
                new Kind("many-batched", true, WatchedNodes.DATA, WatchedNodes.PARENTS, lasting),
                new Kind("many-single", false, WatchedNodes.DATA, WatchedNodes.PARENTS, passing),
                new Kind("few-batched", true, WatchWriter.HOT, 2, passing),
                new Kind("few-single", false, WatchWriter.HOT, 2, lasting));
    }

    @Override
    public void close() {
        client.close();
    }
}
