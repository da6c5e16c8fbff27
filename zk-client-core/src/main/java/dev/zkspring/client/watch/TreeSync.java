package dev.zkspring.client.watch;

import dev.zkspring.client.ZkClient;
import dev.zkspring.client.data.NodeData;
import dev.zkspring.client.data.Stat;
import dev.zkspring.client.data.Watcher;
import dev.zkspring.client.data.ZkPath;
import dev.zkspring.client.error.ClientClosedException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the tree of a cache like that of the server. Events only say where to look: what the tree holds always comes
 * from reads, of which each node has one at a time, so that a later one is never overtaken by an earlier one. Confined
 * to the cache's queue.
 */
final class TreeSync implements TreeEvents.Owner {

    /** 100 ms doubled seven times: 12.8 s between attempts while nothing can be read. */
    private static final int MAX_DOUBLINGS = 7;

    private final ZkClient client;

    private final TreeScope scope;

    private final CachedTree tree;

    private final ToldTree told;

    private final TreeReader reader;

    private final TreeEvents events;

    private final TreeReport report;

    private final Executor queue;

    private final Visits visits = new Visits();

    private final Backoff backoff = new Backoff(MAX_DOUBLINGS);

    private final RefusedNodes refused;

    private final Parentage parentage;

    private final ArmedNodes armed;

    /** Closes the cache. */
    private final Runnable end;

    private int epoch;

    private boolean started;

    private boolean initialized;

    private boolean paused;

    private boolean closed;

    TreeSync(TreeSettings settings, TreeScope scope, CachedTree tree, TreeReport report, Runnable end) {
        this.client = settings.client();
        this.scope = scope;
        this.end = end;
        this.queue = settings.queue();
        this.tree = tree;
        this.told = new ToldTree(tree, report);
        this.report = report;
        this.refused = new RefusedNodes(queue, this::retryRefused);
        this.reader = new TreeReader(client.async(), scope, settings.cacheData(), queue);
        this.events = new TreeEvents(client, scope.root(), queue, settings.watches(), this);
        this.parentage = new Parentage(scope, tree, visits, events);
        this.armed = new ArmedNodes(scope, tree);
    }

    void begin() {
        if (!closed) {
            events.begin();
        }
    }

    @Override
    public void resync(boolean fresh) {
        if (closed) {
            return;
        }
        if (fresh) {
            epoch++;
            tree.walk().forEachRemaining(entry -> entry.node().listedAt(null));
        }
        started = true;
        paused = false;
        backoff.reset();
        visits.repeatRunning(Visits.VALUE | Visits.DEEP);
        visits.add(scope.root(), Visits.VALUE | Visits.DEEP, !initialized);
        refused.forEach(path -> visits.add(path, Visits.VALUE | Visits.LIST, false));
        pump();
    }

    @Override
    public void look(Map<String, Integer> hints) {
        if (!closed && started) {
            hints.forEach(this::look);
            pump();
        }
    }

    private void look(String path, int wanted) {
        if (!scope.contains(path)) {
            return;
        }
        if (visits.isPending(path) || tree.hasPlaceFor(path)) {
            visits.add(path, wanted, false);
            return;
        }
        // What is being read may have been read before this node was there.
        String above = visits.pendingAbove(scope, path);
        if (above != null) {
            visits.add(above, Visits.VALUE | Visits.LIST, false);
        }
    }

    @Override
    public void abandon(Watcher watcher) {
        new WatchRemoval(client.async(), watcher, queue).begin(armed.take(List.of()));
    }

    @Override
    public void failed(Throwable error) {
        report.failed(scope.root(), error);
    }

    @Override
    public void ended(Throwable error) {
        failed(error);
        end.run();
    }

    private void pump() {
        for (Visits.Visit visit = next(); visit != null; visit = next()) {
            begin(visit);
        }
        if (started && !initialized && !closed && !visits.isInitialLeft()) {
            initialized = true;
            report.initialized();
        }
    }

    private Visits.@Nullable Visit next() {
        return paused || closed ? null : visits.begin();
    }

    private void begin(Visits.Visit visit) {
        visit.epoch = epoch;
        visit.watcher = events.oneShot();
        int wanted = visit.take();
        CachedNode node = tree.find(visit.path);
        if (node != null && (wanted & Visits.VALUE) == 0) {
            list(visit, wanted, node, node.value().stat());
            return;
        }
        NodeData cached = node == null ? null : node.value();
        boolean changed = (wanted & Visits.CHANGED) != 0;
        reader.value(visit.path, cached, changed, visit.watcher)
                .whenCompleteAsync((value, error) -> valueRead(visit, wanted, value, error), queue);
    }

    private void valueRead(Visits.Visit visit, int wanted, @Nullable NodeData value, @Nullable Throwable error) {
        if (isWorthless(visit, wanted)) {
            return;
        }
        if (error != null) {
            valueFailed(visit, wanted, ReadFailure.cause(error));
            return;
        }
        backoff.reset();
        armed.removeStray(visit.path);
        if (value == null || !tree.hasPlaceFor(visit.path)) {
            if (value != null) {
                addStray(visit.path);
            }
            refused.remove(visit.path);
            told.drop(visit.path);
            done(visit);
        } else if (parentage.isInDoubt(visit.path, value.stat())) {
            reader.stat(ZkPath.parent(visit.path))
                    .whenCompleteAsync((parent, e) -> parentRead(visit, wanted, value, parent, e), queue);
        } else {
            valueKept(visit, wanted, value);
        }
    }

    private void parentRead(
            Visits.Visit visit, int wanted, NodeData value, @Nullable Stat parent, @Nullable Throwable error) {
        if (isWorthless(visit, wanted)) {
            return;
        }
        if (error != null) {
            repeatLater(visit, wanted, ReadFailure.cause(error));
        } else if (parentage.isParent(visit.path, parent)) {
            valueKept(visit, wanted, value);
        } else {
            // Its list has this node too, if it is still there.
            visits.add(ZkPath.parent(visit.path), Visits.VALUE | Visits.LIST, visit.isInitial());
            done(visit);
        }
    }

    private void valueKept(Visits.Visit visit, int wanted, NodeData value) {
        boolean unlisted = told.keep(visit.path, value) || refused.contains(visit.path);
        CachedNode node = tree.find(visit.path);
        boolean listing = unlisted || (wanted & (Visits.LIST | Visits.DEEP)) != 0;
        if (node == null || !listing || !scope.reachesBelow(visit.path)) {
            refused.remove(visit.path);
            done(visit);
        } else {
            list(visit, unlisted ? wanted | Visits.LIST : wanted, node, value.stat());
        }
    }

    /** Lists the children if that may tell anything new; one-shot watches are armed in any case. */
    private void list(Visits.Visit visit, int wanted, CachedNode node, Stat stat) {
        if (!scope.reachesBelow(visit.path)) {
            done(visit);
            return;
        }
        Watcher oneShot = visit.watcher;
        boolean sure = (wanted & Visits.VALUE) != 0 && oneShot == null;
        if (sure && stat.numChildren() == 0) {
            listed(visit, wanted, node, stat, List.of());
        } else if (sure && (wanted & Visits.LIST) == 0 && node.isListedAt(stat)) {
            listed(visit, wanted, node, stat, List.copyOf(node.children().keySet()));
        } else {
            reader.children(visit.path, oneShot)
                    .whenCompleteAsync((names, error) -> childrenRead(visit, wanted, stat, names, error), queue);
        }
    }

    private void childrenRead(
            Visits.Visit visit, int wanted, Stat stat, @Nullable List<String> names, @Nullable Throwable error) {
        if (isWorthless(visit, wanted)) {
            return;
        }
        CachedNode node = tree.find(visit.path);
        if (names != null && node != null) {
            backoff.reset();
            listed(visit, wanted, node, stat, names);
        } else if (names != null || ReadFailure.isNoNode(error)) {
            visits.repeat(visit, wanted | Visits.VALUE);
            pump();
        } else if (error != null) {
            listFailed(visit, wanted, ReadFailure.cause(error));
        }
    }

    private void listed(Visits.Visit visit, int wanted, CachedNode node, Stat stat, List<String> names) {
        refused.remove(visit.path);
        node.listedAt(stat);
        boolean deep = (wanted & Visits.DEEP) != 0;
        Set<String> gone = new HashSet<>(node.children().keySet());
        for (String name : names) {
            boolean known = gone.remove(name);
            if (!known || deep) {
                lookAtChild(visit, name, deep ? Visits.VALUE | Visits.DEEP : Visits.VALUE);
            }
        }
        int missing = events.oneShot() == null ? Visits.VALUE : Visits.VALUE | Visits.CHANGED;
        gone.forEach(name -> lookAtChild(visit, name, missing));
        done(visit);
    }

    private void lookAtChild(Visits.Visit parent, String name, int wanted) {
        String path = ZkPath.child(parent.path, name);
        if (scope.contains(path)) {
            visits.add(path, wanted, parent.isInitial());
        }
    }

    private void done(Visits.Visit visit) {
        visits.done(visit);
        pump();
    }

    /** Whether the answer belongs to a session that is over, or comes after the end. */
    private boolean isWorthless(Visits.Visit visit, int wanted) {
        boolean worthless = closed || visit.epoch != epoch;
        if (worthless) {
            if (visit.watcher != null && visit.watcher != events.oneShot()) {
                client.async().removeWatcher(visit.path, visit.watcher);
            }
            visits.repeat(visit, wanted);
            pump();
            removeWatches();
        }
        return worthless;
    }

    private void valueFailed(Visits.Visit visit, int wanted, Throwable error) {
        if (!ReadFailure.isRefusal(error)) {
            repeatLater(visit, wanted, error);
            return;
        }
        hide(visit.path);
        refuse(visit, error);
    }

    private void listFailed(Visits.Visit visit, int wanted, Throwable error) {
        if (!ReadFailure.isRefusal(error)) {
            repeatLater(visit, wanted, error);
            return;
        }
        CachedNode node = tree.find(visit.path);
        if (node != null) {
            List.copyOf(node.children().keySet()).forEach(name -> hide(ZkPath.child(visit.path, name)));
        }
        refuse(visit, error);
    }

    /** Takes out what is there, but cannot be followed any more. */
    private void hide(String path) {
        tree.remove(path).forEach(entry -> {
            addStray(entry.path());
            report.removed(entry.path(), entry.node().value());
        });
    }

    private void addStray(String path) {
        if (events.oneShot() != null) {
            armed.addStray(path);
        }
    }

    private void refuse(Visits.Visit visit, Throwable error) {
        addStray(visit.path);
        if (refused.add(visit.path)) {
            report.failed(visit.path, error);
        }
        done(visit);
    }

    private void retryRefused(String path) {
        if (!closed) {
            visits.add(path, Visits.VALUE | Visits.LIST, false);
            pump();
        }
    }

    private void repeatLater(Visits.Visit visit, int wanted, Throwable error) {
        visits.repeat(visit, wanted);
        if (paused) {
            return;
        }
        paused = true;
        if (ReadFailure.isFinal(error, client)) {
            ended(error);
            return;
        }
        boolean clientClosed = error instanceof ClientClosedException;
        if (clientClosed && !client.isConnected()) {
            // The next session begins with a resync.
            return;
        }
        if (backoff.isFresh() && !clientClosed && !ReadFailure.isLinkTrouble(error) && !ReadFailure.isBusy(error)) {
            report.failed(visit.path, error);
        }
        CompletableFuture.delayedExecutor(backoff.nextMillis(), TimeUnit.MILLISECONDS, queue)
                .execute(this::goOn);
    }

    private void goOn() {
        paused = false;
        pump();
    }

    /** Ends everything; what is in flight may still arm something, and is waited for before the watches are removed. */
    void close() {
        closed = true;
        events.close();
        removeWatches();
    }

    private void removeWatches() {
        if (!closed || !visits.isIdle()) {
            return;
        }
        Watcher oneShot = events.oneShot();
        Collection<String> paths = armed.take(visits.cancel());
        tree.remove(scope.root());
        if (oneShot != null) {
            new WatchRemoval(client.async(), oneShot, queue).begin(paths);
        }
    }
}
