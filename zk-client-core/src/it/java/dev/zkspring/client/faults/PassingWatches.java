package dev.zkspring.client.faults;

import dev.zkspring.client.ZkClient;
import dev.zkspring.client.data.AddWatchMode;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Watches of all kinds that one client opens and closes while faults happen. {@link #change} is for one thread, the rest
 * for several.
 */
final class PassingWatches {

    private static final int MOST_OPEN = 24;

    private final ZkClient client;

    private final Sessions sessions;

    private final WatchedNodes nodes;

    private final SplittableRandom random;

    private final List<Followed> open = new ArrayList<>();

    private final List<Followed> all = new CopyOnWriteArrayList<>();

    PassingWatches(ZkClient client, Sessions sessions, WatchedNodes nodes, SplittableRandom random) {
        this.client = client;
        this.sessions = sessions;
        this.nodes = nodes;
        this.random = random;
    }

    /** Opens one or closes one. */
    void change() {
        if (open.size() < MOST_OPEN && random.nextInt(5) < 3) {
            Followed opened = open();
            open.add(opened);
            all.add(opened);
        } else if (!open.isEmpty()) {
            open.remove(random.nextInt(open.size())).close();
        }
    }

    /** Often where there are others already, which must not notice. */
    private Followed open() {
        String data = nodes.data(random.nextInt(random.nextBoolean() ? WatchWriter.HOT : WatchedNodes.DATA));
        String parent = nodes.parent(random.nextInt(WatchedNodes.PARENTS));
        return switch (random.nextInt(10)) {
            case 0 -> new FollowedNode(client, data);
            case 1 -> new FollowedChildren(client, parent);
            case 2 -> new FollowedTree(client, nodes.inTree(random));
            case 3 -> new FollowedEvents(client, sessions, data, AddWatchMode.PERSISTENT);
            case 4 -> new FollowedEvents(client, sessions, parent, AddWatchMode.PERSISTENT);
            case 5 -> new FollowedEvents(client, sessions, nodes.inTree(random), AddWatchMode.PERSISTENT_RECURSIVE);
            case 6, 7, 8 -> new FollowedOnce(client, sessions, data, false);
            default -> new FollowedOnce(client, sessions, parent, true);
        };
    }

    /** All that were ever open. */
    List<Followed> all() {
        return all;
    }
}
