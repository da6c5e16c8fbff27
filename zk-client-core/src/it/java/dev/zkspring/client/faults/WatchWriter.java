package dev.zkspring.client.faults;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.zkspring.client.ZkAsyncClient;
import dev.zkspring.client.ZkClient;
import dev.zkspring.client.ZkTransaction;
import dev.zkspring.client.data.CreateRequest;
import dev.zkspring.client.error.NoNodeException;
import dev.zkspring.client.error.NodeExistsException;
import dev.zkspring.client.error.NotEmptyException;
import dev.zkspring.client.error.TransactionFailedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Sets, creates, deletes and recreates watched nodes at random. {@link #change} is for one thread.
 */
final class WatchWriter implements AutoCloseable {

    /** What is in flight when the link stalls; more would only all fail together. */
    private static final int WINDOW = 64;

    /** Watched by every client, and changed more often than the others. */
    static final int HOT = 8;

    private static final int CHILDREN = 4;

    /** How long a call may take. */
    static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(10);

    private final ZkClient client;

    private final WatchedNodes nodes;

    private final SplittableRandom random;

    private final int index;

    private final int writers;

    private final List<List<String>> ownChildren = new ArrayList<>();

    private final AtomicInteger inFlight = new AtomicInteger();

    private final AtomicLong done = new AtomicLong();

    private final AtomicLong failed = new AtomicLong();

    private final Queue<Overdue> overdue = new ConcurrentLinkedQueue<>();

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
            case 0, 1, 2, 3, 4 -> begin("set " + path, async.set(path, value));
            case 5, 6, 7 -> create(path, value);
            case 8 -> begin("delete " + path, async.delete(path));
            default ->
                begin(
                        "replace " + path,
                        async.transaction().delete(path).create(path, value).commitAsync());
        }
    }

    private byte[] nextValue() {
        return ("w" + index + "-" + count++).getBytes(UTF_8);
    }

    private void create(String path, byte[] value) {
        begin(
                "create " + path,
                client.async().create(CreateRequest.of(path).data(value).build()));
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
            delete(parent + "/" + name);
        }
    }

    /** All at once; one by one if something is not as this writer thought. */
    private void clear(String parent, List<String> children) {
        List<String> all = List.copyOf(children);
        children.clear();
        ZkTransaction transaction = client.async().transaction();
        all.forEach(name -> transaction.delete(parent + "/" + name));
        transaction.delete(parent);
        begin("clear " + parent, transaction.commitAsync().exceptionally(failure -> {
            all.forEach(name -> delete(parent + "/" + name));
            return List.of();
        }));
    }

    private void delete(String path) {
        begin("delete " + path, client.async().delete(path));
    }

    private void begin(String what, CompletableFuture<?> call) {
        inFlight.incrementAndGet();
        long started = System.nanoTime();
        call.whenComplete((result, failure) -> {
            long ended = System.nanoTime();
            if (ended - started > REQUEST_TIMEOUT.toNanos()) {
                overdue.add(new Overdue(client.clientName() + ": " + what, started, ended));
            }
            if (failure != null && isLinkTrouble(failure)) {
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

    /** The calls that took longer than {@link #REQUEST_TIMEOUT}, be it for want of a processor. */
    List<Overdue> overdue() {
        return List.copyOf(overdue);
    }

    @Override
    public void close() {
        client.close();
    }

    /** A call and when it began and ended, by {@link System#nanoTime}. */
    record Overdue(String call, long started, long ended) {}
}
