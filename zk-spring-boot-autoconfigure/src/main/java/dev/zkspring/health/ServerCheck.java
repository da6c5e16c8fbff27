package dev.zkspring.health;

import dev.zkspring.client.ZkAsyncClient;
import dev.zkspring.client.data.ServerAddress;
import dev.zkspring.client.error.NotServingException;
import dev.zkspring.client.error.NotWhitelistedException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The four-letter words asked of one server: {@code ruok}, then {@code mntr} or else {@code srvr}. */
final class ServerCheck {

    private static final String NOT_WHITELISTED = "not-whitelisted";

    private final CompletableFuture<String> ruok;

    private final CompletableFuture<Map<String, Object>> statistics;

    private final Queue<CompletableFuture<String>> asked;

    private ServerCheck(
            CompletableFuture<String> ruok,
            CompletableFuture<Map<String, Object>> statistics,
            Queue<CompletableFuture<String>> asked) {
        this.ruok = ruok;
        this.statistics = statistics;
        this.asked = asked;
    }

    /** Asks without waiting. */
    static ServerCheck ask(ZkAsyncClient client, ServerAddress server) {
        Queue<CompletableFuture<String>> asked = new ConcurrentLinkedQueue<>();
        Function<String, CompletableFuture<String>> words = word -> {
            CompletableFuture<String> answer = command(client, word, server);
            asked.add(answer);
            return answer;
        };
        CompletableFuture<String> ruok = words.apply("ruok");
        CompletableFuture<Map<String, Object>> statistics = ruok.handle((answer, error) -> reachable(error))
                .thenCompose(reachable -> reachable ? statistics(words) : CompletableFuture.completedFuture(Map.of()));
        return new ServerCheck(ruok.thenApply(String::strip).exceptionally(ServerCheck::describe), statistics, asked);
    }

    private static CompletableFuture<Map<String, Object>> statistics(
            Function<String, CompletableFuture<String>> words) {
        return words.apply("mntr")
                .thenApply(answer -> ServerStatistics.fromMntr(answer).details())
                .exceptionallyCompose(error -> reachable(error) ? basics(words) : CompletableFuture.failedFuture(error))
                .exceptionally(ServerCheck::notServing);
    }

    /** No quorum is a state of the server, which the health endpoint shows as its mode. */
    private static Map<String, Object> notServing(Throwable error) {
        if (unwrap(error) instanceof NotServingException) {
            return Map.of("mode", "not-serving");
        }
        throw new CompletionException(unwrap(error));
    }

    private static CompletableFuture<Map<String, Object>> basics(Function<String, CompletableFuture<String>> words) {
        return words.apply("srvr")
                .thenApply(answer -> ServerStatistics.fromSrvr(answer).details());
    }

    private static CompletableFuture<String> command(ZkAsyncClient client, String word, ServerAddress server) {
        try {
            return client.command(word, server);
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
        details.put("ruok", ruok.getNow(missing));
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
