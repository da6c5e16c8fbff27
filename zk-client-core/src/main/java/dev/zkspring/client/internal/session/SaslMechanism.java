package dev.zkspring.client.internal.session;

import dev.zkspring.client.config.SaslOptions;
import dev.zkspring.client.data.ServerAddress;
import javax.security.auth.login.LoginException;
import javax.security.sasl.SaslException;
import org.jspecify.annotations.Nullable;

/** A way to authenticate by SASL. Every method may block and may be called by any thread. */
public interface SaslMechanism {

    /** Begins an exchange with a server. */
    Conversation open(ServerAddress server) throws LoginException, SaslException;

    /** What may be wrong when the server refuses. */
    String whyRefused();

    /** One exchange, for one thread at a time. */
    interface Conversation {

        /** The client's first token, empty if the server has to begin. */
        byte[] first() throws SaslException;

        /** The client's answer to a token of the server; {@code null} if there is none and the exchange is over. */
        byte @Nullable [] answer(byte[] token) throws SaslException;

        /** Whether the client needs no further token of the server. */
        boolean isComplete();
    }

    static SaslMechanism of(SaslOptions options) {
        // A switch over sealed types is not in Java 17.
        if (options instanceof SaslOptions.DigestMd5 digest) {
            return new DigestMd5Mechanism(digest);
        }
        return new GssapiMechanism((SaslOptions.Gssapi) options);
    }
}
