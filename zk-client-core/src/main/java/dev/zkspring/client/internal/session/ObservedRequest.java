package dev.zkspring.client.internal.session;

import dev.zkspring.client.error.ZkException;
import dev.zkspring.client.internal.protocol.Operation;
import dev.zkspring.client.observe.ClientObserver;
import dev.zkspring.client.observe.RequestReport;
import io.netty.util.concurrent.Ticker;
import org.jspecify.annotations.Nullable;

/** A request that somebody observes. What that takes is here, so that other requests do not pay for it. */
final class ObservedRequest<R> extends Request<R> implements RequestReport {

    private final ClientObserver observer;

    private final Ticker ticker;

    private final long submittedAt;

    private final @Nullable Object context;

    private @Nullable ZkException failure;

    private int requestBytes;

    private int responseBytes;

    private boolean reported;

    private boolean settled;

    /** To be called on the thread of the caller. */
    ObservedRequest(Operation<R> operation, Origin origin, ClientObserver observer, Ticker ticker) {
        super(operation, origin);
        this.observer = observer;
        this.ticker = ticker;
        this.submittedAt = ticker.nanoTime();
        this.context = observer.requestSubmitted(operationName(), path());
    }

    @Override
    void wrote(int bytes) {
        requestBytes += bytes;
    }

    @Override
    void received(int bytes) {
        responseBytes = bytes;
    }

    /** The answer to a request that has timed out completes it a second time, which is no news. */
    @Override
    void completing(@Nullable ZkException reason) {
        if (!reported) {
            reported = true;
            failure = reason;
            observer.requestCompleted(this, context);
        }
    }

    @Override
    void settled() {
        if (!settled) {
            settled = true;
            observer.requestSettled(context);
        }
    }

    @Override
    public String operationName() {
        return original().opCode().wireName();
    }

    @Override
    public @Nullable String path() {
        return original().path();
    }

    @Override
    public @Nullable ZkException failure() {
        return failure;
    }

    @Override
    public long durationNanos() {
        return ticker.nanoTime() - submittedAt;
    }

    @Override
    public int requestBytes() {
        return requestBytes;
    }

    @Override
    public int responseBytes() {
        return responseBytes;
    }
}
