package dev.zkspring.client.internal.operation;

import dev.zkspring.client.data.CreateRequest;
import dev.zkspring.client.data.Stat;
import dev.zkspring.client.data.TransactionResult;
import dev.zkspring.client.error.ErrorCode;
import dev.zkspring.client.error.TransactionFailedException;
import dev.zkspring.client.error.TransactionFailedException.Fate;
import dev.zkspring.client.error.TransactionFailedException.Step;
import dev.zkspring.client.internal.protocol.Created;
import dev.zkspring.client.internal.protocol.Multi;
import dev.zkspring.client.internal.protocol.MultiAnswer;
import dev.zkspring.client.internal.protocol.Operation;
import dev.zkspring.client.internal.session.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

/** Sends checks and changes that are done together or not at all. */
public final class Transactions {

    private final Session session;

    private final NodeCreation creation;

    public Transactions(Session session, NodeCreation creation) {
        this.session = session;
        this.creation = creation;
    }

    /** The create as a part of a transaction; what takes several requests cannot be one. */
    public Operation<?> create(CreateRequest request) {
        if (request.createParents() || request.protectedName()) {
            throw new IllegalArgumentException("%s in a transaction: %s takes requests of its own; %s"
                    .formatted(
                            request,
                            request.createParents() ? "createParents" : "protectedName",
                            request.createParents()
                                    ? "call ensurePath before, or create the parents in the transaction"
                                    : "make the name unique yourself"));
        }
        return CreateForm.pathAndStat(creation.complete(request));
    }

    /** The results in the order of the operations; nothing is sent for none. */
    public CompletableFuture<List<TransactionResult>> commit(List<Operation<?>> operations) {
        return operations.isEmpty()
                ? CompletableFuture.completedFuture(List.of())
                : session.submit(new Multi(operations), null).thenApply(Transactions::results);
    }

    private static List<TransactionResult> results(List<MultiAnswer> answers) {
        if (answers.stream().anyMatch(MultiAnswer::failed)) {
            throw TransactionFailedException.of(steps(answers));
        }
        return answers.stream().map(Transactions::result).toList();
    }

    private static TransactionResult result(MultiAnswer answer) {
        String path = Objects.requireNonNull(answer.operation().path());
        if (answer.value() instanceof Created created) {
            return new TransactionResult.Created(created.path(), created.stat());
        }
        if (answer.value() instanceof Stat stat) {
            return new TransactionResult.Changed(path, stat);
        }
        return switch (answer.operation().opCode()) {
            case DELETE -> new TransactionResult.Deleted(path);
            default -> new TransactionResult.Checked(path);
        };
    }

    private static List<Step> steps(List<MultiAnswer> answers) {
        int culprit = culprit(answers);
        List<Step> steps = new ArrayList<>(answers.size());
        for (int i = 0; i < answers.size(); i++) {
            MultiAnswer answer = answers.get(i);
            Fate fate = i == culprit ? Fate.FAILED : answer.error() == 0 ? Fate.ROLLED_BACK : Fate.NOT_TRIED;
            steps.add(new Step(
                    answer.operation().opCode().wireName(),
                    Objects.requireNonNull(answer.operation().path()),
                    fate,
                    answer.error()));
        }
        return steps;
    }

    /** The first error of its own; those behind it say that they were not tried. */
    private static int culprit(List<MultiAnswer> answers) {
        int candidate = 0;
        for (int i = 0; i < answers.size(); i++) {
            int error = answers.get(i).error();
            if (error != 0 && error != ErrorCode.RUNTIME_INCONSISTENCY.number()) {
                return i;
            }
            if (error != 0 && answers.get(candidate).error() == 0) {
                candidate = i;
            }
        }
        return candidate;
    }
}
