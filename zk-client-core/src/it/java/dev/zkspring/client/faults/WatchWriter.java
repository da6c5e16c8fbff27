package dev.zkspring.client.faults;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.zkspring.client.ZkAsyncClient;
import dev.zkspring.client.ZkClient;
import dev.zkspring.client.ZkTransaction;
import dev.zkspring.client.data.CreateRequest;
import dev.zkspring.client.data.Stat;
import dev.zkspring.client.data.WatchEvent;
import dev.zkspring.client.data.ZkPath;
import dev.zkspring.client.error.NoNodeException;
import dev.zkspring.client.error.NodeExistsException;
import dev.zkspring.client.error.NotEmptyException;
import dev.zkspring.client.error.TransactionFailedException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Sets, creates, deletes and recreates watched nodes at random and remembers what it was told to have happened. {@link
 * #change} is for one thread.
 */
final class WatchWriter implements AutoCloseable {

    /** What is in flight when the link stalls; more would only all fail together. */
    private static final int WINDOW = 64;

    /** Watched by every client, and changed more often than the others. */
    static final int HOT = 8;

    private static final int CHILDREN = 4;

    private final ZkClient client;

    private final WatchedNodes nodes;

    private final SplittableRandom random;

    private final int index;

    private final int writers;

    private final List<List<String>> ownChildren = new ArrayList<>();

    private final AtomicInteger inFlight = new AtomicInteger();

    private final AtomicLong done = new AtomicLong();

    private final AtomicLong failed = new AtomicLong();

    private final ConcurrentLinkedQueue<WatchEvent> known = new ConcurrentLinkedQueue<>();

    private int count;

    /** One of several writers; parents of children are divided among them. */
    WatchWriter(ZkClient client, WatchedNodes nodes, SplittableRandom random, int index, int writers) {
        this.client = client;
        this.nodes = nodes;
        this.random = random;
        this.index = index;
        this.writers = writers;
        for (int i = 0; i < WatchedNodes.PARENTS; i++) {
            ownChildren.add(new ArrayList<>());
        }
    }

    /** Begins one change, unless too many are under way. */
    void change() {
        if (inFlight.get() >= WINDOW) {
            return;
        }
        switch (random.nextInt(10)) {
            case 0, 1, 2, 3, 4 ->
                changeNode(nodes.data(random.nextInt(random.nextInt(4) == 0 ? HOT : WatchedNodes.DATA)));
            case 5, 6, 7 -> changeChildren();
            default -> changeNode(nodes.inTree(random));
        }
    }

    private void changeNode(String path) {
        ZkAsyncClient async = client.async();
        byte[] value = nextValue();
        switch (random.nextInt(10)) {
            case 0, 1, 2, 3, 4 -> begin(async.set(path, value), stat -> knowSet(path, stat));
            case 5, 6, 7 -> create(path, value);
            case 8 -> begin(async.delete(path), ignored -> {});
            default ->
                begin(async.transaction().delete(path).create(path, value).commitAsync(), ignored -> {});
        }
    }

    private byte[] nextValue() {
        return ("w" + index + "-" + count++).getBytes(UTF_8);
    }

    private void create(String path, byte[] value) {
        begin(
                client.async().create(CreateRequest.of(path).data(value).build()),
                created -> knowCreation(path, created.stat()));
    }

    private void knowSet(String path, Stat stat) {
        known.add(new WatchEvent(WatchEvent.Type.NODE_DATA_CHANGED, path, stat.mzxid()));
    }

    private void knowCreation(String path, Stat stat) {
        known.add(new WatchEvent(WatchEvent.Type.NODE_CREATED, path, stat.czxid()));
        known.add(new WatchEvent(WatchEvent.Type.NODE_CHILDREN_CHANGED, ZkPath.parent(path), stat.czxid()));
    }

    /** Of a parent that no other writer touches. */
    private void changeChildren() {
        int which = random.nextInt(WatchedNodes.PARENTS / writers) * writers + index;
        String parent = nodes.parent(which);
        List<String> children = ownChildren.get(which);
        int choice = random.nextInt(10);
        if (choice == 0) {
            clear(parent, children);
        } else if (choice <= 2) {
            create(parent, nextValue());
        } else if (children.size() < CHILDREN) {
            String name = "c" + count;
            children.add(name);
            create(parent + "/" + name, nextValue());
        } else {
            String name = children.remove(random.nextInt(children.size()));
            begin(client.async().delete(parent + "/" + name), ignored -> {});
        }
    }

    /** All at once; one by one if something is not as this writer thought. */
    private void clear(String parent, List<String> children) {
        List<String> all = List.copyOf(children);
        children.clear();
        ZkTransaction transaction = client.async().transaction();
        all.forEach(name -> transaction.delete(parent + "/" + name));
        transaction.delete(parent);
        begin(
                transaction.commitAsync().exceptionally(failure -> {
                    all.forEach(name -> begin(client.async().delete(parent + "/" + name), ignored -> {}));
                    return List.of();
                }),
                ignored -> {});
    }

    private <T> void begin(CompletableFuture<T> call, Known<T> onSuccess) {
        inFlight.incrementAndGet();
        call.whenComplete((result, failure) -> {
            if (failure == null) {
                onSuccess.know(result);
            } else if (isLinkTrouble(failure)) {
                failed.incrementAndGet();
            }
            done.incrementAndGet();
            inFlight.decrementAndGet();
        });
    }

    /** Unlike an answer that the node is not as it would have to be. */
    private static boolean isLinkTrouble(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return !(cause instanceof NoNodeException
                || cause instanceof NodeExistsException
                || cause instanceof NotEmptyException
                || cause instanceof TransactionFailedException);
    }

    boolean isIdle() {
        return inFlight.get() == 0;
    }

    int inFlight() {
        return inFlight.get();
    }

    /** How many changes were tried. */
    long done() {
        return done.get();
    }

    /** How many of them failed because of link or session. */
    long failed() {
        return failed.get();
    }

    /** What watches heard, or had to hear, of the changes that were acknowledged. */
    List<WatchEvent> known() {
        return List.copyOf(known);
    }

    @Override
    public void close() {
        client.close();
    }

    /** Takes the answer to a call. */
    private interface Known<T> {
        void know(T result);
    }
}
