package dev.zkspring.client.internal.protocol;

import dev.zkspring.client.internal.wire.WireFormatException;
import dev.zkspring.client.internal.wire.WireReader;
import dev.zkspring.client.internal.wire.WireWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads of one kind, data or names of children, in one request; each has its own value or error. None of them can
 * watch. Since server 3.6.0.
 */
public record MultiRead(List<? extends Operation<?>> reads) implements Operation<List<MultiAnswer>> {

    public MultiRead {
        reads = List.copyOf(reads);
    }

    @Override
    public OpCode opCode() {
        return OpCode.MULTI_READ;
    }

    @Override
    public @Nullable String path() {
        return null;
    }

    @Override
    public void write(WireWriter out, Chroot chroot) {
        MultiFormat.write(reads, out, chroot);
    }

    @Override
    public List<MultiAnswer> read(WireReader in, Chroot chroot) {
        return MultiFormat.read(reads, in, (operation, type, body) -> {
            if (type != operation.opCode().number()) {
                throw new WireFormatException("answer of type %d to a %s"
                        .formatted(type, operation.opCode().wireName()));
            }
            return operation.read(body, chroot);
        });
    }
}
