package dev.zkspring.client.internal.operation;

import dev.zkspring.client.error.Failure;
import dev.zkspring.client.error.Outcome;
import dev.zkspring.client.error.UnsupportedByServerException;
import dev.zkspring.client.error.ZkException;
import dev.zkspring.client.internal.protocol.MultiAnswer;
import dev.zkspring.client.internal.protocol.MultiRead;
import dev.zkspring.client.internal.protocol.OpCode;
import dev.zkspring.client.internal.protocol.Operation;
import dev.zkspring.client.internal.session.Session;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/**
 * Many reads at once, in requests of one kind each, because servers refuse to mix them. Servers before 3.6 get single
 * reads, pipelined in small groups.
 */
public final class MultiReading {

    /** Beyond it the gain is gone, while other requests wait for the server and a long path may break the size limit. */
    private static final int MAX_READS = 512;

    private static final int GROUP = 64;

    private final Session session;

    public MultiReading(Session session) {
        this.session = session;
    }

    /** The outcomes in the order of the reads; fails as a whole only if some of them could not be asked. */
    public CompletableFuture<List<ReadOutcome>> read(List<? extends Operation<?>> reads) {
        ReadOutcome[] outcomes = new ReadOutcome[reads.size()];
        List<CompletableFuture<?>> requests = new ArrayList<>();
        for (List<Integer> positions : batches(reads)) {
            List<Operation<?>> batch = new ArrayList<>();
            positions.forEach(position -> batch.add(reads.get(position)));
            requests.add(readBatch(batch)
                    .thenAccept(read -> IntStream.range(0, positions.size())
                            .forEach(i -> outcomes[positions.get(i)] = read.get(i))));
        }
        return CompletableFuture.allOf(requests.toArray(CompletableFuture<?>[]::new))
                .thenApply(nothing -> List.of(outcomes));
    }

    /** Positions of reads that may go together. */
    private static List<List<Integer>> batches(List<? extends Operation<?>> reads) {
        List<List<Integer>> batches = new ArrayList<>();
        Map<OpCode, List<Integer>> open = new LinkedHashMap<>();
        for (int i = 0; i < reads.size(); i++) {
            List<Integer> batch = open.computeIfAbsent(reads.get(i).opCode(), kind -> new ArrayList<>());
            batch.add(i);
            if (batch.size() == MAX_READS) {
                batches.add(open.remove(reads.get(i).opCode()));
            }
        }
        batches.addAll(open.values());
        return batches;
    }

    private CompletableFuture<List<ReadOutcome>> readBatch(List<Operation<?>> reads) {
        return Recovery.from(
                session.submit(new MultiRead(reads), null)
                        .thenApply(answers ->
                                answers.stream().map(MultiReading::outcome).toList()),
                UnsupportedByServerException.class::isInstance,
                () -> readSingly(reads, 0, new ArrayList<>()));
    }

    private static ReadOutcome outcome(MultiAnswer answer) {
        Operation<?> read = answer.operation();
        return answer.failed()
                ? new ReadOutcome(
                        read,
                        null,
                        Failure.answered(answer.error(), read.opCode().wireName(), read.path())
                                .toException(null))
                : new ReadOutcome(read, answer.value(), null);
    }

    private CompletableFuture<List<ReadOutcome>> readSingly(
            List<Operation<?>> reads, int from, List<ReadOutcome> outcomes) {
        if (from >= reads.size()) {
            return CompletableFuture.completedFuture(outcomes);
        }
        int to = Math.min(from + GROUP, reads.size());
        List<CompletableFuture<ReadOutcome>> group =
                reads.subList(from, to).stream().map(this::readOne).toList();
        return CompletableFuture.allOf(group.toArray(CompletableFuture<?>[]::new))
                .thenCompose(nothing -> {
                    group.forEach(outcome -> outcomes.add(outcome.join()));
                    return readSingly(reads, to, outcomes);
                });
    }

    private CompletableFuture<ReadOutcome> readOne(Operation<?> read) {
        return session.submitNext(read)
                .<ReadOutcome>thenApply(value -> new ReadOutcome(read, value, null))
                .exceptionallyCompose(failure -> {
                    Throwable cause = Recovery.cause(failure);
                    return cause instanceof ZkException error && error.outcome() == Outcome.REFUSED
                            ? CompletableFuture.completedFuture(new ReadOutcome(read, null, error))
                            : CompletableFuture.failedFuture(cause);
                });
    }
}
