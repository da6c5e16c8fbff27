package dev.zkspring.client;

import dev.zkspring.client.admin.CommandAnswer;
import dev.zkspring.client.admin.FourLetterWord;
import dev.zkspring.client.admin.ServerMetrics;
import dev.zkspring.client.admin.ServerStats;
import dev.zkspring.client.data.ServerAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Four-letter words, each on a connection of its own that the server closes after its answer. They need no session:
 * those that name a server, and {@code commandAll}, work before {@code start()} too. The whole answer is returned, up to
 * the builder's {@code maxResponseSize}; beyond it a call fails with {@code ResponseTooLargeException}. A call ends
 * within the builder's {@code requestTimeout}, connecting to each address of the server within {@code connectTimeout}.
 * Cancelling a future closes the connection.
 *
 * <p>What else a call fails with: {@code NotWhitelistedException} when the server does not execute the word, {@code
 * UnknownWordException} when it closes the connection without an answer, {@code NotServingException} when it has no
 * quorum, {@code ConnectionLossException} when it cannot be asked, {@code RequestTimeoutException} when it was asked and
 * did not answer in time, {@code ClientClosedException} after {@code close()}, and {@link IllegalArgumentException} for
 * anything but four ASCII letters.
 */
public interface AsyncAdminOperations {

    /**
     * Asks the connected server, at the address of the session's link if its name stands for several; fails with {@code
     * ConnectionLossException} when there is none.
     */
    CompletableFuture<String> command(String word);

    /** Asks a certain server; if its name stands for several addresses, the first that takes the connection. */
    CompletableFuture<String> command(String word, ServerAddress server);

    /** As {@link #command(String)}. */
    default CompletableFuture<String> command(FourLetterWord word) {
        return command(word.word());
    }

    /** As {@link #command(String, ServerAddress)}. */
    default CompletableFuture<String> command(FourLetterWord word, ServerAddress server) {
        return command(word.word(), server);
    }

    /** As {@link #commandAll(FourLetterWord, Duration)} with the builder's {@code requestTimeout} as the limit. */
    CompletableFuture<Map<ServerAddress, CommandAnswer>> commandAll(FourLetterWord word);

    /**
     * Asks all servers that the client was given, at the same time. Never fails because of a server: each has its answer
     * or its own failure.
     *
     * @param limit after which those that have not answered count as failed; above 0, at most 24 h
     * @return one entry for each server, in the order of {@code hosts}
     * @throws IllegalArgumentException names a limit that is out of range
     */
    CompletableFuture<Map<ServerAddress, CommandAnswer>> commandAll(FourLetterWord word, Duration limit);

    /**
     * What the connected server answers to {@code srvr}, which every server executes unless its whitelist was made
     * without it. Fails as {@link #command(String)} does, and with {@code MalformedAnswerException}.
     */
    CompletableFuture<ServerStats> serverStats();

    /** As {@link #serverStats()}, of a certain server. */
    CompletableFuture<ServerStats> serverStats(ServerAddress server);

    /**
     * What the connected server answers to {@code mntr}, which servers since 3.5.3 execute only if it is in their
     * whitelist. Fails as {@link #command(String)} does, and with {@code MalformedAnswerException}.
     */
    CompletableFuture<ServerMetrics> metrics();

    /** As {@link #metrics()}, of a certain server. */
    CompletableFuture<ServerMetrics> metrics(ServerAddress server);
}
