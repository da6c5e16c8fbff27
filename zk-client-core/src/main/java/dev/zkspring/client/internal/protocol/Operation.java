package dev.zkspring.client.internal.protocol;

import dev.zkspring.client.data.ServerVersion;
import dev.zkspring.client.internal.wire.WireReader;
import dev.zkspring.client.internal.wire.WireWriter;
import org.jspecify.annotations.Nullable;

/**
 * A request that the server answers: its body and how to read the answer's.
 *
 * @param <R> what the answer contains
 */
public interface Operation<R> {

    OpCode opCode();

    /** The node as the caller names it, {@code null} if the operation has none. */
    @Nullable
    String path();

    /** Writes the body, without headers. */
    void write(WireWriter out, Chroot chroot);

    /** Reads the body of a successful answer; {@code null} if it has none. */
    @Nullable
    R read(WireReader in, Chroot chroot);

    /** Whether this error is an answer, one whose result is null, rather than a failure. */
    default boolean acceptsError(int error) {
        return false;
    }

    /** Bytes of payload, for the limit of what is in flight. */
    default int payloadSize() {
        return 0;
    }

    /** Where a successful answer, or an accepted error, leaves a watch; {@code null} if it leaves none. */
    default @Nullable WatchKind watchKind(int error) {
        return null;
    }

    /** As what it may be part of a {@link MultiRead}, where none has a watch; {@code null} if it may not. */
    default @Nullable ReadKind readKind() {
        return null;
    }

    /** The form that it has there. */
    default Operation<R> shared() {
        return this;
    }

    /** The first server that can do it. */
    default ServerVersion since() {
        return opCode().since();
    }

    /** The same request without its watch, which something else on the server serves. */
    default Operation<R> unwatched() {
        return this;
    }

    /** The request that comes closest on a server that does not know this one; {@code null} if there is none. */
    default @Nullable Operation<R> forOlderServer() {
        return null;
    }
}
