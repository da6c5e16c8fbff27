package dev.zkspring.client.faults;

import dev.zkspring.client.ZkClient;
import dev.zkspring.client.data.NodeData;
import dev.zkspring.client.data.WatchEvent;
import dev.zkspring.client.watch.DataListener;
import dev.zkspring.client.watch.DataWatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A data watch and all that it reports. */
final class FollowedNode implements Followed, DataListener {

    private final ZkClient client;

    private final String path;

    private final List<DataStory.Sighting> story = new ArrayList<>();

    private final DataWatch watch;

    private long sessionBefore;

    private final Ending ending = new Ending();

    FollowedNode(ZkClient client, String path) {
        this.client = client;
        this.path = path;
        this.sessionBefore = Sessions.of(client);
        this.watch = DataWatch.on(client, path).start(this);
    }

    @Override
    public synchronized boolean changed(@Nullable NodeData node, @Nullable WatchEvent event) {
        ending.called();
        story.add(new DataStory.Sighting(SeenNode.of(node), sessionBefore, Sessions.of(client)));
        sessionBefore = Sessions.of(client);
        return true;
    }

    @Override
    public synchronized @Nullable String difference(Truth truth) {
        if (ending.isEnded()) {
            return null;
        }
        SeenNode real = truth.nodes().get(path);
        if (story.isEmpty()) {
            return name() + " was never called";
        }
        SeenNode last = story.get(story.size() - 1).state();
        boolean same = real == null || last == null ? real == last : real.equals(last);
        return same ? null : "%s ends with %s and not with %s".formatted(name(), last, real);
    }

    @Override
    public synchronized List<String> violations(Past past) {
        List<String> found = new ArrayList<>(DataStory.violations(name(), story));
        found.addAll(DataStory.untrue(name(), path, story, past));
        found.addAll(ending.violations(name()));
        return found;
    }

    @Override
    public synchronized Stream<Long> zxids() {
        return story.stream()
                .map(DataStory.Sighting::state)
                .filter(Objects::nonNull)
                .map(SeenNode::mzxid);
    }

    @Override
    public synchronized void expect(ExpectedWatches expected) {
        if (!ending.isEnded()) {
            expected.add(ExpectedWatches.Kind.NODE, path);
        }
    }

    @Override
    public void close() {
        watch.close();
        synchronized (this) {
            ending.end();
        }
    }

    private String name() {
        return "data watch of " + path;
    }

    @Override
    public synchronized int sightings() {
        return story.size();
    }
}
