package dev.zkspring.client.faults;

import dev.zkspring.client.ZkClient;
import dev.zkspring.client.data.NodeData;
import dev.zkspring.client.data.WatchEvent;
import dev.zkspring.client.watch.DataListener;
import dev.zkspring.client.watch.DataWatch;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A data watch and all that it reports. */
final class FollowedNode implements Followed, DataListener {

    private final ZkClient client;

    private final String path;

    private final List<DataStory.Sighting> story = new ArrayList<>();

    private long sessionBefore;

    FollowedNode(ZkClient client, String path) {
        this.client = client;
        this.path = path;
        this.sessionBefore = Sessions.of(client);
        DataWatch.on(client, path).start(this);
    }

    @Override
    public synchronized boolean changed(@Nullable NodeData node, @Nullable WatchEvent event) {
        story.add(new DataStory.Sighting(SeenNode.of(node), sessionBefore, Sessions.of(client)));
        sessionBefore = Sessions.of(client);
        return true;
    }

    @Override
    public synchronized @Nullable String difference(Truth truth) {
        SeenNode real = truth.nodes().get(path);
        if (story.isEmpty()) {
            return "data watch of " + path + " was never called";
        }
        SeenNode last = story.get(story.size() - 1).state();
        boolean same = real == null || last == null ? real == last : real.equals(last);
        return same ? null : "data watch of %s ends with %s and not with %s".formatted(path, last, real);
    }

    @Override
    public synchronized List<String> violations(Truth truth) {
        return DataStory.violations("data watch of " + path, story);
    }

    @Override
    public synchronized int sightings() {
        return story.size();
    }
}
