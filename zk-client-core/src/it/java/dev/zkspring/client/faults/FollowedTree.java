package dev.zkspring.client.faults;

import dev.zkspring.client.ZkClient;
import dev.zkspring.client.watch.TreeCache;
import dev.zkspring.client.watch.TreeCacheEvent;
import dev.zkspring.client.watch.TreeCacheListener;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A tree cache, its events, and the tree that they make. */
final class FollowedTree implements Followed, TreeCacheListener {

    private final ZkClient client;

    private final TreeStory story;

    private final TreeCache cache;

    private int sightings;

    FollowedTree(ZkClient client, String root) {
        this.client = client;
        this.story = new TreeStory("tree cache of " + root, root);
        this.cache = TreeCache.on(client, root).start(this);
    }

    @Override
    public synchronized void changed(TreeCacheEvent event) {
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
        Map<String, SeenNode> held = new HashMap<>();
        cache.forEach((path, node) -> held.put(path, SeenNode.of(node.stat(), node.text())));
        String copy = difference("copy of ", held, truth.tree());
        String events = difference("events of ", story.tree(), truth.tree());
        String start = story.isInitialized() ? null : "tree cache of " + cache.path() + " was never complete";
        return copy != null ? copy : events != null ? events : start;
    }

    private @Nullable String difference(String what, Map<String, SeenNode> found, Map<String, SeenNode> real) {
        TreeSet<String> paths = new TreeSet<>(real.keySet());
        paths.addAll(found.keySet());
        paths.removeIf(path -> Objects.equals(found.get(path), real.get(path)));
        return paths.isEmpty()
                ? null
                : what
                        + "tree cache of %s differ at %s, first %s and not %s"
                                .formatted(cache.path(), paths, found.get(paths.first()), real.get(paths.first()));
    }

    @Override
    public synchronized List<String> violations(Truth truth) {
        return story.violations();
    }

    @Override
    public synchronized int sightings() {
        return sightings;
    }
}
