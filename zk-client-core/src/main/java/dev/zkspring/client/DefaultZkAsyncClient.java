package dev.zkspring.client;

import dev.zkspring.client.admin.CommandAnswer;
import dev.zkspring.client.admin.FourLetterWord;
import dev.zkspring.client.admin.ServerMetrics;
import dev.zkspring.client.admin.ServerStats;
import dev.zkspring.client.config.AuthInfo;
import dev.zkspring.client.data.AddWatchMode;
import dev.zkspring.client.data.ServerAddress;
import dev.zkspring.client.data.Watcher;
import dev.zkspring.client.data.ZkPath;
import dev.zkspring.client.internal.operation.NodeCreation;
import dev.zkspring.client.internal.operation.Retrying;
import dev.zkspring.client.internal.session.Session;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

/** Adds the calls on watches and servers to those on nodes. */
final class DefaultZkAsyncClient extends AsyncNodes implements ZkAsyncClient {

    private final Retrying retrying;

    private final ServerCommands commands;

    DefaultZkAsyncClient(
            Session session, NodeCreation creation, Retrying retrying, Blocking blocking, ServerCommands commands) {
        super(session, creation, retrying, blocking);
        this.retrying = retrying;
        this.commands = commands;
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
    public CompletableFuture<Void> addAuth(String scheme, String credential) {
        return addAuth(AuthInfo.of(scheme, credential));
    }

    @Override
    public CompletableFuture<Void> addAuth(AuthInfo credential) {
        return session().whole("addAuth()").addAuth(credential);
    }

    @Override
    public CompletableFuture<String> command(String word) {
        return commands.ask(word);
    }

    @Override
    public CompletableFuture<String> command(String word, ServerAddress server) {
        return commands.ask(word, server);
    }

    @Override
    public CompletableFuture<Map<ServerAddress, CommandAnswer>> commandAll(FourLetterWord word) {
        return commands.askAll(word);
    }

    @Override
    public CompletableFuture<Map<ServerAddress, CommandAnswer>> commandAll(FourLetterWord word, Duration limit) {
        return commands.askAll(word, limit);
    }

    @Override
    public CompletableFuture<ServerStats> serverStats() {
        return commands.ask(FourLetterWord.SRVR, ServerStats::parse);
    }

    @Override
    public CompletableFuture<ServerStats> serverStats(ServerAddress server) {
        return commands.ask(FourLetterWord.SRVR, server, ServerStats::parse);
    }

    @Override
    public CompletableFuture<ServerMetrics> metrics() {
        return commands.ask(FourLetterWord.MNTR, ServerMetrics::parse);
    }

    @Override
    public CompletableFuture<ServerMetrics> metrics(ServerAddress server) {
        return commands.ask(FourLetterWord.MNTR, server, ServerMetrics::parse);
    }
}
