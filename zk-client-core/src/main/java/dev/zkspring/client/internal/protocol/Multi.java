package dev.zkspring.client.internal.protocol;

import dev.zkspring.client.data.ServerVersion;
import dev.zkspring.client.internal.wire.WireFormatException;
import dev.zkspring.client.internal.wire.WireReader;
import dev.zkspring.client.internal.wire.WireWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Checks and changes of nodes, all of which are done or none. That it was refused is an answer too: its errors are
 * in the body, not in the header.
 */
public record Multi(List<Operation<?>> operations) implements Operation<List<MultiAnswer>> {

    public Multi {
        operations = List.copyOf(operations);
    }

    @Override
    public OpCode opCode() {
        return OpCode.MULTI;
    }

    @Override
    public @Nullable String path() {
        return null;
    }

    @Override
    public void write(WireWriter out, Chroot chroot) {
        MultiFormat.write(operations, out, chroot);
    }

    @Override
    public List<MultiAnswer> read(WireReader in, Chroot chroot) {
        return MultiFormat.read(operations, in, (operation, type, body) -> result(type, body, chroot));
    }

    /** By the type of the answer: servers before 3.7 answer a create2 as a create, without its stat. */
    private static @Nullable Object result(int type, WireReader in, Chroot chroot) {
        if (type == OpCode.CREATE.number()) {
            return new Created(chroot.readPath(in), null);
        }
        if (type == OpCode.CREATE2.number()
                || type == OpCode.CREATE_CONTAINER.number()
                || type == OpCode.CREATE_TTL.number()) {
            return new Created(chroot.readPath(in), StatFormat.read(in));
        }
        if (type == OpCode.SET_DATA.number()) {
            return StatFormat.read(in);
        }
        if (type == OpCode.DELETE.number() || type == OpCode.CHECK.number()) {
            return null;
        }
        throw new WireFormatException("answer of type %d in a transaction".formatted(type));
    }

    @Override
    public int payloadSize() {
        return MultiFormat.payloadSize(operations);
    }

    @Override
    public ServerVersion since() {
        return operations.stream()
                .map(Operation::since)
                .max(Comparator.naturalOrder())
                .orElse(OpCode.MULTI.since());
    }

    /** The same with the oldest form of each create; {@code null} if that is what it has or there is none. */
    @Override
    public @Nullable Operation<List<MultiAnswer>> forOlderServer() {
        List<Operation<?>> older = new ArrayList<>();
        for (Operation<?> operation : operations) {
            boolean oldest = operation.since().equals(OpCode.MULTI.since());
            Operation<?> form = oldest ? operation : operation.forOlderServer();
            if (form == null) {
                return null;
            }
            older.add(form);
        }
        return older.equals(operations) ? null : new Multi(older);
    }
}
