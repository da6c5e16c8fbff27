package dev.zkspring.client.internal.session;

import dev.zkspring.client.config.AuthInfo;
import dev.zkspring.client.error.ErrorCode;
import dev.zkspring.client.error.Outcome;
import dev.zkspring.client.internal.transport.LinkException;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells each new server who the client is, before anything else is said: first by SASL, then with all credentials at
 * once. Credentials added later go out at once. Confined to the session's event loop.
 */
final class Authentication implements SaslExchange.Listener {

    private static final Logger log = LoggerFactory.getLogger(Authentication.class);

    /** What to call when the server knows who the client is, or does not want to. */
    private record Ending(Runnable done, Consumer<String> failed) {}

    private final EventLoop loop;

    private final SessionSettings settings;

    private final Map<AuthInfo, Credential> credentials = new LinkedHashMap<>();

    private @Nullable Connection link;

    private @Nullable SaslExchange sasl;

    private @Nullable Ending ending;

    /** SASL, if there is any, is through on the present connection. */
    private boolean open;

    Authentication(EventLoop loop, SessionSettings settings) {
        this.loop = loop;
        this.settings = settings;
        settings.credentials().auth().forEach(info -> credentials.put(info, new Credential(info, true)));
    }

    /**
     * Authenticates a new connection; one that breaks meanwhile is none of the two outcomes.
     *
     * @param done runs when the server has accepted everything, perhaps before this method returns
     * @param failed hears why the client must not go on, not to be repeated with the same credentials
     */
    void begin(Connection connection, Runnable done, Consumer<String> failed) {
        link = connection;
        ending = new Ending(done, failed);
        open = false;
        credentials.values().removeIf(credential -> !credential.isWanted());
        credentials.values().forEach(Credential::renew);
        SaslMechanism mechanism = settings.credentials().sasl();
        if (mechanism == null) {
            saslDone();
        } else {
            sasl = new SaslExchange(loop, settings.credentials(), mechanism, connection, this);
            sasl.begin();
        }
    }

    /** Whatever is under way on a connection interests nobody any more. */
    void abandon() {
        if (ending != null) {
            ending = null;
            link = null;
        }
        if (sasl != null) {
            sasl.abandon();
            sasl = null;
        }
    }

    @Override
    public void saslDone() {
        sasl = null;
        open = true;
        List.copyOf(credentials.values()).forEach(this::send);
        finishIfAccepted();
    }

    @Override
    public void saslFailed(String why) {
        giveUp(why);
    }

    @Override
    public void saslUnavailable(String why) {
        if (link != null) {
            link.close(new LinkException(why));
        }
    }

    private void send(Credential credential) {
        Connection to = link;
        if (to != null && to.isOpen()) {
            credential.send(to, (error, body) -> {
                if (to == link) {
                    answered(credential, error);
                }
            });
        }
    }

    private void answered(Credential credential, int error) {
        if (error != 0) {
            refused(credential, error);
            return;
        }
        credential.accept();
        finishIfAccepted();
    }

    private void finishIfAccepted() {
        Ending ended = ending;
        if (ended != null && credentials.values().stream().allMatch(Credential::isAccepted)) {
            ending = null;
            ended.done.run();
        }
    }

    private void refused(Credential credential, int error) {
        String why = "the server refused the credential of scheme %s with error %d: it has no provider for the scheme, "
                        .formatted(credential.scheme(), error)
                + "or the provider does not take the credential";
        if (!credential.isRequired()) {
            credentials.remove(credential.info());
        }
        credential.fail(ErrorCode.AUTH_FAILED, request -> Outcome.REFUSED, why);
        if (credential.isIndispensable()) {
            giveUp(why);
        } else if (link != null) {
            // The server closes the connection too, but what is written until then would be lost.
            link.close(new LinkException(why));
        }
    }

    private void giveUp(String why) {
        Ending ended = ending;
        if (ended != null) {
            log.warn("[{}] Authentication failed: {}", settings.clientName(), why);
            abandon();
            ended.failed.accept(why);
        }
    }

    /** Adds a credential, at once if the session is linked, else on the next connection. */
    void add(AuthInfo info, Request<Void> request) {
        if (info.credential().length > settings.maxRequestSize()) {
            String detail =
                    "%d bytes (expected: at most %d)".formatted(info.credential().length, settings.maxRequestSize());
            request.fail(ErrorCode.REQUEST_TOO_LARGE, Outcome.NOT_SENT, detail, null);
            return;
        }
        Credential credential = credentials.computeIfAbsent(info, added -> new Credential(added, false));
        boolean linked = open && link != null && link.isOpen();
        if (linked && credential.isAccepted()) {
            request.succeed(null);
            return;
        }
        credential.await(request, timeout(credential, request));
        if (linked && !credential.isSent()) {
            send(credential);
        }
    }

    private ScheduledFuture<?> timeout(Credential credential, Request<Void> request) {
        long limit = settings.requestTimeout().toMillis();
        return loop.schedule(() -> credential.timeOut(request, "after " + limit + " ms"), limit, TimeUnit.MILLISECONDS);
    }

    /** Nothing more is sent until the next start; credentials that were accepted are kept for it. */
    void failWaiting(ErrorCode code, String why) {
        List.copyOf(credentials.values()).forEach(each -> each.fail(code, PendingRequests::outcome, why));
    }
}
