package dev.zkspring.client;

import dev.zkspring.client.admin.CommandAnswer;
import dev.zkspring.client.admin.FourLetterWord;
import dev.zkspring.client.data.ServerAddress;
import dev.zkspring.client.error.ErrorCode;
import dev.zkspring.client.error.Failure;
import dev.zkspring.client.error.Outcome;
import dev.zkspring.client.error.ZkException;
import dev.zkspring.client.internal.session.Session;
import dev.zkspring.client.internal.transport.Endpoint;
import dev.zkspring.client.internal.transport.FourLetterWordClient;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Four-letter words to the connected server, to a certain one or to all, and the reading of their answers. */
final class ServerCommands {

    private final Session session;

    private final FourLetterWordClient words;

    private final Duration requestTimeout;

    private final @Nullable Executor completeOn;

    ServerCommands(Session session, FourLetterWordClient words, ZkClientOptions options) {
        this.session = session;
        this.words = words;
        this.requestTimeout = options.requestTimeout();
        this.completeOn = options.completeOn();
    }

    CompletableFuture<String> ask(String word) {
        return finish(send(word), text -> text);
    }

    CompletableFuture<String> ask(String word, ServerAddress server) {
        return finish(words.send(word, server), text -> text);
    }

    /** What the parser makes of the answer. */
    <T> CompletableFuture<T> ask(FourLetterWord word, Function<String, T> parser) {
        Endpoint endpoint = session.snapshot().endpoint();
        return endpoint == null
                ? notConnected(word.word())
                : finish(words.send(word.word(), endpoint), checked(word, endpoint.server(), parser));
    }

    <T> CompletableFuture<T> ask(FourLetterWord word, ServerAddress server, Function<String, T> parser) {
        return finish(words.send(word.word(), server), checked(word, server, parser));
    }

    CompletableFuture<Map<ServerAddress, CommandAnswer>> askAll(FourLetterWord word) {
        return askAll(word, requestTimeout);
    }

    CompletableFuture<Map<ServerAddress, CommandAnswer>> askAll(FourLetterWord word, Duration limit) {
        Map<ServerAddress, CompletableFuture<String>> calls = new LinkedHashMap<>();
        Duration checked = ZkClientBuilder.positive("time limit of " + word, limit);
        session.hosts()
                .forEach(server -> calls.computeIfAbsent(server, each -> words.send(word.word(), each, checked)));
        CompletableFuture<Void> all = CompletableFuture.allOf(calls.values().toArray(CompletableFuture[]::new))
                .exceptionally(error -> null);
        CompletableFuture<Map<ServerAddress, CommandAnswer>> answers = finish(all, none -> answers(calls));
        answers.whenComplete((map, failure) -> calls.values().forEach(call -> call.cancel(false)));
        return answers;
    }

    private static Map<ServerAddress, CommandAnswer> answers(Map<ServerAddress, CompletableFuture<String>> calls) {
        Map<ServerAddress, CommandAnswer> answers = new LinkedHashMap<>();
        calls.forEach((server, call) ->
                answers.put(server, call.handle(ServerCommands::answer).join()));
        return Collections.unmodifiableMap(answers);
    }

    private static CommandAnswer answer(@Nullable String text, @Nullable Throwable failure) {
        return failure instanceof ZkException known
                ? CommandAnswer.failed(known)
                : CommandAnswer.of(Objects.requireNonNull(text));
    }

    private CompletableFuture<String> send(String word) {
        Endpoint endpoint = session.snapshot().endpoint();
        return endpoint == null ? notConnected(word) : words.send(word, endpoint);
    }

    private static <T> CompletableFuture<T> notConnected(String word) {
        return CompletableFuture.failedFuture(Failure.local(
                        ErrorCode.CONNECTION_LOSS,
                        Outcome.NOT_SENT,
                        "command " + word,
                        null,
                        "not connected to any server")
                .toException(null));
    }

    private static <T> Function<String, T> checked(
            FourLetterWord word, ServerAddress server, Function<String, T> parser) {
        return text -> {
            try {
                return parser.apply(text);
            } catch (IllegalArgumentException e) {
                String detail = server + ": " + e.getMessage();
                throw Failure.local(ErrorCode.MALFORMED_ANSWER, Outcome.UNKNOWN, "command " + word, null, detail)
                        .toException(e);
            }
        };
    }

    /** Completes where the client's futures do; whoever cancels the result, or lets it time out, cancels the source. */
    private <A, R> CompletableFuture<R> finish(CompletableFuture<A> source, Function<A, R> reader) {
        CompletableFuture<R> result = new CompletableFuture<>();
        source.whenComplete((answer, failure) -> run(() -> complete(result, answer, failure, reader)));
        // Does nothing to a source that is done: only a caller who ends the result himself ends the source too.
        result.whenComplete((none, failure) -> source.cancel(false));
        return result;
    }

    private static <A, R> void complete(
            CompletableFuture<R> result, A answer, @Nullable Throwable failure, Function<A, R> reader) {
        if (failure != null) {
            result.completeExceptionally(failure);
            return;
        }
        try {
            result.complete(reader.apply(answer));
        } catch (RuntimeException e) {
            result.completeExceptionally(e);
        }
    }

    private void run(Runnable completion) {
        try {
            if (completeOn != null) {
                completeOn.execute(completion);
                return;
            }
        } catch (RejectedExecutionException e) {
            // The executor is shut down; a future that nobody completes would be worse than one completed here.
        }
        completion.run();
    }
}
