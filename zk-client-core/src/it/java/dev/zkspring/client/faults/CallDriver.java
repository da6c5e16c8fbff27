package dev.zkspring.client.faults;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Makes the calls of one client, some at a time without waiting for answers: each run is one burst. Runs must come one
 * after another.
 */
final class CallDriver implements Runnable {

    private static final int MAX_BURST = 16;

    private static final int MAX_PENDING = 96;

    /** How many cold nodes a client keeps before it deletes the oldest. */
    private static final int MAX_OWN = 12;

    private static final int LARGE = 3_000;

    /** How many ephemeral nodes a client keeps before it deletes the oldest. */
    private static final int MAX_GUARDS = 5;

    /** No node gets so far. */
    private static final int IMPOSSIBLE_VERSION = 1 << 30;

    private final int number;

    private final ZkSpringClient client;

    private final CallNodes nodes;

    private final SplittableRandom random;

    private final Runnable working;

    private final CallHistory history = new CallHistory();

    private final Deque<String> own = new ArrayDeque<>();

    private final Queue<Guard> guards = new ConcurrentLinkedQueue<>();

    private @Nullable ZkSpringClient view;

    private int calls;

    /** @param working hears of each answer */
    CallDriver(int number, ZkSpringClient client, CallNodes nodes, SplittableRandom random, Runnable working) {
        this.number = number;
        this.client = client;
        this.nodes = nodes;
        this.random = random;
        this.working = working;
    }

    /** An ephemeral node, as locks and elections have it: made and deleted on a view for its session. */
    private record Guard(ZkSpringClient view, String path) {}

    CallHistory history() {
        return history;
    }

    ZkSpringClient client() {
        return client;
    }

    @Override
    public void run() {
        int burst = 1 + random.nextInt(MAX_BURST);
        for (int i = 0; i < burst && history.pending() < MAX_PENDING; i++) {
            callSomething();
        }
    }

    /** One change that shows that the client works. */
    CompletableFuture<Reply> probe() {
        return set(client, nodes.hot(0));
    }

    private void callSomething() {
        int choice = random.nextInt(100);
        if (choice < 48) {
            read();
        } else if (choice < 74) {
            setHot();
        } else if (choice < 84) {
            changeCold(client);
        } else if (choice < 88) {
            setAll(client);
        } else if (choice < 90) {
            setAllInVain();
        } else if (choice < 92) {
            createProtected(client);
        } else {
            callOnView();
        }
    }

    private void read() {
        int choice = random.nextInt(10);
        if (choice < 1) {
            String parent = random.nextInt(4) == 0 ? nodes.guarded() : nodes.cold(random.nextInt(nodes.clients()));
            call(client, Call.Kind.CHILDREN, List.of(parent), null, -1, () -> client.children(parent));
        } else if (choice < 2) {
            String path = someHot();
            call(client, Call.Kind.GET_SYNCED, List.of(path), null, -1, () -> client.getSynced(path));
        } else if (choice < 3) {
            exists(client, some());
        } else if (choice < 4) {
            getAll();
        } else {
            get(client, some());
        }
    }

    private String some() {
        return random.nextInt(10) < 7 ? someHot() : nodes.recent(random.nextInt(), number);
    }

    private void get(ZkSpringClient on, String path) {
        call(on, Call.Kind.GET, List.of(path), null, -1, () -> on.get(path))
                .thenAccept(reply -> nodes.learn(path, reply));
    }

    private void exists(ZkSpringClient on, String path) {
        call(on, Call.Kind.EXISTS, List.of(path), null, -1, () -> on.exists(path));
    }

    /** Each of the reads is a call of its own, as what it answers is. */
    private void getAll() {
        List<String> paths = IntStream.rangeClosed(0, random.nextInt(6))
                .mapToObj(i -> some())
                .toList();
        List<Call> reads = paths.stream()
                .map(path -> newCall(client, Call.Kind.GET, List.of(path), null, -1))
                .toList();
        List<CompletableFuture<Reply>> answers = client.getAll(paths);
        for (int i = 0; i < reads.size(); i++) {
            CompletableFuture<Reply> answer = answers.get(i);
            record(reads.get(i), () -> answer);
        }
    }

    private void setHot() {
        String path = someHot();
        int choice = random.nextInt(8);
        if (choice > 1) {
            set(client, path);
            return;
        }
        String value = value();
        int version = nodes.lastVersion(path);
        CompletableFuture<Reply> done = choice == 0
                ? call(client, Call.Kind.SET, List.of(path), value, version, () -> client.set(path, value, version))
                : call(
                        client,
                        Call.Kind.SET_RETRIED,
                        List.of(path),
                        value,
                        version,
                        () -> client.setRetried(path, value, version));
        done.thenAccept(reply -> nodes.learn(path, reply));
    }

    private CompletableFuture<Reply> set(ZkSpringClient on, String path) {
        String value = value();
        CompletableFuture<Reply> done =
                call(on, Call.Kind.SET, List.of(path), value, -1, () -> on.set(path, value, -1));
        done.thenAccept(reply -> nodes.learn(path, reply));
        return done;
    }

    private void changeCold(ZkSpringClient on) {
        if (own.size() < MAX_OWN && random.nextBoolean() || own.isEmpty()) {
            String path = nodes.cold(number) + "/n" + calls;
            String value = value();
            own.add(path);
            nodes.made(number, path);
            call(on, Call.Kind.CREATE, List.of(path), value, -1, () -> on.create(path, value, false));
        } else {
            delete(on, own.remove());
        }
    }

    private void delete(ZkSpringClient on, String path) {
        call(on, Call.Kind.DELETE, List.of(path), null, -1, () -> on.delete(path, -1));
    }

    private void setAll(ZkSpringClient on) {
        List<String> paths = someOfHot();
        String value = value();
        call(on, Call.Kind.SET_ALL, paths, value, -1, () -> on.setAll(paths, value));
    }

    private void setAllInVain() {
        List<String> paths = someOfHot();
        String value = value();
        call(
                client,
                Call.Kind.SET_ALL_IN_VAIN,
                paths,
                value,
                IMPOSSIBLE_VERSION,
                () -> client.setAllInVain(paths, value, IMPOSSIBLE_VERSION));
    }

    private List<String> someOfHot() {
        List<String> paths = new ArrayList<>(nodes.hot());
        while (paths.size() > 2 && random.nextBoolean()) {
            paths.remove(random.nextInt(paths.size()));
        }
        return List.copyOf(paths);
    }

    /** On a view an ephemeral node. */
    private void createProtected(ZkSpringClient on) {
        String path = nodes.guarded() + "/n-";
        String value = value();
        boolean ephemeral = on.view() != 0;
        CompletableFuture<Reply> done = call(
                on,
                Call.Kind.CREATE_PROTECTED,
                List.of(path),
                value,
                -1,
                () -> on.createProtected(path, value, ephemeral));
        if (ephemeral) {
            done.thenAccept(reply -> keep(on, reply));
        }
    }

    private void keep(ZkSpringClient on, Reply reply) {
        if (reply.result() == Result.OK && reply.value() != null) {
            guards.add(new Guard(on, reply.value()));
        }
    }

    /** A view is kept for long after its session is gone, so that its calls must fail. */
    private void callOnView() {
        if (view == null || view.view() != client.session() && random.nextInt(50) == 0) {
            view = client.inThisSession();
        }
        ZkSpringClient on = view;
        if (on == null) {
            setHot();
            return;
        }
        switch (random.nextInt(8)) {
            case 0 -> get(on, someHot());
            case 1 -> exists(on, some());
            case 2 -> set(on, someHot());
            case 3, 4 -> changeCold(on);
            case 5 -> setAll(on);
            default -> changeGuards(on);
        }
    }

    private void changeGuards(ZkSpringClient on) {
        Guard oldest = guards.size() > MAX_GUARDS ? guards.poll() : null;
        if (oldest == null) {
            createProtected(on);
        } else {
            delete(oldest.view(), oldest.path());
        }
    }

    private CompletableFuture<Reply> call(
            ZkSpringClient on,
            Call.Kind kind,
            List<String> paths,
            @Nullable String value,
            int version,
            Supplier<CompletableFuture<Reply>> how) {
        return record(newCall(on, kind, paths, value, version), how);
    }

    private Call newCall(ZkSpringClient on, Call.Kind kind, List<String> paths, @Nullable String value, int version) {
        return new Call(number, calls++, kind, paths, value, version, on.view(), client.session(), System.nanoTime());
    }

    private CompletableFuture<Reply> record(Call call, Supplier<CompletableFuture<Reply>> how) {
        CompletableFuture<Reply> done = history.record(call, how);
        done.thenAccept(reply -> {
            if (reply.result().isAnswer()) {
                working.run();
            }
        });
        return done;
    }

    private String someHot() {
        return nodes.hot(random.nextInt(nodes.hot().size()));
    }

    /** Unlike any other, and sometimes so large that it matters. */
    private String value() {
        String value = "c%d-%d".formatted(number, calls);
        return random.nextInt(200) == 0 ? value + "-" + "x".repeat(LARGE) : value;
    }
}
