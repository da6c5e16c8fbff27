package dev.zkspring.client.internal.session;

import dev.zkspring.client.internal.wire.WireReader;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Steps of authentication that await their answers. Servers answer them in their order, but outside the order of the
 * requests: such an answer may overtake those to earlier requests. Confined to the session's event loop.
 */
final class AuthReplies {

    /** Who waits for an answer. */
    @FunctionalInterface
    interface Taker {

        /** The reader stands on the body, which may only be read if there is no error. */
        void answered(int error, WireReader body);
    }

    static final String UNANSWERED =
            "server closed the connection instead of answering the authentication: it was lost "
                    + "on the way, or a SASL login was refused, which servers 3.4 do not tell";

    private record Expected(int number, Taker taker) {}

    private final Queue<Expected> expected = new ArrayDeque<>(1);

    void expect(int number, Taker taker) {
        expected.add(new Expected(number, taker));
    }

    boolean isEmpty() {
        return expected.isEmpty();
    }

    /** Whether an answer with this request number belongs here. */
    boolean awaits(int number) {
        Expected next = expected.peek();
        return next != null && next.number == number;
    }

    void answered(int error, WireReader body) {
        expected.remove().taker.answered(error, body);
    }
}
