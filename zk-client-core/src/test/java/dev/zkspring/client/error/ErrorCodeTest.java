package dev.zkspring.client.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ErrorCodeTest {

    @Nested
    class Numbers {

        /** The table of the protocol, by hand. */
        @ParameterizedTest
        @CsvSource({
            "-1, SYSTEM_ERROR",
            "-2, RUNTIME_INCONSISTENCY",
            "-3, DATA_INCONSISTENCY",
            "-4, CONNECTION_LOSS",
            "-5, MARSHALLING_ERROR",
            "-6, UNIMPLEMENTED",
            "-7, OPERATION_TIMEOUT",
            "-8, BAD_ARGUMENTS",
            "-12, UNKNOWN_SESSION",
            "-13, NEW_CONFIG_NO_QUORUM",
            "-14, RECONFIG_IN_PROGRESS",
            "-101, NO_NODE",
            "-102, NO_AUTH",
            "-103, BAD_VERSION",
            "-108, NO_CHILDREN_FOR_EPHEMERALS",
            "-110, NODE_EXISTS",
            "-111, NOT_EMPTY",
            "-112, SESSION_EXPIRED",
            "-114, INVALID_ACL",
            "-115, AUTH_FAILED",
            "-118, SESSION_MOVED",
            "-119, NOT_READ_ONLY",
            "-120, EPHEMERAL_ON_LOCAL_SESSION",
            "-121, NO_WATCHER",
            "-122, REQUEST_TIMEOUT",
            "-123, RECONFIG_DISABLED",
            "-124, SESSION_CLOSED_REQUIRE_SASL_AUTH",
            "-125, QUOTA_EXCEEDED",
            "-127, THROTTLED_OP",
        })
        void numberOnTheWireHasItsCode(int number, ErrorCode code) {
            assertThat(ErrorCode.of(number)).isEqualTo(code);
            assertThat(code.number()).isEqualTo(number);
        }

        @ParameterizedTest
        @ValueSource(ints = {-9, -100, -113, -116, -126, -999, 17})
        void unknownNumberIsKept(int number) {
            ZkException exception = Failure.answered(number, "getData", "/a").toException(null);

            assertThat(exception).isInstanceOf(UnknownErrorException.class).hasMessageContaining("" + number);
            assertThat(exception.number()).isEqualTo(number);
        }

        @Test
        void noNumberStandsForTwoCodes() {
            assertThat(Arrays.stream(ErrorCode.values()).map(ErrorCode::number).filter(number -> number != 0))
                    .doesNotHaveDuplicates();
        }
    }

    @Nested
    class Classes {

        @ParameterizedTest
        @EnumSource(
                names = {"INTERRUPTED", "UNKNOWN"},
                mode = EnumSource.Mode.EXCLUDE)
        void codeHasTheClassOfItsName(ErrorCode code) {
            assertThat(exception(code).getClass().getSimpleName()).isEqualTo(camelCase(code) + "Exception");
        }

        @Test
        void twoCodesHaveAClassOfAnotherName() {
            assertThat(exception(ErrorCode.INTERRUPTED)).isInstanceOf(ZkInterruptedException.class);
            assertThat(exception(ErrorCode.UNKNOWN)).isInstanceOf(UnknownErrorException.class);
        }

        private String camelCase(ErrorCode code) {
            return Arrays.stream(code.name().split("_"))
                    .map(word -> word.charAt(0) + word.substring(1).toLowerCase(Locale.ROOT))
                    .collect(Collectors.joining());
        }
    }

    @Nested
    class Messages {

        @Test
        void refusalNamesOperationPathAndReason() {
            assertThat(Failure.answered(-101, "getData", "/a").toException(null))
                    .hasMessage("getData /a: no node")
                    .returns(Outcome.REFUSED, ZkException::outcome)
                    .returns("getData", ZkException::operation)
                    .returns("/a", ZkException::path)
                    .returns(ErrorCode.NO_NODE, ZkException::code);
        }

        @Test
        void localFailureAddsDetailAndOutcome() {
            assertThat(Failure.local(ErrorCode.CONNECTION_LOSS, Outcome.UNKNOWN, "create", "/a", "reset")
                            .toException(null))
                    .hasMessage("create /a: connection loss (reset), outcome UNKNOWN");
        }

        @Test
        void operationWithoutAPathHasNone() {
            assertThat(Failure.local(ErrorCode.CLIENT_CLOSED, Outcome.NOT_SENT, "start", null, null)
                            .toException(null))
                    .hasMessage("start: client is closed, outcome NOT_SENT")
                    .returns(null, ZkException::path);
        }
    }

    @Nested
    class Stacks {

        @Test
        void exceptionOfAFutureHasNoStackBecauseItWouldShowTheLoop() {
            assertThat(exception(ErrorCode.NO_NODE).getStackTrace()).isEmpty();
        }

        @Test
        void eachCodeHasAnExceptionOfItsOwn() {
            assertThat(Arrays.stream(ErrorCode.values())
                            .map(code -> exception(code).getClass()))
                    .doesNotHaveDuplicates();
        }

        @ParameterizedTest
        @EnumSource(ErrorCode.class)
        void exceptionThrownToTheCallerShowsTheCallerAndTheOriginal(ErrorCode code) {
            ZkException original = exception(code);

            ZkException thrown = original.withCallerStack();

            assertThat(thrown).hasSameClassAs(original).hasCause(original).hasMessage(original.getMessage());
            assertThat(thrown.getStackTrace())
                    .anyMatch(frame ->
                            frame.getMethodName().equals("exceptionThrownToTheCallerShowsTheCallerAndTheOriginal"));
        }

        @ParameterizedTest
        @EnumSource(ErrorCode.class)
        void exceptionSurvivesSerialization(ErrorCode code) throws IOException, ClassNotFoundException {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
                out.writeObject(exception(code));
            }
            try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
                assertThat(in.readObject())
                        .isInstanceOfSatisfying(
                                ZkException.class,
                                read -> assertThat(read)
                                        .hasSameClassAs(exception(code))
                                        .hasMessage(exception(code).getMessage()));
            }
        }
    }

    private static ZkException exception(ErrorCode code) {
        return Failure.local(code, Outcome.UNKNOWN, "getData", "/a", "because").toException(null);
    }
}
