package dev.zkspring.client.faults;

import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A network that breaks what it carries, by chance: bits turn over, ranges are lost, come twice or end the link. The
 * n-th piece meets the same fate in each run with the same seed.
 */
final class Corruption implements Lie {

    private final long seed;

    private final double share;

    private final AtomicLong pieces = new AtomicLong();

    private final AtomicLong broken = new AtomicLong();

    /** Breaks this share of the pieces, 0 to 1. */
    Corruption(long seed, double share) {
        this.seed = seed;
        this.share = share;
    }

    /** How many pieces were broken. */
    long broken() {
        return broken.get();
    }

    @Override
    public void tell(byte[] said, OutputStream toClient) throws IOException {
        // A stream of its own for each piece: the order in which links get their turns does not matter.
        SplittableRandom random = new SplittableRandom(seed * 1_000_003 + pieces.getAndIncrement());
        if (random.nextDouble() >= share || said.length == 0) {
            toClient.write(said);
            return;
        }
        broken.incrementAndGet();
        int from = random.nextInt(said.length);
        int to = from + 1 + random.nextInt(Math.min(32, said.length - from));
        switch (random.nextInt(5)) {
            case 0, 1 -> toClient.write(flipped(said, 1 + random.nextInt(3), random));
            case 2 ->
                toClient.write(
                        ServerFrame.joined(Arrays.copyOf(said, from), Arrays.copyOfRange(said, to, said.length)));
            case 3 ->
                toClient.write(
                        ServerFrame.joined(Arrays.copyOf(said, to), Arrays.copyOfRange(said, from, said.length)));
            default -> {
                toClient.write(said, 0, from);
                throw new EOFException("cut on purpose");
            }
        }
    }

    private static byte[] flipped(byte[] said, int bits, SplittableRandom random) {
        byte[] changed = said.clone();
        for (int i = 0; i < bits; i++) {
            changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(Byte.SIZE));
        }
        return changed;
    }
}
