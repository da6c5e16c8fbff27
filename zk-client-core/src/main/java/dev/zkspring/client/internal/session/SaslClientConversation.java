package dev.zkspring.client.internal.session;

import java.security.PrivilegedActionException;
import java.security.PrivilegedExceptionAction;
import java.util.Map;
import javax.security.auth.Subject;
import javax.security.auth.callback.CallbackHandler;
import javax.security.sasl.Sasl;
import javax.security.sasl.SaslClient;
import javax.security.sasl.SaslException;
import org.jspecify.annotations.Nullable;

/** One exchange by a SASL client of the JDK, on behalf of a subject if there is one. */
final class SaslClientConversation implements SaslMechanism.Conversation {

    private static final byte[] EMPTY = {};

    private final SaslClient client;

    private final @Nullable Subject subject;

    SaslClientConversation(SaslClient client, @Nullable Subject subject) {
        this.client = client;
        this.subject = subject;
    }

    static SaslClient newClient(
            String mechanism, String protocol, String serverName, Map<String, ?> properties, CallbackHandler answers)
            throws SaslException {
        String[] mechanisms = {mechanism};
        SaslClient client = Sasl.createSaslClient(mechanisms, null, protocol, serverName, properties, answers);
        if (client == null) {
            throw new SaslException("this JVM has no SASL mechanism " + mechanism);
        }
        return client;
    }

    @Override
    public byte[] first() throws SaslException {
        byte[] token = client.hasInitialResponse() ? answer(EMPTY) : null;
        return token == null ? EMPTY : token;
    }

    @Override
    public byte @Nullable [] answer(byte[] token) throws SaslException {
        return as(subject, () -> client.evaluateChallenge(token));
    }

    @Override
    public boolean isComplete() {
        return client.isComplete();
    }

    /** Does something on behalf of a subject, or of nobody. */
    static <T extends @Nullable Object> T as(@Nullable Subject subject, PrivilegedExceptionAction<T> action)
            throws SaslException {
        try {
            // The successor, callAs, is not in Java 17.
            return subject == null ? action.run() : Subject.doAs(subject, action);
        } catch (PrivilegedActionException e) {
            throw saslException(e.getException());
        } catch (Exception e) {
            throw saslException(e);
        }
    }

    private static SaslException saslException(Exception e) {
        return e instanceof SaslException failure ? failure : new SaslException(e.toString(), e);
    }
}
