package dev.zkspring.client.internal.session;

import dev.zkspring.client.data.ServerAddress;
import dev.zkspring.client.error.ErrorCode;
import dev.zkspring.client.internal.protocol.Chroot;
import dev.zkspring.client.internal.protocol.SaslToken;
import dev.zkspring.client.internal.session.SaslMechanism.Conversation;
import dev.zkspring.client.internal.wire.WireReader;
import io.netty.channel.EventLoop;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * The SASL exchange on one connection, one token at a time. Tokens are computed on other threads, because that may ask
 * a Kerberos server. Confined to the session's event loop, but for the steps that run on those threads.
 */
final class SaslExchange {

    /** Hears how it ended, unless it is abandoned or the connection breaks. */
    interface Listener {

        void saslDone();

        /** Trying again would end the same. */
        void saslFailed(String why);

        /** Something that the exchange needs is out of reach for now. */
        void saslUnavailable(String why);
    }

    /** What a step came to: a token to send, or the end. */
    private record Step(Conversation conversation, byte @Nullable [] token, boolean complete) {}

    private final EventLoop loop;

    private final Credentials credentials;

    private final SaslMechanism mechanism;

    private final Connection connection;

    private final Listener listener;

    private boolean over;

    SaslExchange(
            EventLoop loop,
            Credentials credentials,
            SaslMechanism mechanism,
            Connection connection,
            Listener listener) {
        this.loop = loop;
        this.credentials = credentials;
        this.mechanism = mechanism;
        this.connection = connection;
        this.listener = listener;
    }

    void begin() {
        ServerAddress server = connection.endpoint().server();
        elsewhere(() -> {
            Conversation conversation = mechanism.open(server);
            return new Step(conversation, conversation.first(), conversation.isComplete());
        });
    }

    /** What is still under way interests nobody. */
    void abandon() {
        over = true;
    }

    private void elsewhere(Callable<Step> work) {
        try {
            credentials.saslThreads().execute(() -> back(result(work)));
        } catch (RejectedExecutionException e) {
            end(() -> listener.saslUnavailable("earlier logins still wait for a Kerberos server"));
        }
    }

    private void back(Runnable result) {
        try {
            loop.execute(result);
        } catch (RejectedExecutionException e) {
            // The client was closed meanwhile.
        }
    }

    private Runnable result(Callable<Step> work) {
        try {
            Step step = work.call();
            return () -> stepped(step);
        } catch (Exception | LinkageError e) {
            return () -> failed(new SaslFailure(e));
        }
    }

    private void failed(SaslFailure failure) {
        if (failure.isPassing()) {
            end(() -> listener.saslUnavailable("a Kerberos server cannot be reached: " + failure.words()));
        } else {
            end(() -> listener.saslFailed("SASL: " + failure.words()));
        }
    }

    private void stepped(Step step) {
        if (over) {
            return;
        }
        if (step.token == null) {
            end(step.complete ? listener::saslDone : () -> listener.saslFailed(endedEarly()));
            return;
        }
        connection.authenticate(new SaslToken(step.token), (error, body) -> answered(step, error, body));
    }

    private void answered(Step step, int error, WireReader body) {
        if (over) {
            return;
        }
        if (error != 0) {
            end(() -> listener.saslFailed("SASL: the server refused with error %d (%s): %s"
                    .formatted(error, ErrorCode.of(error), mechanism.whyRefused())));
            return;
        }
        byte[] token = new SaslToken(Objects.requireNonNull(step.token)).read(body, Chroot.NONE);
        if (step.complete) {
            end(listener::saslDone);
        } else if (token == null) {
            end(() -> listener.saslFailed(endedEarly()));
        } else {
            elsewhere(() -> next(step.conversation, token));
        }
    }

    private static Step next(Conversation conversation, byte[] token) throws Exception {
        byte[] answer = conversation.answer(token);
        return new Step(conversation, answer, conversation.isComplete());
    }

    private static String endedEarly() {
        return "SASL: the server ended the exchange without proof of its own: it is not set up for SASL, or lets "
                + "clients go on that fail it (allowSaslFailedClients)";
    }

    private void end(Runnable told) {
        if (!over) {
            over = true;
            told.run();
        }
    }
}
