package dev.zkspring.client.faults;

import dev.zkspring.client.ZkClient;
import dev.zkspring.client.ZkClientBuilder;
import dev.zkspring.client.data.AddWatchMode;
import dev.zkspring.client.data.WatchEvent;
import dev.zkspring.client.observe.ClientObserver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A client with watches of all kinds. */
final class WatchingClient implements AutoCloseable {

    private static final int SHOWN = 5;

    private final Kind kind;

    private final ZkClient client;

    private final Sessions sessions = new Sessions();

    private final List<Followed> watches = new ArrayList<>();

    private final List<FollowedEvents> persistent = new ArrayList<>();

    private final AtomicLong events = new AtomicLong();

    private final @Nullable SentRequests sent;

    private final PassingWatches passing;

    /**
     * What the clients of a run differ in.
     *
     * @param data how many nodes have a data watch
     * @param parents how many nodes have a children watch
     */
    record Kind(String name, boolean batching, int data, int parents, Duration timeout) {}

    /** @param sent counts what the client sends, null where nobody can read it */
    WatchingClient(
            Kind kind,
            ZkClientBuilder builder,
            @Nullable SentRequests sent,
            WatchedNodes nodes,
            SplittableRandom random) {
        this.kind = kind;
        this.sent = sent;
        client = builder.clientName(kind.name())
                .sessionTimeout(kind.timeout())
                .readBatching(kind.batching())
                .observer(sessions)
                .observer(new ClientObserver() {
                    @Override
                    public void eventReceived(WatchEvent.Type type) {
                        events.incrementAndGet();
                    }
                })
                .build();
        passing = new PassingWatches(client, sessions, nodes, random);
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
        for (int i = 0; i < WatchWriter.HOT; i++) {
            watches.add(new FollowedOnce(client, sessions, nodes.data(i), false));
        }
        watches.add(new FollowedOnce(client, sessions, nodes.parent(0), true));
    }

    private void follow(String path, AddWatchMode mode) {
        persistent.add(new FollowedEvents(client, sessions, path, mode));
    }

    /** Opens or closes one of the watches that are not there all the time. */
    void changeWatches() {
        passing.change();
    }

    private Stream<Followed> all() {
        return Stream.concat(watches.stream(), passing.all().stream());
    }

    boolean isCaughtUp(Truth truth) {
        return all().allMatch(watch -> watch.difference(truth) == null);
    }

    /** How the client is, and the first watches that are not at the newest state. */
    String differences(Truth truth) {
        List<String> all = all().map(watch -> watch.difference(truth))
                .filter(Objects::nonNull)
                .toList();
        return "%s (%s, %d reconnects, %d expiries, %s): %d watches of %d are behind: %s"
                .formatted(
                        name(),
                        client.state(),
                        sessions.reconnects(),
                        sessions.expiries(),
                        client.statistics(),
                        all.size(),
                        watches(),
                        String.join("; ", all.subList(0, Math.min(SHOWN, all.size()))));
    }

    /** In what the watches of client and servers differ from those that are open, while all is still. */
    List<String> leaks(Map<Long, Set<String>> watchedBySession) {
        ExpectedWatches expected = new ExpectedWatches();
        all().forEach(watch -> watch.expect(expected));
        Set<String> nodes = watchedBySession.getOrDefault(Sessions.of(client), Set.of());
        return expected.differences(client.statistics().watches(), nodes).stream()
                .map(difference -> name() + ": " + difference)
                .toList();
    }

    /** The transactions that the watches were told of. */
    Stream<Long> zxids() {
        return all().flatMap(Followed::zxids);
    }

    List<String> violations(Past past) {
        Stream<String> untrue = all().flatMap(watch -> watch.violations(past).stream());
        return Stream.concat(untrue, batching())
                .map(violation -> name() + ": " + violation)
                .toList();
    }

    /** Few watches need not be armed at the same time. */
    private Stream<String> batching() {
        if (sent == null) {
            return Stream.empty();
        }
        boolean many = kind.data() == WatchedNodes.DATA;
        boolean right = kind.batching()
                ? !many || sharedReads() > 0 && bulkArmings() > 0
                : sharedReads() == 0 && bulkArmings() == 0;
        return right
                ? Stream.empty()
                : Stream.of("sent %d shared reads and armed watches together %d times"
                        .formatted(sharedReads(), bulkArmings()));
    }

    long sharedReads() {
        return sent == null ? 0 : sent.sharedReads();
    }

    long bulkArmings() {
        return sent == null ? 0 : sent.bulkArmings();
    }

    void closeWatches() {
        all().forEach(Followed::close);
    }

    /** How many events came from servers until the client has seen all that was changed before this call. */
    long eventsUntilNow(String path) {
        client.sync(path);
        client.get(path);
        return events.get();
    }

    Sessions sessions() {
        return sessions;
    }

    long watches() {
        return all().count();
    }

    long sightings() {
        return all().mapToLong(Followed::sightings).sum();
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
