package dev.zkspring.client.internal.session;

import dev.zkspring.client.config.AuthInfo;
import dev.zkspring.client.config.SaslOptions;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Who a client is to the servers.
 *
 * @param auth what is sent on each connection, in this order
 * @param sasl what comes before it, {@code null} for no SASL
 * @param saslThreads where SASL may block
 */
public record Credentials(List<AuthInfo> auth, @Nullable SaslMechanism sasl, Executor saslThreads) {

    /** Nobody in particular. */
    public static final Credentials NONE = new Credentials(List.of(), null, Runnable::run);

    /** The credentials of a client with this name. */
    public static Credentials of(String clientName, List<AuthInfo> auth, @Nullable SaslOptions sasl) {
        if (sasl == null) {
            return new Credentials(List.copyOf(auth), null, Runnable::run);
        }
        return new Credentials(List.copyOf(auth), SaslMechanism.of(sasl), SaslThreads.of(clientName));
    }
}
