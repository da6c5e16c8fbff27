package dev.zkspring.client.internal.protocol;

import dev.zkspring.client.internal.wire.WireFormatException;
import dev.zkspring.client.internal.wire.WireReader;
import dev.zkspring.client.internal.wire.WireWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Several requests in one, each behind a header, and their answers likewise; a last header ends both. */
final class MultiFormat {

    /** Also the type of an answer that is an error. */
    static final int NO_TYPE = -1;

    private static final int NO_ERROR = -1;

    /** How to read the answer of one request. */
    @FunctionalInterface
    interface AnswerReader {

        /** @param type of the answer, which need not be that of the request */
        @Nullable
        Object read(Operation<?> operation, int type, WireReader in);
    }

    private MultiFormat() {}

    static void write(List<? extends Operation<?>> operations, WireWriter out, Chroot chroot) {
        for (Operation<?> operation : operations) {
            writeHeader(out, operation.opCode().number(), false);
            operation.write(out, chroot);
        }
        writeHeader(out, NO_TYPE, true);
    }

    static void writeHeader(WireWriter out, int type, boolean done) {
        out.writeInt(type);
        out.writeBoolean(done);
        out.writeInt(NO_ERROR);
    }

    static List<MultiAnswer> read(List<? extends Operation<?>> operations, WireReader in, AnswerReader reader) {
        List<MultiAnswer> answers = new ArrayList<>(operations.size());
        int type = in.readInt();
        boolean done = in.readBoolean();
        in.readInt();
        while (!done) {
            if (answers.size() == operations.size()) {
                throw new WireFormatException("more answers than the %d requests".formatted(operations.size()));
            }
            answers.add(answer(operations.get(answers.size()), type, in, reader));
            type = in.readInt();
            done = in.readBoolean();
            in.readInt();
        }
        if (answers.size() != operations.size()) {
            throw new WireFormatException("%d answers (expected: %d)".formatted(answers.size(), operations.size()));
        }
        return answers;
    }

    private static MultiAnswer answer(Operation<?> operation, int type, WireReader in, AnswerReader reader) {
        return type == NO_TYPE
                ? MultiAnswer.error(operation, in.readInt())
                : MultiAnswer.success(operation, reader.read(operation, type, in));
    }

    static int payloadSize(List<? extends Operation<?>> operations) {
        long sum = operations.stream().mapToLong(Operation::payloadSize).sum();
        return (int) Math.min(sum, Integer.MAX_VALUE);
    }
}
