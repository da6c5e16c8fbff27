package dev.zkspring.client.internal.operation;

import dev.zkspring.client.data.EnsembleConfig;
import dev.zkspring.client.data.ReconfigRequest;
import dev.zkspring.client.data.Watcher;
import dev.zkspring.client.error.ErrorCode;
import dev.zkspring.client.error.Failure;
import dev.zkspring.client.error.ZkException;
import dev.zkspring.client.internal.protocol.GetConfig;
import dev.zkspring.client.internal.protocol.Reconfig;
import dev.zkspring.client.internal.session.Session;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The configuration of the ensemble, whose node no chroot is put before. */
public final class EnsembleConfiguration {

    private final Session session;

    public EnsembleConfiguration(Session session) {
        this.session = session;
    }

    /** Reads it, and watches it if there is a watcher. */
    public CompletableFuture<EnsembleConfig> get(@Nullable Watcher watcher) {
        return session.submitOnServerPath(new GetConfig(watcher != null), watcher)
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
}
