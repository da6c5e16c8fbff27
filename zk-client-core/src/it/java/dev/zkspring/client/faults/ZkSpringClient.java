package dev.zkspring.client.faults;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.zkspring.client.ReadResult;
import dev.zkspring.client.ZkClient;
import dev.zkspring.client.ZkClientBuilder;
import dev.zkspring.client.ZkMultiRead;
import dev.zkspring.client.ZkTransaction;
import dev.zkspring.client.data.CreateMode;
import dev.zkspring.client.data.CreateRequest;
import dev.zkspring.client.data.ExpectedVersion;
import dev.zkspring.client.data.NodeData;
import dev.zkspring.client.data.SessionId;
import dev.zkspring.client.data.Stat;
import dev.zkspring.client.data.TransactionResult;
import dev.zkspring.client.watch.ChildrenWatch;
import dev.zkspring.client.watch.DataWatch;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** This project's client. The session of a reply is the one in which the server answered, 0 if that is not certain. */
public final class ZkSpringClient implements ClientUnderTest {

    private final String name;

    private final ZkClient client;

    private final Sessions sessions;

    /** Fails the calls of other sessions, 0 for the client itself. */
    private final long view;

    private ZkSpringClient(String name, ZkClient client, Sessions sessions, long view) {
        this.name = name;
        this.client = client;
        this.sessions = sessions;
        this.view = view;
    }

    /** A client for these hosts that is not started. */
    public static ZkSpringClient of(String name, String hosts, UnaryOperator<ZkClientBuilder> settings) {
        Sessions sessions = new Sessions();
        ZkClientBuilder builder =
                ZkClient.builder().hosts(hosts).clientName(name).observer(sessions);
        return new ZkSpringClient(name, settings.apply(builder).build(), sessions, 0);
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

    /** What became of its sessions. */
    Sessions sessions() {
        return sessions;
    }

    /** A view for the present session, {@code null} without one. */
    @Nullable
    ZkSpringClient inThisSession() {
        SessionId present = client.sessionId();
        return present == null ? null : new ZkSpringClient(name, client.withSession(present), sessions, present.id());
    }

    /** The session that this view is for, 0 if this is no view. */
    long view() {
        return view;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public CompletableFuture<Reply> get(String path) {
        return answered(client.async().get(path), ZkSpringClient::node);
    }

    private static Reply node(NodeData node, long session) {
        return Replies.of(node.text(), node.stat(), session);
    }

    /**
     * Reads after a sync. The outcome is unknown if the link broke meanwhile: then the read may be another server's, that
     * knows nothing of the sync.
     */
    CompletableFuture<Reply> getSynced(String path) {
        CompletableFuture<Long> synced = client.async().sync(path).thenApply(done -> sessions.links());
        return get(path)
                .thenApply(reply ->
                        synced.isDone() && !synced.isCompletedExceptionally() && synced.join() == sessions.links()
                                ? reply
                                : Replies.unknown(reply.session()));
    }

    /** Reads all these nodes by one request. */
    List<CompletableFuture<Reply>> getAll(List<String> paths) {
        ZkMultiRead reads = client.async().multiRead();
        paths.forEach(reads::get);
        CompletableFuture<List<ReadResult>> all = reads.readAsync();
        return IntStream.range(0, paths.size())
                .mapToObj(i -> answered(all.thenApply(results -> results.get(i).node()), ZkSpringClient::node))
                .toList();
    }

    /** Reads all but the data. */
    CompletableFuture<Reply> exists(String path) {
        return answered(
                client.async().exists(path),
                (stat, session) -> stat == null ? Replies.missing(session) : Replies.of(null, stat, session));
    }

    @Override
    public CompletableFuture<Reply> children(String path) {
        return answered(
                client.async().getChildrenAndStat(path),
                (children, session) -> Replies.ofChildren(children.names(), children.stat(), session));
    }

    @Override
    public CompletableFuture<Reply> set(String path, String value, int version) {
        return answered(
                client.async().set(path, value.getBytes(UTF_8), version),
                (stat, session) -> Replies.of(value, stat, session));
    }

    /** As {@link #set}; the client makes it again when it does not know whether it was done. */
    CompletableFuture<Reply> setRetried(String path, String value, int version) {
        ExpectedVersion expected = ExpectedVersion.of(version).retryUnknown(true);
        return answered(
                client.async().set(path, value.getBytes(UTF_8), expected),
                (stat, session) -> Replies.of(value, stat, session));
    }

    /** The reply's value is the path that was made. */
    @Override
    public CompletableFuture<Reply> create(String path, String value, boolean ephemeral) {
        return create(CreateRequest.of(path)
                .data(value.getBytes(UTF_8))
                .mode(ephemeral ? CreateMode.EPHEMERAL : CreateMode.PERSISTENT)
                .build());
    }

    /**
     * Creates a node whose name gets a prefix that is safe against a lost answer, and a counter, so that the servers would
     * not refuse a second one. The reply's value is the path that was made.
     */
    CompletableFuture<Reply> createProtected(String path, String value, boolean ephemeral) {
        return create(CreateRequest.of(path)
                .data(value.getBytes(UTF_8))
                .mode(ephemeral ? CreateMode.EPHEMERAL_SEQUENTIAL : CreateMode.PERSISTENT_SEQUENTIAL)
                .protectedName()
                .build());
    }

    private CompletableFuture<Reply> create(CreateRequest request) {
        return answered(
                client.async().create(request), (made, session) -> Replies.of(made.path(), made.stat(), session));
    }

    @Override
    public CompletableFuture<Reply> delete(String path, int version) {
        return answered(client.async().delete(path, version), (done, session) -> Replies.done(session));
    }

    /**
     * Sets the data of all these nodes at once. The reply has the lowest zxid of the results as its czxid, the highest as
     * its mzxid, and their number as its version.
     */
    CompletableFuture<Reply> setAll(List<String> paths, String value) {
        return answered(setting(paths, value).commitAsync(), (results, session) -> changed(value, results, session));
    }

    /** As {@link #setAll}, if the first node had a version that it cannot have. */
    CompletableFuture<Reply> setAllInVain(List<String> paths, String value, int version) {
        return answered(
                setting(paths, value).check(paths.get(0), version).commitAsync(),
                (results, session) -> Replies.done(session));
    }

    private ZkTransaction setting(List<String> paths, String value) {
        ZkTransaction transaction = client.async().transaction();
        paths.forEach(path -> transaction.set(path, value.getBytes(UTF_8)));
        return transaction;
    }

    private static Reply changed(String value, List<TransactionResult> results, long session) {
        List<Long> zxids = results.stream()
                .map(TransactionResult.Changed.class::cast)
                .map(TransactionResult.Changed::stat)
                .map(Stat::mzxid)
                .sorted()
                .toList();
        return new Reply(Result.OK, value, zxids.get(0), zxids.get(zxids.size() - 1), -1, zxids.size(), session, null);
    }

    /**
     * The client's session is the one of the answer as long as its event loop is busy with it. A call that has ended
     * before anybody waits for it ends on the caller's thread, where the session may be the next one: it is not told.
     */
    private <T> CompletableFuture<Reply> answered(
            CompletableFuture<T> call, BiFunction<@Nullable T, Long, Reply> reply) {
        Thread caller = Thread.currentThread();
        return call.handle((answer, error) -> {
            long session = Thread.currentThread() == caller ? 0 : session();
            return error == null ? reply.apply(answer, session) : Replies.failed(error, session);
        });
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
