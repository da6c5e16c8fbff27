package dev.zkspring.client.faults;

import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** What a client gets to hear instead of what its server said. Called by one thread per link. */
@FunctionalInterface
interface Lie {

    /** Passes everything on. */
    Lie NONE = (said, toClient) -> toClient.write(said);

    /**
     * Tells the client something, or nothing; the link ends with an exception.
     *
     * @param said a whole frame with its length, or whatever came if the link does not carry frames
     */
    void tell(byte[] said, OutputStream toClient) throws IOException;

    /** Other bytes instead of those that were said. */
    static Lie instead(UnaryOperator<byte[]> lie) {
        return (said, toClient) -> toClient.write(lie.apply(said));
    }

    /** The first bytes only, and then the link ends. */
    static Lie cutAfter(int bytes) {
        return (said, toClient) -> {
            toClient.write(said, 0, Math.min(bytes, said.length));
            throw new EOFException("cut on purpose");
        };
    }

    /** Lies once, about the frame of this number among those that fit; the first one is 0. */
    static Lie once(Predicate<byte[]> fits, int number, Lie lie) {
        AtomicInteger seen = new AtomicInteger();
        return (said, toClient) -> {
            boolean now = fits.test(said) && seen.getAndIncrement() == number;
            (now ? lie : NONE).tell(said, toClient);
        };
    }

    /** Lies about every frame that fits. */
    static Lie always(Predicate<byte[]> fits, Lie lie) {
        return (said, toClient) -> (fits.test(said) ? lie : NONE).tell(said, toClient);
    }
}
