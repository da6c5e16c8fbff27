package dev.zkspring.client;

import dev.zkspring.client.data.AddWatchMode;
import dev.zkspring.client.data.ServerAddress;
import dev.zkspring.client.data.Watcher;
import dev.zkspring.client.data.ZkPath;
import dev.zkspring.client.error.ErrorCode;
import dev.zkspring.client.error.Failure;
import dev.zkspring.client.error.Outcome;
import dev.zkspring.client.internal.operation.NodeCreation;
import dev.zkspring.client.internal.operation.Retrying;
import dev.zkspring.client.internal.session.Session;
import dev.zkspring.client.internal.transport.FourLetterWordClient;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

/** Adds the calls on watches and servers to those on nodes. */
final class DefaultZkAsyncClient extends AsyncNodes implements ZkAsyncClient {

    private final Retrying retrying;

    private final FourLetterWordClient words;

    DefaultZkAsyncClient(Session session, NodeCreation creation, Retrying retrying, FourLetterWordClient words) {
        super(session, creation, retrying);
        this.retrying = retrying;
        this.words = words;
    }

    @Override
    public CompletableFuture<Watch> addWatch(String path, AddWatchMode mode, Watcher watcher) {
        ZkPath.validate(path);
        Objects.requireNonNull(mode);
        Objects.requireNonNull(watcher);
        return ArmedWatch.of(retrying.read(() -> session().addWatch(path, mode, watcher)));
    }

    @Override
    public CompletableFuture<Boolean> removeWatcher(String path, Watcher watcher) {
        return session().removeWatcher(ZkPath.validate(path), watcher);
    }

    @Override
    public CompletableFuture<String> command(String word) {
        ServerAddress server = session().snapshot().server();
        if (server == null) {
            return CompletableFuture.failedFuture(Failure.local(
                            ErrorCode.CONNECTION_LOSS, Outcome.NOT_SENT, word, null, "not connected to any server")
                    .toException(null));
        }
        return command(word, server);
    }

    @Override
    public CompletableFuture<String> command(String word, ServerAddress server) {
        return words.send(word, server);
    }
}
