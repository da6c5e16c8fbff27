package dev.zkspring.client.it;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * How bytes come out of a {@link Gate} that lets them pass. Zero switches a property off.
 *
 * @param delay how long each portion that was read at once is held back
 * @param bytesPerSecond how many bytes pass at most
 * @param longestPiece the largest number of bytes that are written at once
 * @param bytesPerError how many bytes pass for each one that is changed, on average
 */
record Shape(Duration delay, int bytesPerSecond, int longestPiece, int bytesPerError) {

    static final Shape PLAIN = new Shape(Duration.ZERO, 0, 0, 0);

    /** How many portions a throttled second has. */
    private static final int PORTIONS_PER_SECOND = 50;

    Shape withDelay(Duration time) {
        return new Shape(time, bytesPerSecond, longestPiece, bytesPerError);
    }

    Shape withBytesPerSecond(int limit) {
        return new Shape(delay, limit, longestPiece, bytesPerError);
    }

    Shape withLongestPiece(int limit) {
        return new Shape(delay, bytesPerSecond, limit, bytesPerError);
    }

    Shape withBytesPerError(int distance) {
        return new Shape(delay, bytesPerSecond, longestPiece, distance);
    }

    boolean isPlain() {
        return equals(PLAIN);
    }

    /** How many of these bytes are written at once. */
    int piece(int left, RandomGenerator random) {
        int piece = left;
        if (bytesPerSecond > 0) {
            piece = Math.min(piece, Math.max(1, bytesPerSecond / PORTIONS_PER_SECOND));
        }
        return longestPiece == 0 ? piece : Math.min(piece, random.nextInt(1, longestPiece + 1));
    }

    /** How long to wait after a piece. */
    long nanosFor(int piece) {
        return bytesPerSecond == 0 ? 0 : TimeUnit.SECONDS.toNanos(piece) / bytesPerSecond;
    }

    /** Changes bytes and says how many. */
    int corrupt(byte[] chunk, int length, RandomGenerator random) {
        if (bytesPerError == 0) {
            return 0;
        }
        int changed = 0;
        for (int at = random.nextInt(bytesPerError); at < length; at += 1 + random.nextInt(2 * bytesPerError)) {
            chunk[at] ^= (byte) (1 << random.nextInt(Byte.SIZE));
            changed++;
        }
        return changed;
    }
}
