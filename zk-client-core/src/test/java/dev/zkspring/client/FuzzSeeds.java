package dev.zkspring.client;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * What fuzz tests begin with: given bytes and mutations of them. The mutations are the same in each run, so that a
 * build without a fuzzer tries something too; {@code -Dfuzz.mutations} makes more of them, {@code -Dfuzz.seed} others.
 */
public final class FuzzSeeds {

    private static final int MUTATIONS = Integer.getInteger("fuzz.mutations", 10);

    private static final long SEED = Long.getLong("fuzz.seed", 17);

    /** Lengths, counts and numbers that have a meaning of their own, or are just beyond one. */
    private static final int[] INTS = {
        0,
        1,
        -1,
        -2,
        -4,
        -8,
        15,
        16,
        17,
        4_096,
        4_097,
        1 << 20,
        1 << 28,
        Integer.MAX_VALUE,
        Integer.MIN_VALUE,
        0x48545450,
        0x15030300
    };

    private FuzzSeeds() {}

    public static Stream<byte[]> ofTexts(String... texts) {
        return of(Stream.of(texts)
                .map(text -> text.getBytes(StandardCharsets.UTF_8))
                .toList());
    }

    /** Each of the originals, followed by its mutations. */
    public static Stream<byte[]> of(Collection<byte[]> originals) {
        List<byte[]> all = List.copyOf(originals);
        List<byte[]> seeds = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            Random random = new Random(SEED + i);
            seeds.add(all.get(i));
            for (int mutation = 0; mutation < MUTATIONS; mutation++) {
                seeds.add(mutated(all.get(i), all, random));
            }
        }
        return seeds.stream();
    }

    private static byte[] mutated(byte[] original, List<byte[]> others, Random random) {
        byte[] bytes = original.clone();
        for (int times = 1 + random.nextInt(3); times > 0; times--) {
            bytes = bytes.length == 0 ? new byte[] {(byte) random.nextInt()} : mutatedOnce(bytes, others, random);
        }
        return bytes;
    }

    private static byte[] mutatedOnce(byte[] bytes, List<byte[]> others, Random random) {
        int at = random.nextInt(bytes.length);
        switch (random.nextInt(5)) {
            case 0 -> bytes[at] = (byte) random.nextInt();
            case 1 -> {
                int start = at & ~3;
                byte[] number = ByteBuffer.allocate(Integer.BYTES)
                        .putInt(INTS[random.nextInt(INTS.length)])
                        .array();
                System.arraycopy(number, 0, bytes, start, Math.min(number.length, bytes.length - start));
            }
            case 2 -> {
                return Arrays.copyOf(bytes, at);
            }
            case 3 -> {
                return joined(Arrays.copyOf(bytes, at), others.get(random.nextInt(others.size())));
            }
            default -> {
                return joined(bytes, Arrays.copyOfRange(bytes, at, bytes.length));
            }
        }
        return bytes;
    }

    /** One behind the other. */
    public static byte[] joined(byte[]... parts) {
        ByteBuf joined = Unpooled.wrappedBuffer(parts);
        byte[] bytes = new byte[joined.readableBytes()];
        joined.readBytes(bytes).release();
        return bytes;
    }

    /** As the payload of a frame. */
    public static byte[] framed(byte[] payload) {
        return joined(ByteBuffer.allocate(Integer.BYTES).putInt(payload.length).array(), payload);
    }

    /** Cuts the rest of an input into pieces as long as its first byte says; a network may cut anywhere. */
    public static List<ByteBuf> pieces(byte[] input) {
        List<ByteBuf> pieces = new ArrayList<>();
        int length = input.length == 0 || input[0] == 0 ? Integer.MAX_VALUE : input[0] & 0xff;
        for (int start = 1; start < input.length; start += Math.min(length, input.length)) {
            pieces.add(Unpooled.copiedBuffer(input, start, Math.min(length, input.length - start)));
        }
        return pieces;
    }

    /** An input for {@link #pieces}. */
    public static byte[] inPieces(int length, byte[] stream) {
        return joined(new byte[] {(byte) length}, stream);
    }
}
