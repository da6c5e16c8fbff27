package dev.zkspring.client.internal.session;

import dev.zkspring.client.data.ServerVersion;
import dev.zkspring.client.internal.protocol.OpCode;
import dev.zkspring.client.internal.protocol.Operation;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which operations one server knows. It must not be asked for others: it would answer and then end the connection,
 * whatever else is under way on it. Confined to the session's event loop.
 */
final class ServerFeatures {

    private static final ServerVersion NEWEST =
            Collections.max(Arrays.stream(OpCode.values()).map(OpCode::since).toList());

    /** What the server was asked for and did not know. */
    private final Set<OpCode> missing = EnumSet.noneOf(OpCode.class);

    private @Nullable ServerVersion version;

    /** Whether it is certain that the server answers several reads at once. */
    private boolean answersMultiRead;

    /** Spares the comparison of versions for each request to a server that knows everything. */
    private boolean old;

    /** {@code null} if the server does not tell. */
    @Nullable
    ServerVersion version() {
        return version;
    }

    /** Whether the server knows it; as long as nothing else is known, it does. */
    boolean supports(Operation<?> operation) {
        return missing.isEmpty() && !old || supportsOld(operation);
    }

    private boolean supportsOld(Operation<?> operation) {
        return !missing.contains(operation.opCode()) && (version == null || version.compareTo(operation.since()) >= 0);
    }

    /** Whether reads may share a request unasked: a server that does not know that would end the connection. */
    boolean answersMultiRead() {
        return answersMultiRead;
    }

    /** The server runs this version now; what was known of an earlier one is void. */
    void learn(ServerVersion current) {
        if (current.equals(version)) {
            return;
        }
        version = current;
        missing.clear();
        old = current.compareTo(NEWEST) < 0;
        answersMultiRead = current.compareTo(OpCode.MULTI_READ.since()) >= 0;
    }

    void learnMissing(OpCode opCode) {
        missing.add(opCode);
        answersMultiRead &= opCode != OpCode.MULTI_READ;
    }

    /** The server has done such an operation. */
    void learnKnown(OpCode opCode) {
        answersMultiRead |= opCode == OpCode.MULTI_READ;
    }

    /** Why an operation is not sent. */
    String describe(Operation<?> operation) {
        String since = "needs server " + operation.since() + " or newer";
        return version == null ? since : since + ", connected to " + version;
    }
}
