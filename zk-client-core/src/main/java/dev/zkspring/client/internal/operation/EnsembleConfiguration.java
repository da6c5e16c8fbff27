package dev.zkspring.client.internal.operation;

import dev.zkspring.client.data.EnsembleConfig;
import dev.zkspring.client.data.ReconfigRequest;
import dev.zkspring.client.data.WatchEvent;
import dev.zkspring.client.data.Watcher;
import dev.zkspring.client.error.ErrorCode;
import dev.zkspring.client.error.Failure;
import dev.zkspring.client.error.ZkException;
import dev.zkspring.client.internal.protocol.Chroot;
import dev.zkspring.client.internal.protocol.GetData;
import dev.zkspring.client.internal.protocol.Reconfig;
import dev.zkspring.client.internal.session.Session;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The configuration of the ensemble, whose node no chroot is put before. */
public final class EnsembleConfiguration {

    private final Session session;

    private final Chroot chroot;

    public EnsembleConfiguration(Session session, Chroot chroot) {
        this.session = session;
        this.chroot = chroot;
    }

    /** Reads it, and watches it if there is a watcher. */
    public CompletableFuture<EnsembleConfig> get(@Nullable Watcher watcher) {
        // A chroot that leads to the very node would be cut off its path in events.
        boolean renamed = !chroot.toClient(EnsembleConfig.PATH).equals(EnsembleConfig.PATH);
        Watcher registered = watcher != null && renamed ? new Renaming(watcher) : watcher;
        return session.submitOnServerPath(new GetData(EnsembleConfig.PATH, watcher != null), registered)
                .thenApply(EnsembleConfig::parse);
    }

    /** Changes it, and answers the new one. */
    public CompletableFuture<EnsembleConfig> change(ReconfigRequest request) {
        return Recovery.translated(session.submit(new Reconfig(request), null), EnsembleConfiguration::explain)
                .thenApply(EnsembleConfig::parse);
    }

    private static ZkException explain(ZkException error) {
        return error.code() != ErrorCode.UNIMPLEMENTED
                ? error
                : new Failure(
                                error.code(),
                                error.number(),
                                error.outcome(),
                                error.operation(),
                                error.path(),
                                "a standalone server has no ensemble to change")
                        .toException(error);
    }

    private record Renaming(Watcher watcher) implements Watcher {

        @Override
        public void process(WatchEvent event) throws Exception {
            watcher.process(new WatchEvent(event.type(), EnsembleConfig.PATH, event.zxid()));
        }
    }
}
