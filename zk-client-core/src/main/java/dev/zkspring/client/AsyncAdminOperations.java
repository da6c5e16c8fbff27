package dev.zkspring.client;

import dev.zkspring.client.data.ServerAddress;
import java.util.concurrent.CompletableFuture;

/**
 * Four-letter words, each on a connection of its own that the server closes after its answer. The whole answer is
 * returned, up to 16 MiB. Fails with {@code NotWhitelistedException} when the server does not execute the word, {@code
 * ConnectionLossException} when it cannot be asked, {@code RequestTimeoutException} when it does not answer within the
 * connect timeout, and {@link IllegalArgumentException} for anything but four ASCII letters.
 */
public interface AsyncAdminOperations {

    /** Asks the connected server; fails with {@code ConnectionLossException} when there is none. */
    CompletableFuture<String> command(String word);

    /** Asks a certain server; no session is needed. */
    CompletableFuture<String> command(String word, ServerAddress server);
}
