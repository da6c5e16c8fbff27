package dev.zkspring.client.error;

import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A transaction was refused as a whole: nothing of it was done. {@link #code()}, {@link #operation()} and {@link
 * #path()} are those of the operation that the server refused.
 */
public final class TransactionFailedException extends ZkException {

    private static final long serialVersionUID = 1L;

    private final int index;

    private final Step[] steps;

    private TransactionFailedException(Failure failure, int index, Step[] steps, @Nullable Throwable cause) {
        super(failure, cause);
        this.index = index;
        this.steps = steps;
    }

    /** Makes the exception from what became of each operation, one of which has {@link Fate#FAILED}. */
    public static TransactionFailedException of(List<Step> steps) {
        int index = 0;
        while (steps.get(index).fate() != Fate.FAILED) {
            index++;
        }
        Step culprit = steps.get(index);
        Failure failure = new Failure(
                culprit.code(),
                culprit.number(),
                Outcome.REFUSED,
                culprit.operation(),
                culprit.path(),
                "operation %d of %d in a transaction, nothing of which was done".formatted(index + 1, steps.size()));
        return new TransactionFailedException(failure, index, steps.toArray(Step[]::new), null);
    }

    /** Position of the refused operation, from 0. */
    public int index() {
        return index;
    }

    /** What became of each operation, in their order. */
    public List<Step> steps() {
        return List.of(steps);
    }

    @Override
    public ZkException withCallerStack() {
        return new TransactionFailedException(failure(), index, steps, this);
    }

    /** What becomes of an operation in a failed transaction. */
    public enum Fate {
        /** It could have been done, and was taken back. */
        ROLLED_BACK,
        /** The server refused it, and with it the transaction. */
        FAILED,
        /** An earlier one had failed. */
        NOT_TRIED
    }

    /**
     * One operation of a failed transaction.
     *
     * @param operation in the protocol's words, for example {@code setData}
     * @param path the node as the caller named it
     * @param fate what became of it
     * @param number the server's error code, 0 for {@link Fate#ROLLED_BACK}
     */
    public record Step(String operation, String path, Fate fate, int number) implements Serializable {

        /** The error code of {@link #number}; of no meaning for {@link Fate#ROLLED_BACK}. */
        public ErrorCode code() {
            return ErrorCode.of(number);
        }
    }
}
