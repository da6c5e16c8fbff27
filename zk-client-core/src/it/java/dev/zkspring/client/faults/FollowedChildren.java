package dev.zkspring.client.faults;

import dev.zkspring.client.ZkClient;
import dev.zkspring.client.data.WatchEvent;
import dev.zkspring.client.watch.ChildrenListener;
import dev.zkspring.client.watch.ChildrenWatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A children watch and all that it reports. */
final class FollowedChildren implements Followed, ChildrenListener {

    private final ZkClient client;

    private final String path;

    private final List<ListStory.Sighting> story = new ArrayList<>();

    private long sessionBefore;

    FollowedChildren(ZkClient client, String path) {
        this.client = client;
        this.path = path;
        this.sessionBefore = Sessions.of(client);
        ChildrenWatch.on(client, path).start(this);
    }

    @Override
    public synchronized boolean changed(@Nullable List<String> names, @Nullable WatchEvent event) {
        story.add(new ListStory.Sighting(names, sessionBefore, Sessions.of(client)));
        sessionBefore = Sessions.of(client);
        return true;
    }

    /** A watch that was not called yet may wait for the node. */
    @Override
    public synchronized @Nullable String difference(Truth truth) {
        List<String> real = truth.children().get(path);
        List<String> last = story.isEmpty() ? null : story.get(story.size() - 1).names();
        return Objects.equals(real, last)
                ? null
                : "children watch of %s ends with %s and not with %s".formatted(path, last, real);
    }

    @Override
    public synchronized List<String> violations(Truth truth) {
        return ListStory.violations("children watch of " + path, story);
    }

    @Override
    public synchronized int sightings() {
        return story.size();
    }
}
