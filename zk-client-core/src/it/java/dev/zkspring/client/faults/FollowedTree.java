package dev.zkspring.client.faults;

import dev.zkspring.client.ZkClient;
import dev.zkspring.client.watch.TreeCache;
import dev.zkspring.client.watch.TreeCacheEvent;
import dev.zkspring.client.watch.TreeCacheListener;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A tree cache, its events, and the tree that they make. */
final class FollowedTree implements Followed, TreeCacheListener {

    private final ZkClient client;

    private final TreeStory story;

    private final TreeCache cache;

    private final String root;

    private final Ending ending = new Ending();

    private int sightings;

    FollowedTree(ZkClient client, String root) {
        this.client = client;
        this.root = root;
        this.story = new TreeStory(name(), root, Sessions.of(client));
        this.cache = TreeCache.on(client, root).start(this);
    }

    @Override
    public synchronized void changed(TreeCacheEvent event) {
        ending.called();
        sightings++;
        story.add(new TreeStory.Told(
                event.type(),
                event.path(),
                SeenNode.of(event.node()),
                SeenNode.of(event.before()),
                Sessions.of(client)));
    }

    @Override
    public synchronized @Nullable String difference(Truth truth) {
        if (ending.isEnded()) {
            return null;
        }
        Map<String, SeenNode> real = truth.below(root);
        Map<String, SeenNode> held = new HashMap<>();
        cache.forEach((path, node) -> held.put(path, SeenNode.of(node.stat(), node.text())));
        String copy = difference("copy of ", held, real);
        String events = difference("events of ", story.tree(), real);
        String start = story.isInitialized() ? null : name() + " was never complete";
        return copy != null ? copy : events != null ? events : start;
    }

    private @Nullable String difference(String what, Map<String, SeenNode> found, Map<String, SeenNode> real) {
        TreeSet<String> paths = new TreeSet<>(real.keySet());
        paths.addAll(found.keySet());
        paths.removeIf(path -> Objects.equals(found.get(path), real.get(path)));
        return paths.isEmpty()
                ? null
                : "%s%s differ at %s, first %s and not %s"
                        .formatted(what, name(), paths, found.get(paths.first()), real.get(paths.first()));
    }

    @Override
    public synchronized List<String> violations(Past past) {
        List<String> found = new ArrayList<>(story.violations());
        found.addAll(story.untrue(past));
        found.addAll(ending.violations(name()));
        return found;
    }

    @Override
    public synchronized Stream<Long> zxids() {
        return story.zxids();
    }

    @Override
    public synchronized void expect(ExpectedWatches expected) {
        if (!ending.isEnded()) {
            expected.add(ExpectedWatches.Kind.STAYING_TREE, root);
        }
    }

    @Override
    public void close() {
        cache.close();
        synchronized (this) {
            ending.end();
        }
    }

    private String name() {
        return "tree cache of " + root;
    }

    @Override
    public synchronized int sightings() {
        return sightings;
    }
}
