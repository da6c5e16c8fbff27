package dev.zkspring.health;

import dev.zkspring.client.ZkAsyncClient;
import dev.zkspring.client.admin.FourLetterWord;
import dev.zkspring.client.data.ServerAddress;
import dev.zkspring.client.error.NotServingException;
import dev.zkspring.client.error.NotWhitelistedException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The four-letter words asked of one server: {@code ruok}, then {@code mntr} or else {@code srvr}. */
final class ServerCheck {

    private static final String NOT_WHITELISTED = "not-whitelisted";

    private final ZkAsyncClient client;

    private final ServerAddress server;

    private final Queue<CompletableFuture<?>> asked = new ConcurrentLinkedQueue<>();

    private final CompletableFuture<String> ruok;

    private final CompletableFuture<Map<String, Object>> statistics;

    private ServerCheck(ZkAsyncClient client, ServerAddress server) {
        this.client = client;
        this.server = server;
        CompletableFuture<String> answer = ask(() -> client.command(FourLetterWord.RUOK, server));
        this.ruok = answer.thenApply(String::strip).exceptionally(ServerCheck::describe);
        this.statistics = answer.handle((text, error) -> reachable(error))
                .thenCompose(reachable -> reachable ? statistics() : CompletableFuture.completedFuture(Map.of()));
    }

    /** Asks without waiting. */
    static ServerCheck ask(ZkAsyncClient client, ServerAddress server) {
        return new ServerCheck(client, server);
    }

    private CompletableFuture<Map<String, Object>> statistics() {
        return ask(() -> client.metrics(server))
                .thenApply(ServerDetails::of)
                .exceptionallyCompose(error -> reachable(error) ? basics() : CompletableFuture.failedFuture(error))
                .exceptionally(ServerCheck::notServing);
    }

    /** Says why there is less to see than elsewhere. */
    private CompletableFuture<Map<String, Object>> basics() {
        return ask(() -> client.serverStats(server)).thenApply(stats -> {
            Map<String, Object> details = new LinkedHashMap<>();
            details.put(FourLetterWord.MNTR.word(), NOT_WHITELISTED);
            details.putAll(ServerDetails.of(stats));
            return details;
        });
    }

    /** No quorum is a state of the server, which the health endpoint shows as its mode. */
    private static Map<String, Object> notServing(Throwable error) {
        if (unwrap(error) instanceof NotServingException) {
            return Map.of("mode", "not-serving");
        }
        throw new CompletionException(unwrap(error));
    }

    private <T> CompletableFuture<T> ask(Supplier<CompletableFuture<T>> word) {
        try {
            CompletableFuture<T> answer = word.get();
            asked.add(answer);
            return answer;
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** Completes when all answers are there or will not come, never exceptionally. */
    CompletableFuture<?> done() {
        return statistics.exceptionally(error -> Map.of());
    }

    /**
     * The answers so far.
     *
     * @param missing what to say of an answer that has not come
     */
    Map<String, Object> details(String missing) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put(FourLetterWord.RUOK.word(), ruok.getNow(missing));
        if (statistics.isCompletedExceptionally()) {
            details.put(
                    "statistics",
                    statistics.handle((none, error) -> describe(error)).join());
        } else if (statistics.isDone()) {
            details.putAll(statistics.join());
        } else if (ruok.isDone()) {
            details.put("statistics", missing);
        }
        return details;
    }

    /** Leaves a server alone that has not answered: a word may take longer than anybody waits here. */
    void giveUp() {
        asked.forEach(answer -> answer.cancel(false));
    }

    /** Whether the server answered, if only that it does not execute the word. */
    private static boolean reachable(@Nullable Throwable error) {
        return error == null || unwrap(error) instanceof NotWhitelistedException;
    }

    private static String describe(Throwable error) {
        Throwable cause = unwrap(error);
        return cause instanceof NotWhitelistedException ? NOT_WHITELISTED : String.valueOf(cause.getMessage());
    }

    private static Throwable unwrap(Throwable error) {
        Throwable cause = error.getCause();
        return error instanceof CompletionException && cause != null ? cause : error;
    }
}
