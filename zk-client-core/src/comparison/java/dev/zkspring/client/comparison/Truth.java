package dev.zkspring.client.comparison;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.zookeeper.AsyncCallback;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.Stat;

/**
 * What is on the servers, seen by Apache's client over links that never break. A call that fails or does not end is made
 * again, on a new handle where the session has expired; while servers fail the answer is late.
 */
final class Truth implements AutoCloseable {

    private static final Duration SESSION_TIMEOUT = Duration.ofSeconds(6);

    private static final long CALL_SECONDS = 5;

    private static final int TRIES = 20;

    private final String hosts;

    private ZooKeeper handle;

    Truth(String hosts) {
        this.hosts = hosts;
        this.handle = open();
    }

    void create(String path, String value) throws ExecutionException, InterruptedException {
        ask((zooKeeper, done) -> zooKeeper.create(
                path,
                value.getBytes(UTF_8),
                ZooDefs.Ids.OPEN_ACL_UNSAFE,
                CreateMode.PERSISTENT,
                (code, node, context, name) -> done.end(code == nodeExists() ? 0 : code, path),
                null));
    }

    /** Makes the server that is read from know all that was done before. */
    void sync() throws ExecutionException, InterruptedException {
        ask((zooKeeper, done) -> zooKeeper.sync("/", (code, node, context) -> done.end(code, "/"), null));
    }

    String text(String path) throws ExecutionException, InterruptedException {
        return ask((zooKeeper, done) -> zooKeeper.getData(
                path,
                false,
                (code, node, context, data, stat) -> done.end(code, code == 0 ? new String(data, UTF_8) : null),
                null));
    }

    Stat stat(String path) throws ExecutionException, InterruptedException {
        return ask((zooKeeper, done) ->
                zooKeeper.exists(path, false, (code, node, context, stat) -> done.end(code, stat), null));
    }

    List<String> children(String path) throws ExecutionException, InterruptedException {
        return ask((zooKeeper, done) -> zooKeeper.getChildren(
                path,
                false,
                (AsyncCallback.ChildrenCallback) (code, node, context, names) -> done.end(code, names),
                null));
    }

    @Override
    public void close() {
        try {
            handle.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private <T> T ask(Question<T> question) throws ExecutionException, InterruptedException {
        for (int i = 1; ; i++) {
            try {
                return once(question);
            } catch (TimeoutException e) {
                renew();
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof KeeperException failure) || !isPassing(failure) || i == TRIES) {
                    throw e;
                }
            }
        }
    }

    private <T> T once(Question<T> question) throws ExecutionException, InterruptedException, TimeoutException {
        CompletableFuture<T> answer = new CompletableFuture<>();
        question.ask(handle, (code, value) -> {
            if (code == 0) {
                answer.complete(value);
            } else {
                answer.completeExceptionally(KeeperException.create(KeeperException.Code.get(code)));
            }
        });
        return answer.get(CALL_SECONDS, TimeUnit.SECONDS);
    }

    private boolean isPassing(KeeperException failure) {
        if (failure.code() == KeeperException.Code.SESSIONEXPIRED) {
            renew();
            return true;
        }
        return failure.code() == KeeperException.Code.CONNECTIONLOSS;
    }

    private void renew() {
        close();
        handle = open();
    }

    private ZooKeeper open() {
        try {
            return new ZooKeeper(hosts, Math.toIntExact(SESSION_TIMEOUT.toMillis()), event -> {});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int nodeExists() {
        return KeeperException.Code.NODEEXISTS.intValue();
    }

    /** A request that tells its end. */
    private interface Question<T> {

        void ask(ZooKeeper zooKeeper, Done<T> done);
    }

    /** Takes the end of a request. */
    private interface Done<T> {

        void end(int code, T value);
    }
}
