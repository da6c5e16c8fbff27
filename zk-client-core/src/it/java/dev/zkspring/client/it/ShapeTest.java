package dev.zkspring.client.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ShapeTest {

    private final Random random = new Random(1);

    @Test
    void plainShapeChangesNothing() {
        byte[] bytes = {1, 2, 3};
        Shape.PLAIN.corrupt(bytes, 3, random);
        assertThat(bytes).containsExactly(1, 2, 3);
        assertThat(Shape.PLAIN.piece(1_000, random)).isEqualTo(1_000);
        assertThat(Shape.PLAIN.nanosFor(1_000)).isZero();
        assertThat(Shape.PLAIN.withDelay(Duration.ofMillis(1)).isPlain()).isFalse();
    }

    @Test
    void piecesAreNoLongerThanTheLimitAndNeverEmpty() {
        Shape shape = Shape.PLAIN.withLongestPiece(3);
        assertThat(random.ints(1_000, 1, 10).map(left -> shape.piece(left, random)))
                .containsOnly(1, 2, 3);
        assertThat(shape.piece(1, random)).isEqualTo(1);
    }

    @Test
    void throttledBytesTakeTheirTime() {
        Shape shape = Shape.PLAIN.withBytesPerSecond(1_000);
        assertThat(shape.piece(64_000, random)).isEqualTo(20);
        assertThat(shape.nanosFor(20)).isEqualTo(TimeUnit.MILLISECONDS.toNanos(20));
        assertThat(Shape.PLAIN.withBytesPerSecond(1).piece(10, random)).isEqualTo(1);
    }

    @Test
    void bytesBeyondTheLengthAreNeverChanged() {
        byte[] bytes = new byte[1_000];
        Shape.PLAIN.withBytesPerError(1).corrupt(bytes, 500, random);
        assertThat(bytes).contains(1).contains(64);
        for (int i = 500; i < bytes.length; i++) {
            assertThat(bytes[i]).isZero();
        }
    }
}
