package dev.zkspring.client.error;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zkspring.client.error.TransactionFailedException.Fate;
import dev.zkspring.client.error.TransactionFailedException.Step;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import org.junit.jupiter.api.Test;

class TransactionFailedExceptionTest {

    private static final List<Step> STEPS = List.of(
            new Step("check", "/a", Fate.ROLLED_BACK, 0),
            new Step("create2", "/b", Fate.FAILED, -110),
            new Step("delete", "/c", Fate.NOT_TRIED, -2));

    private final TransactionFailedException failure = TransactionFailedException.of(STEPS);

    @Test
    void namesTheCulprit() {
        assertThat(failure)
                .hasMessage("create2 /b: node exists (operation 2 of 3 in a transaction, nothing of which was done)")
                .returns(1, TransactionFailedException::index)
                .returns(ErrorCode.NODE_EXISTS, ZkException::code)
                .returns(-110, ZkException::number)
                .returns("/b", ZkException::path)
                .returns("create2", ZkException::operation)
                .returns(Outcome.REFUSED, ZkException::outcome);
        assertThat(failure.steps()).isEqualTo(STEPS);
        assertThat(failure.steps().get(1).code()).isEqualTo(ErrorCode.NODE_EXISTS);
    }

    @Test
    void keepsEverythingWhenThrownToTheCaller() {
        assertThat(failure.withCallerStack())
                .isInstanceOfSatisfying(TransactionFailedException.class, thrown -> {
                    assertThat(thrown.steps()).isEqualTo(STEPS);
                    assertThat(thrown.index()).isEqualTo(1);
                })
                .hasMessage(failure.getMessage())
                .hasCause(failure);
        assertThat(failure.withCallerStack().getStackTrace())
                .anyMatch(frame -> frame.getMethodName().equals("keepsEverythingWhenThrownToTheCaller"));
    }

    @Test
    void survivesSerialization() throws IOException, ClassNotFoundException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(failure);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            assertThat(in.readObject())
                    .isInstanceOfSatisfying(
                            TransactionFailedException.class,
                            read -> assertThat(read.steps()).isEqualTo(STEPS));
        }
    }
}
