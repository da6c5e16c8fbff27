package dev.zkspring.boot.autoconfigure;

import dev.zkspring.client.ZkClient;
import dev.zkspring.client.data.ClientState;
import dev.zkspring.client.data.CreateRequest;
import dev.zkspring.client.error.AuthFailedException;
import dev.zkspring.client.error.NoAuthException;
import dev.zkspring.client.error.SessionClosedRequireSaslAuthException;
import dev.zkspring.client.error.ZkException;
import dev.zkspring.client.error.ZkInterruptedException;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.StringUtils;

/**
 * Asks for the chroot as soon as there is a session. That finds out what a session alone does not tell: whether the
 * chroot exists, and whether the servers answer this client at all.
 */
final class FirstRequest {

    private static final String ROOT = "/";

    private static final Executor THREADS = task -> {
        Thread thread = new Thread(task, "zk-chroot");
        thread.setDaemon(true);
        thread.start();
    };

    private static final Logger log = LoggerFactory.getLogger(FirstRequest.class);

    private final boolean createChroot;

    private final boolean failFast;

    FirstRequest(boolean createChroot, boolean failFast) {
        this.createChroot = createChroot;
        this.failFast = failFast;
    }

    /**
     * Has the chroot created before anything else that the client is asked for, as long as only its last node is
     * missing. Whether that succeeds is seen later.
     */
    @SuppressWarnings("FutureReturnValueIgnored")
    static void createChroot(ZkClient client) {
        if (hasChroot(client)) {
            client.async().create(CreateRequest.of(ROOT).createParents().build());
        }
    }

    private static boolean hasChroot(ZkClient client) {
        return StringUtils.hasLength(client.chroot());
    }

    /**
     * Sends the request on a client that has just been started. That a chroot is missing its start has logged.
     *
     * @throws MissingChrootException when there is no chroot, unless the application is to start all the same
     * @throws ZkException when the servers do not talk to this client, or to nobody without SASL
     */
    void send(ZkClient client) {
        send(client, () -> {});
    }

    private void send(ZkClient client, Runnable goOnWithout) {
        try {
            if (client.exists(ROOT) == null && hasChroot(client)) {
                missing(client, goOnWithout);
            }
        } catch (ZkInterruptedException e) {
            throw e;
        } catch (NoAuthException e) {
            log.debug("The chroot of {} exists and may not be read", client.clientName());
        } catch (ZkException e) {
            if (isRefused(client, e)) {
                throw e;
            }
            failed(client, e);
        }
    }

    private static boolean isRefused(ZkClient client, ZkException failure) {
        return failure instanceof AuthFailedException
                || failure instanceof SessionClosedRequireSaslAuthException
                || client.clientState() == ClientState.AUTH_FAILED;
    }

    private void missing(ZkClient client, Runnable goOnWithout) {
        if (createChroot) {
            create(client);
        } else if (failFast) {
            throw new MissingChrootException(client, null);
        } else {
            goOnWithout.run();
        }
    }

    private void create(ZkClient client) {
        try {
            client.ensurePath(ROOT);
            log.info("Created the chroot {}", client.chroot());
        } catch (ZkException e) {
            MissingChrootException failure = new MissingChrootException(client, e);
            if (failFast) {
                throw failure;
            }
            log.warn("{}; the application starts anyway (zk.fail-fast=false)", failure.getMessage());
        }
    }

    /** Sends the request when the client connects one day; what it finds out can only be logged then. */
    @SuppressWarnings("FutureReturnValueIgnored")
    void sendLater(ZkClient client) {
        if (hasChroot(client)) {
            client.startAsync().thenRunAsync(() -> sendLate(client), THREADS);
        }
    }

    private void sendLate(ZkClient client) {
        try {
            send(client, () -> warnOfMissing(client));
        } catch (ZkException e) {
            failed(client, e);
        }
    }

    private static void warnOfMissing(ZkClient client) {
        MissingChrootException failure = new MissingChrootException(client, null);
        log.warn("{}; create it, or set zk.create-chroot=true", failure.getMessage());
    }

    private static void failed(ZkClient client, ZkException failure) {
        log.warn("The first request of {} failed: {}", client.clientName(), failure.toString());
    }
}
