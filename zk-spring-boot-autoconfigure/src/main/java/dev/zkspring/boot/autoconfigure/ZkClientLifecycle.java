package dev.zkspring.boot.autoconfigure;

import dev.zkspring.client.ZkClient;
import dev.zkspring.client.error.ClientClosedException;
import dev.zkspring.client.error.ConnectFailedException;
import dev.zkspring.event.ConnectionEventPublisher;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Starts all clients of the context before its other beans start, and stops them after the others have stopped. It
 * waits for the first connection and decides what follows if there is none. A paused context keeps its sessions.
 */
final class ZkClientLifecycle implements SmartLifecycle {

    /** Before everything that might use a client, with some room left for what a client might need. */
    static final int PHASE = Integer.MIN_VALUE + 1000;

    /** Listeners are expected to be quick when the application ends. */
    private static final Duration DELIVERY_TIMEOUT = Duration.ofSeconds(2);

    private static final Executor THREADS = task -> new Thread(task, "zk-stop").start();

    private static final Logger log = LoggerFactory.getLogger(ZkClientLifecycle.class);

    private final ListableBeanFactory beans;

    private final ConnectionEventPublisher events;

    private final Duration startTimeout;

    private final Duration stopTimeout;

    private final boolean failFast;

    private final FirstRequest firstRequest;

    private volatile List<ZkClient> clients = List.of();

    private volatile boolean running;

    /** The stop of a client takes {@code stopTimeout} at most. */
    ZkClientLifecycle(
            ListableBeanFactory beans, ConnectionEventPublisher events, ZkProperties properties, Duration stopTimeout) {
        this.beans = beans;
        this.events = events;
        this.startTimeout = properties.startTimeout();
        this.stopTimeout = stopTimeout;
        this.failFast = properties.failFast();
        this.firstRequest = new FirstRequest(properties.createChroot(), failFast);
    }

    @Override
    public int getPhase() {
        return PHASE;
    }

    @Override
    public boolean isPauseable() {
        return false;
    }

    @Override
    public boolean isAutoStartup() {
        return !ZkClientBeanPostProcessor.isAotProcessing();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public void start() {
        Map<String, ZkClient> named = beans.getBeansOfType(ZkClient.class, false, true);
        ClientNames.check(named);
        clients = List.copyOf(named.values());
        running = true;
        events.release();
        clients.forEach(ZkClientBeanPostProcessor::start);
        long deadline = System.nanoTime() + startTimeout.toNanos();
        for (ZkClient client : clients) {
            if (awaitConnection(client, Duration.ofNanos(Math.max(1, deadline - System.nanoTime())))) {
                firstRequest.send(client);
            }
        }
    }

    private boolean awaitConnection(ZkClient client, Duration timeout) {
        try {
            client.start(timeout);
            return true;
        } catch (ConnectFailedException e) {
            connectFailed(ZkStartException.timedOut(client, startTimeout, e));
            firstRequest.sendLater(client);
        } catch (ClientClosedException e) {
            connectFailed(ZkStartException.gaveUp(client, e));
        }
        return false;
    }

    private void connectFailed(ZkStartException failure) {
        if (failFast) {
            throw failure;
        }
        String outlook = failure.getCause() instanceof ClientClosedException
                ? "and stays without a connection until it is restarted"
                : "and goes on connecting in the background";
        log.warn("{}; the application starts anyway (zk.fail-fast=false) {}", failure.getMessage(), outlook);
    }

    @Override
    public void stop() {
        stopAll(patience());
    }

    /** On a thread of its own, so that the shutdown phase can end without a client whose server does not answer. */
    @Override
    public void stop(Runnable callback) {
        Duration patience = patience();
        THREADS.execute(() -> {
            try {
                stopAll(patience);
            } finally {
                callback.run();
            }
        });
    }

    /** A listener that closes the context cannot take another event before the context is closed. */
    private Duration patience() {
        return events.isPublishing() ? Duration.ZERO : DELIVERY_TIMEOUT;
    }

    private void stopAll(Duration patience) {
        running = false;
        CompletableFuture<?>[] stops = clients.stream()
                .map(client -> CompletableFuture.runAsync(() -> stop(client, patience), THREADS))
                .toArray(CompletableFuture[]::new);
        CompletableFuture.allOf(stops).join();
    }

    private void stop(ZkClient client, Duration patience) {
        try {
            client.stop(stopTimeout);
            if (!events.awaitLost(client, patience)) {
                log.warn("Listeners of {} had not taken its last event after {}", client.clientName(), patience);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            log.warn("{} could not be stopped cleanly: {}", client.clientName(), e.toString());
        }
    }
}
