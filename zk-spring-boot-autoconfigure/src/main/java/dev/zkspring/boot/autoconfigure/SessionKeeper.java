package dev.zkspring.boot.autoconfigure;

import dev.zkspring.boot.autoconfigure.SavedSession.Ensemble;
import dev.zkspring.client.ZkClient;
import dev.zkspring.client.ZkClientBuilder;
import dev.zkspring.client.data.ConnectionEvent;
import dev.zkspring.client.data.ConnectionListener;
import dev.zkspring.client.data.SessionId;
import dev.zkspring.client.error.ConnectionLossException;
import dev.zkspring.client.error.ZkException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.SmartLifecycle;

/**
 * Has the auto-configured client go on with the session of the process before, and saves its session for the one after:
 * each time that it is connected, for an end without warning, and when it is left. What is saved is removed when the
 * session ends. It is not saved again in between: what grows old, the last transaction id, only keeps a client from
 * servers that lag behind what it has seen, and the next process has seen nothing.
 */
final class SessionKeeper implements SmartLifecycle, ConnectionListener, DisposableBean {

    private static final Logger log = LoggerFactory.getLogger(SessionKeeper.class);

    private static final Executor THREADS = task -> new Thread(task, "zk-detach").start();

    private final @Nullable Path path;

    private final boolean keepOnShutdown;

    private final ConfigurableApplicationContext context;

    private final Clock clock;

    private volatile boolean running;

    /** Under the monitor, as all that follow; {@code null} before the client is made and after the end. */
    private @Nullable SessionStore store;

    private @Nullable ZkClient client;

    private @Nullable Ensemble ensemble;

    /** What is in the store is for the next process now. */
    private boolean left;

    private boolean wasConnected;

    /** @param path {@code null} to keep nothing */
    SessionKeeper(@Nullable Path path, boolean keepOnShutdown, ConfigurableApplicationContext context, Clock clock) {
        this.path = path;
        this.keepOnShutdown = keepOnShutdown;
        this.context = context;
        this.clock = clock;
    }

    /** Builds a client that begins with the saved session, if there is one. */
    ZkClient build(ZkClientBuilder builder, ZkProperties properties, ZkConnectionDetails details) {
        if (path == null || ZkClientBeanPostProcessor.isAotProcessing()) {
            return builder.build();
        }
        boolean goesOn = !Boolean.FALSE.equals(properties.connectionRetry().ignoreExpire());
        resume(path, Ensemble.of(properties, details), goesOn).ifPresent(builder::sessionId);
        ZkClient built = builder.build();
        keep(built);
        return built;
    }

    /**
     * Opens the store and returns the session in it that may still live.
     *
     * @param goesOn whether the client opens a new session when the one to begin with turns out to be gone
     */
    synchronized Optional<SessionId> resume(Path file, Ensemble configured, boolean goesOn) {
        SessionStore opened = SessionStore.open(file);
        store = opened;
        ensemble = configured;
        SavedSession saved = load(opened, configured);
        if (saved == null) {
            return Optional.empty();
        }
        log.info("Going on with session {} from \"{}\"", saved.session(), opened.file());
        if (!goesOn) {
            // A session that is gone ends this start; it shall not end all that follow.
            clear();
        }
        return Optional.of(saved.session());
    }

    /** Saves the sessions of a client that is not started yet. */
    synchronized void keep(ZkClient kept) {
        client = kept;
        kept.addListener(this);
    }

    private @Nullable SavedSession load(SessionStore opened, Ensemble configured) {
        try {
            byte[] content = opened.read();
            return content == null ? null : usable(opened, SavedSession.fromBytes(content), configured);
        } catch (IOException | IllegalArgumentException e) {
            ignored(opened, e instanceof IOException ? e.toString() : String.valueOf(e.getMessage()));
            return null;
        }
    }

    private @Nullable SavedSession usable(SessionStore opened, SavedSession saved, Ensemble configured) {
        if (!saved.ensemble().isSameAs(configured)) {
            ignored(
                    opened,
                    "its session belongs to other servers or to another chroot, "
                            + saved.ensemble().toLine());
            return null;
        }
        if (saved.isTooOld(clock.instant())) {
            SessionId session = saved.session();
            ignored(
                    opened,
                    "session %s was left at %s, longer ago than 4/3 of its timeout of %d ms"
                            .formatted(
                                    session,
                                    session.time(),
                                    session.negotiatedTimeout().toMillis()));
            return null;
        }
        return saved;
    }

    private static void ignored(SessionStore opened, String why) {
        log.warn("zk.session.store: \"{}\" is ignored, a new session is opened: {}", opened.file(), why);
    }

    @Override
    public synchronized void stateChanged(ConnectionEvent event) {
        if (left) {
            return;
        }
        switch (event.state()) {
            case CONNECTED -> connected(event);
            case LOST -> clear();
            case SUSPENDED -> {
                // The session may live on.
            }
        }
    }

    private void connected(ConnectionEvent event) {
        wasConnected = true;
        SessionId session = client == null ? null : client.sessionId();
        if (event.readOnly()) {
            // Such a session ends with its link, unless a server with a quorum opened it: then it is saved already.
            if (event.newSession()) {
                clear();
            }
        } else if (session != null && session.id() == event.sessionId()) {
            save(session, false);
        }
    }

    private void save(SessionId session, boolean leaving) {
        if (store == null || ensemble == null) {
            return;
        }
        try {
            store.write(new SavedSession(session, ensemble, leaving).toBytes());
        } catch (IOException e) {
            log.warn("Session {} could not be saved in \"{}\": {}", session, store.file(), e.toString());
        }
    }

    private void clear() {
        if (store == null) {
            return;
        }
        try {
            store.clear();
        } catch (IOException e) {
            log.warn("\"{}\" may still hold the password of an old session: {}", store.file(), e.toString());
        }
    }

    /** Stopped before the client is: one that left its session has nothing to close. */
    @Override
    public int getPhase() {
        return ZkClientLifecycle.PHASE + 1;
    }

    @Override
    public boolean isAutoStartup() {
        return path != null;
    }

    @Override
    public boolean isPauseable() {
        return false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public synchronized void start() {
        running = true;
        left = false;
    }

    @Override
    public void stop() {
        running = false;
        ZkClient leaving = beginToLeave();
        if (leaving != null) {
            leave(leaving);
        }
    }

    /** On a thread of its own, so that the shutdown phase can end without a server that does not answer. */
    @Override
    public void stop(Runnable callback) {
        THREADS.execute(() -> {
            try {
                stop();
            } finally {
                callback.run();
            }
        });
    }

    /** A context that is only stopped closes its session: started again, its client would not go on with it. */
    private synchronized @Nullable ZkClient beginToLeave() {
        left = keepOnShutdown && context.isClosed() && client != null;
        return left ? client : null;
    }

    private void leave(ZkClient leaving) {
        try {
            SessionId session = leaving.detach();
            saveLeft(session);
            log.info(
                    "Left session {} open, with its ephemeral nodes, for a start within {} ms",
                    session,
                    session.negotiatedTimeout().toMillis());
        } catch (ConnectionLossException e) {
            log.warn(
                    "Not connected when the application was shut down: the session stays saved, if it lives. {}",
                    e.getMessage());
        } catch (ZkException e) {
            log.warn("The session is not kept: {}", e.getMessage());
            stay();
        }
    }

    private synchronized void saveLeft(SessionId session) {
        save(session, true);
    }

    private synchronized void stay() {
        left = false;
    }

    /** Called when the client is closed, as it was made after this. */
    @Override
    public synchronized void destroy() throws IOException {
        if (!left && wasConnected) {
            clear();
        }
        left = true;
        if (store != null) {
            store.close();
            store = null;
        }
    }
}
