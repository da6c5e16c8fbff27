package dev.zkspring.client.faults;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.zkspring.client.ZkClient;
import dev.zkspring.client.ZkClientBuilder;
import dev.zkspring.client.ZkTransaction;
import dev.zkspring.client.data.CreateMode;
import dev.zkspring.client.data.CreateRequest;
import dev.zkspring.client.data.SessionId;
import dev.zkspring.client.data.Stat;
import dev.zkspring.client.data.TransactionResult;
import dev.zkspring.client.watch.ChildrenWatch;
import dev.zkspring.client.watch.DataWatch;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** This project's client. A future completes on its event loop, so that {@link #session()} is exact in its stages. */
public final class ZkSpringClient implements ClientUnderTest {

    private final String name;

    private final ZkClient client;

    /** Fails the calls of other sessions, 0 for the client itself. */
    private final long view;

    private ZkSpringClient(String name, ZkClient client, long view) {
        this.name = name;
        this.client = client;
        this.view = view;
    }

    /** A client for these hosts that is not started. */
    public static ZkSpringClient of(String name, String hosts, UnaryOperator<ZkClientBuilder> settings) {
        return new ZkSpringClient(
                name,
                settings.apply(ZkClient.builder().hosts(hosts).clientName(name)).build(),
                0);
    }

    /** Begins to connect and waits until connected. */
    public ZkSpringClient start() {
        client.start();
        return this;
    }

    /** For what the common interface does not know. */
    public ZkClient client() {
        return client;
    }

    /** A view for the present session, {@code null} without one. */
    public @Nullable ZkSpringClient inThisSession() {
        SessionId present = client.sessionId();
        return present == null ? null : new ZkSpringClient(name, client.withSession(present), present.id());
    }

    /** The session that this view is for, 0 if this is no view. */
    public long view() {
        return view;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public CompletableFuture<Reply> get(String path) {
        return answered(client.async().get(path), node -> Replies.of(node.text(), node.stat(), session()));
    }

    @Override
    public CompletableFuture<Reply> children(String path) {
        return answered(
                client.async().getChildrenAndStat(path),
                children -> Replies.ofChildren(children.names(), children.stat(), session()));
    }

    @Override
    public CompletableFuture<Reply> set(String path, String value, int version) {
        return answered(
                client.async().set(path, value.getBytes(UTF_8), version), stat -> Replies.of(value, stat, session()));
    }

    @Override
    public CompletableFuture<Reply> create(String path, String value, boolean ephemeral) {
        return create(CreateRequest.of(path)
                .data(value.getBytes(UTF_8))
                .mode(ephemeral ? CreateMode.EPHEMERAL : CreateMode.PERSISTENT)
                .build());
    }

    /**
     * Creates a persistent node whose name gets a prefix that is safe against a lost answer, and a counter, so that the
     * servers would not refuse a second one.
     */
    public CompletableFuture<Reply> createProtected(String path, String value) {
        return create(CreateRequest.of(path)
                .data(value.getBytes(UTF_8))
                .mode(CreateMode.PERSISTENT_SEQUENTIAL)
                .protectedName()
                .build());
    }

    private CompletableFuture<Reply> create(CreateRequest request) {
        String value = new String(request.data(), UTF_8);
        return answered(client.async().create(request), made -> Replies.of(value, made.stat(), session()));
    }

    @Override
    public CompletableFuture<Reply> delete(String path, int version) {
        return answered(client.async().delete(path, version), done -> Replies.done(session()));
    }

    /**
     * Sets the data of all these nodes at once. The reply has the lowest zxid of the results as its czxid, the highest as
     * its mzxid, and their number as its version.
     */
    public CompletableFuture<Reply> setAll(List<String> paths, String value) {
        ZkTransaction transaction = client.async().transaction();
        paths.forEach(path -> transaction.set(path, value.getBytes(UTF_8)));
        return answered(transaction.commitAsync(), results -> changed(value, results));
    }

    private Reply changed(String value, List<TransactionResult> results) {
        List<Long> zxids = results.stream()
                .map(TransactionResult.Changed.class::cast)
                .map(TransactionResult.Changed::stat)
                .map(Stat::mzxid)
                .sorted()
                .toList();
        return new Reply(
                Result.OK, value, zxids.get(0), zxids.get(zxids.size() - 1), -1, zxids.size(), session(), null);
    }

    private <T> CompletableFuture<Reply> answered(CompletableFuture<T> call, Function<@Nullable T, Reply> reply) {
        return call.handle((answer, error) -> error == null ? reply.apply(answer) : Replies.failed(error, session()));
    }

    @Override
    public AutoCloseable follow(String path, Consumer<Reply> seen) {
        return DataWatch.on(client, path).start((node, event) -> {
            seen.accept(node == null ? Replies.missing(session()) : Replies.of(node.text(), node.stat(), session()));
            return true;
        });
    }

    /** The names only: a {@link ChildrenWatch} tells no stat. */
    @Override
    public AutoCloseable followChildren(String path, Consumer<Reply> seen) {
        return ChildrenWatch.on(client, path).start((names, event) -> {
            seen.accept(names == null ? Replies.missing(session()) : Replies.ofChildren(names, null, session()));
            return true;
        });
    }

    @Override
    public void onState(Consumer<State> listener) {
        client.addListener(event -> listener.accept(State.valueOf(event.state().name())));
    }

    @Override
    public long session() {
        SessionId present = client.sessionId();
        return present == null ? 0 : present.id();
    }

    @Override
    public void close() {
        client.close();
    }
}
