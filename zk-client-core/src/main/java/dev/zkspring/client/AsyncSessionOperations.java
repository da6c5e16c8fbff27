package dev.zkspring.client;

import dev.zkspring.client.config.AuthInfo;
import java.util.concurrent.CompletableFuture;

/** Calls that concern the client's session as a whole. */
public interface AsyncSessionOperations {

    /** As {@link #addAuth(AuthInfo)} with a credential that is text, for example {@code user:password}. */
    CompletableFuture<Void> addAuth(String scheme, String credential);

    /**
     * Adds an identity to those of the client, beside those it has. Calls made after the future has completed have it;
     * an earlier one may have it too. While there is no connection the credential waits for the next one.
     *
     * <p>Once a server has accepted the credential it is sent on every later connection, before anything else and also
     * after a restart, as if it had been set on the builder. One that is known already is not sent twice.
     *
     * <p>The future fails with {@code AuthFailedException} when the server refuses: it has no provider for the scheme, or
     * the provider does not take the credential. Scheme {@code digest} takes any. The server ends the connection then,
     * and the client goes on with the same session and without the credential. It fails with {@code
     * RequestTimeoutException} when the request timeout passes without an answer; the credential may be accepted all
     * the same. It fails with {@code ClientClosedException} when the client is not started or is stopped before.
     */
    CompletableFuture<Void> addAuth(AuthInfo credential);
}
