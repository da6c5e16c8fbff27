package dev.zkspring.client.faults;

import dev.zkspring.client.ZkClient;
import dev.zkspring.client.data.WatchEvent;
import dev.zkspring.client.watch.ChildrenListener;
import dev.zkspring.client.watch.ChildrenWatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A children watch and all that it reports. */
final class FollowedChildren implements Followed, ChildrenListener {

    private final ZkClient client;

    private final String path;

    private final List<ListStory.Sighting> story = new ArrayList<>();

    private final ChildrenWatch watch;

    private long sessionBefore;

    private final Ending ending = new Ending();

    FollowedChildren(ZkClient client, String path) {
        this.client = client;
        this.path = path;
        this.sessionBefore = Sessions.of(client);
        this.watch = ChildrenWatch.on(client, path).start(this);
    }

    @Override
    public synchronized boolean changed(@Nullable List<String> names, @Nullable WatchEvent event) {
        ending.called();
        story.add(new ListStory.Sighting(names, sessionBefore, Sessions.of(client)));
        sessionBefore = Sessions.of(client);
        return true;
    }

    /** A watch that was not called yet may wait for the node. */
    @Override
    public synchronized @Nullable String difference(Truth truth) {
        if (ending.isEnded()) {
            return null;
        }
        List<String> real = truth.children().get(path);
        List<String> last = story.isEmpty() ? null : story.get(story.size() - 1).names();
        return Objects.equals(real, last) ? null : "%s ends with %s and not with %s".formatted(name(), last, real);
    }

    @Override
    public synchronized List<String> violations(Past past) {
        List<String> found = new ArrayList<>(ListStory.violations(name(), story));
        found.addAll(ListStory.untrue(name(), path, story, past));
        found.addAll(ending.violations(name()));
        return found;
    }

    @Override
    public Stream<Long> zxids() {
        return Stream.empty();
    }

    /** Having waited for its node, it may still have the watch that it waited with. */
    @Override
    public synchronized void expect(ExpectedWatches expected) {
        if (!ending.isEnded()) {
            boolean missing = story.isEmpty() || story.get(story.size() - 1).names() == null;
            expected.add(missing ? ExpectedWatches.Kind.NODE : ExpectedWatches.Kind.CHILDREN, path);
            expected.allow(ExpectedWatches.Kind.NODE, path);
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
        return "children watch of " + path;
    }

    @Override
    public synchronized int sightings() {
        return story.size();
    }
}
