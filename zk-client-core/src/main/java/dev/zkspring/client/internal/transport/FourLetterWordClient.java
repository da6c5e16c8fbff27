package dev.zkspring.client.internal.transport;

import dev.zkspring.client.data.ServerAddress;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.regex.Pattern;

/** Sends four-letter words, each on a connection of its own. Safe for use by many threads. */
public final class FourLetterWordClient implements AutoCloseable {

    private static final Pattern WORD = Pattern.compile("[A-Za-z]{4}");

    private final EventLoop loop;

    private final HostResolver resolver;

    private final Connector connector;

    private final Duration connectTimeout;

    private final Duration timeout;

    private final int maxAnswerBytes;

    /** Owned by the event loop, as is {@link #closed}. */
    private final Set<FourLetterWordCall> pending = new HashSet<>();

    private boolean closed;

    /**
     * Makes a client that must be closed before its loop ends.
     *
     * @param resolver stays the caller's to close
     * @param connector opens the connections, plain or with TLS
     * @param connectTimeout for each address of a server
     * @param timeout for a whole call, from the name lookup to the end of the answer, where the call says nothing else
     * @param maxAnswerBytes a longer answer fails its call
     */
    public FourLetterWordClient(
            EventLoop loop,
            HostResolver resolver,
            Connector connector,
            Duration connectTimeout,
            Duration timeout,
            int maxAnswerBytes) {
        this.loop = loop;
        this.resolver = resolver;
        this.connector = connector;
        this.connectTimeout = connectTimeout;
        this.timeout = timeout;
        this.maxAnswerBytes = maxAnswerBytes;
    }

    /**
     * Asks one server. Only the end of the stream ends an answer. A reset never does: the word is all that was sent, so
     * a server that answered in full has nothing left to reset, and what came before may be cut anywhere.
     *
     * <p>The future completes on the event loop; cancelling it closes the connection. It fails with {@code
     * NotWhitelistedException}, {@code NotServingException} or {@code UnknownWordException} when the server says so;
     * with {@code ConnectionLossException} when the server was not reached in time or the connection broke, with {@code
     * RequestTimeoutException} when the answer did not end in time, with {@code ResponseTooLargeException} beyond the
     * limit and with {@code ClientClosedException} on {@link #close()}.
     *
     * @return the whole answer; never empty, but for {@code hash}
     * @throws IllegalArgumentException for anything but four ASCII letters
     */
    public CompletableFuture<String> send(String word, ServerAddress server) {
        return send(word, server, timeout);
    }

    /** As {@link #send(String, ServerAddress)} with a time limit of its own. */
    public CompletableFuture<String> send(String word, ServerAddress server, Duration limit) {
        FourLetterWordCall call = call(word, server);
        return start(call, () -> call.start(resolver, connector, connectTimeout, limit));
    }

    /** As {@link #send(String, ServerAddress)}, for one of the addresses that the name stands for. */
    public CompletableFuture<String> send(String word, Endpoint endpoint) {
        return send(word, endpoint, timeout);
    }

    /** As {@link #send(String, Endpoint)} with a time limit of its own. */
    public CompletableFuture<String> send(String word, Endpoint endpoint, Duration limit) {
        FourLetterWordCall call = call(word, endpoint.server());
        return start(call, () -> call.start(endpoint, connector, connectTimeout, limit));
    }

    private FourLetterWordCall call(String word, ServerAddress server) {
        if (!WORD.matcher(word).matches()) {
            throw new IllegalArgumentException(
                    "four-letter word \"%s\" (expected: four ASCII letters, for example ruok)".formatted(word));
        }
        return new FourLetterWordCall(loop, word, server, maxAnswerBytes);
    }

    private CompletableFuture<String> start(FourLetterWordCall call, Runnable start) {
        runOrElse(() -> startOnLoop(call, start), call::abandon);
        return call.result();
    }

    private void startOnLoop(FourLetterWordCall call, Runnable start) {
        if (closed) {
            call.abandon();
            return;
        }
        pending.add(call);
        call.result().whenComplete((answer, failure) -> runOrElse(() -> release(call), () -> {}));
        start.run();
    }

    private void release(FourLetterWordCall call) {
        pending.remove(call);
        call.release();
    }

    /** Fails the calls that wait, and all later ones. Returns before they have failed. */
    @Override
    public void close() {
        runOrElse(this::abandonAll, () -> {});
    }

    private void abandonAll() {
        closed = true;
        List.copyOf(pending).forEach(FourLetterWordCall::abandon);
    }

    /** A loop that has ended takes no task; it has closed every connection itself. */
    private void runOrElse(Runnable task, Runnable loopEnded) {
        if (loop.inEventLoop()) {
            task.run();
            return;
        }
        try {
            loop.execute(task);
        } catch (RejectedExecutionException e) {
            loopEnded.run();
        }
    }
}
