package dev.zkspring.client.internal.session;

import dev.zkspring.client.data.ConnectionState;
import dev.zkspring.client.data.SessionId;
import dev.zkspring.client.error.ErrorCode;
import dev.zkspring.client.error.Failure;
import dev.zkspring.client.error.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Who waits for a session to be connected or stopped. Confined to the session's event loop. */
final class Lifecycle {

    private List<CompletableFuture<Void>> starting = new ArrayList<>();

    private List<CompletableFuture<Void>> restarting = new ArrayList<>();

    private List<CompletableFuture<Boolean>> stopping = new ArrayList<>();

    private List<CompletableFuture<SessionId>> detaching = new ArrayList<>();

    void whenConnected(CompletableFuture<Void> waiter, SessionPhase phase) {
        starting.add(waiter);
        if (phase.connectionState() == ConnectionState.CONNECTED) {
            connected();
        }
    }

    void connected() {
        List<CompletableFuture<Void>> waiters = starting;
        starting = new ArrayList<>();
        waiters.forEach(waiter -> waiter.complete(null));
    }

    void failStart(ErrorCode code, String why) {
        List<CompletableFuture<Void>> waiters = starting;
        starting = new ArrayList<>();
        fail(waiters, code, why);
    }

    /** A stop takes back the start that was asked for behind an earlier stop. */
    void dropRestarts() {
        List<CompletableFuture<Void>> waiters = restarting;
        restarting = new ArrayList<>();
        fail(waiters, ErrorCode.CLIENT_CLOSED, "stopped");
    }

    private static void fail(List<CompletableFuture<Void>> waiters, ErrorCode code, String why) {
        Failure failure = Failure.local(code, Outcome.NOT_SENT, "start", null, why);
        waiters.forEach(waiter -> waiter.completeExceptionally(failure.toException(null)));
    }

    /** Remembers a start that was asked for while a stop is under way. */
    void startAgain(CompletableFuture<Void> waiter) {
        restarting.add(waiter);
    }

    void whenStopped(CompletableFuture<Boolean> waiter) {
        stopping.add(waiter);
    }

    boolean isStopping() {
        return !stopping.isEmpty() || isDetaching();
    }

    void whenDetached(CompletableFuture<SessionId> waiter) {
        detaching.add(waiter);
    }

    boolean isDetaching() {
        return !detaching.isEmpty();
    }

    /** The session was left; returns those who wait to hear so. */
    List<CompletableFuture<SessionId>> detached() {
        List<CompletableFuture<SessionId>> waiters = detaching;
        detaching = new ArrayList<>();
        return waiters;
    }

    /** Tells those who wait for the stop, and returns those who asked for a start behind it. */
    List<CompletableFuture<Void>> stopped(boolean nothingLeftBehind) {
        List<CompletableFuture<Void>> restarts = restarting;
        restarting = new ArrayList<>();
        List<CompletableFuture<Boolean>> waiters = stopping;
        stopping = new ArrayList<>();
        waiters.forEach(waiter -> waiter.complete(nothingLeftBehind));
        return restarts;
    }
}
