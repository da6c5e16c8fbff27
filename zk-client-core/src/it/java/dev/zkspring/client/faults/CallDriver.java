package dev.zkspring.client.faults;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
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

    private final int number;

    private final ClientUnderTest client;

    private final CallNodes nodes;

    private final SplittableRandom random;

    private final Runnable working;

    private final CallHistory history = new CallHistory();

    private final Deque<String> own = new ArrayDeque<>();

    private @Nullable ZkSpringClient view;

    private int calls;

    /** @param working hears of each answer */
    CallDriver(int number, ClientUnderTest client, CallNodes nodes, SplittableRandom random, Runnable working) {
        this.number = number;
        this.client = client;
        this.nodes = nodes;
        this.random = random;
        this.working = working;
    }

    CallHistory history() {
        return history;
    }

    ClientUnderTest client() {
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
        return set(client, 0, nodes.hot(0), -1);
    }

    private void callSomething() {
        int choice = random.nextInt(100);
        if (choice < 50) {
            read();
        } else if (choice < 78) {
            setHot();
        } else if (choice < 88) {
            changeCold();
        } else if (choice < 93 && client instanceof ZkSpringClient ours) {
            setAll(ours);
        } else if (choice < 95 && client instanceof ZkSpringClient ours) {
            String value = value();
            call(
                    ours,
                    0,
                    Call.Kind.CREATE_PROTECTED,
                    List.of(nodes.guarded() + "/n-"),
                    value,
                    -1,
                    via -> ours.createProtected(nodes.guarded() + "/n-", value));
        } else if (client instanceof ZkSpringClient ours) {
            callOnView(ours);
        } else {
            setHot();
        }
    }

    private void read() {
        int choice = random.nextInt(10);
        if (choice < 1) {
            String parent = nodes.cold(random.nextInt(nodes.clients()));
            call(client, 0, Call.Kind.CHILDREN, List.of(parent), null, -1, via -> via.children(parent));
        } else {
            get(client, 0, choice < 7 ? someHot() : nodes.recent(random.nextInt(), number));
        }
    }

    private void get(ClientUnderTest on, long session, String path) {
        call(on, session, Call.Kind.GET, List.of(path), null, -1, via -> via.get(path))
                .thenAccept(reply -> nodes.learn(path, reply));
    }

    private void setHot() {
        String path = someHot();
        set(client, 0, path, random.nextInt(4) == 0 ? nodes.lastVersion(path) : -1);
    }

    private CompletableFuture<Reply> set(ClientUnderTest on, long session, String path, int version) {
        String value = value();
        CompletableFuture<Reply> done =
                call(on, session, Call.Kind.SET, List.of(path), value, version, via -> via.set(path, value, version));
        done.thenAccept(reply -> nodes.learn(path, reply));
        return done;
    }

    private void changeCold() {
        if (own.size() < MAX_OWN && random.nextBoolean() || own.isEmpty()) {
            String path = nodes.cold(number) + "/n" + calls;
            String value = value();
            own.add(path);
            nodes.made(number, path);
            call(client, 0, Call.Kind.CREATE, List.of(path), value, -1, via -> via.create(path, value, false));
        } else {
            String path = own.remove();
            call(client, 0, Call.Kind.DELETE, List.of(path), null, -1, via -> via.delete(path, -1));
        }
    }

    private void setAll(ZkSpringClient ours) {
        List<String> paths = new ArrayList<>(nodes.hot());
        while (paths.size() > 2 && random.nextBoolean()) {
            paths.remove(random.nextInt(paths.size()));
        }
        List<String> chosen = List.copyOf(paths);
        String value = value();
        call(ours, 0, Call.Kind.SET_ALL, chosen, value, -1, via -> ours.setAll(chosen, value));
    }

    /** A view is kept for long after its session is gone, so that its calls must fail. */
    private void callOnView(ZkSpringClient ours) {
        if (view == null || view.view() != ours.session() && random.nextInt(50) == 0) {
            view = ours.inThisSession();
        }
        if (view == null) {
            setHot();
        } else if (random.nextBoolean()) {
            get(view, view.view(), someHot());
        } else {
            set(view, view.view(), someHot(), -1);
        }
    }

    private CompletableFuture<Reply> call(
            ClientUnderTest on,
            long session,
            Call.Kind kind,
            List<String> paths,
            @Nullable String value,
            int version,
            Function<ClientUnderTest, CompletableFuture<Reply>> how) {
        Call call =
                new Call(number, calls++, kind, paths, value, version, session, client.session(), System.nanoTime());
        CompletableFuture<Reply> done = history.record(call, () -> how.apply(on));
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
