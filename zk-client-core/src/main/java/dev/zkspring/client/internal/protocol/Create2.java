package dev.zkspring.client.internal.protocol;

import dev.zkspring.client.data.CreateRequest;
import dev.zkspring.client.internal.wire.WireReader;
import dev.zkspring.client.internal.wire.WireWriter;

/** Creates a node; the answer is its path and stat. Since server 3.5.0, the stat is missing before. */
public record Create2(CreateRequest request) implements Operation<Created> {

    @Override
    public OpCode opCode() {
        return OpCode.CREATE2;
    }

    @Override
    public String path() {
        return request.path();
    }

    @Override
    public void write(WireWriter out, Chroot chroot) {
        Create.writeBody(request, out, chroot);
    }

    @Override
    public Created read(WireReader in, Chroot chroot) {
        return new Created(chroot.readPath(in), StatFormat.read(in));
    }

    @Override
    public int payloadSize() {
        return Create.payloadSize(request);
    }

    @Override
    public Operation<Created> forOlderServer() {
        return new WithoutStat(new Create(request));
    }

    /** The same create as older servers know it. */
    private record WithoutStat(Create create) implements Operation<Created> {

        @Override
        public OpCode opCode() {
            return create.opCode();
        }

        @Override
        public String path() {
            return create.path();
        }

        @Override
        public void write(WireWriter out, Chroot chroot) {
            create.write(out, chroot);
        }

        @Override
        public Created read(WireReader in, Chroot chroot) {
            return new Created(create.read(in, chroot), null);
        }

        @Override
        public int payloadSize() {
            return create.payloadSize();
        }
    }
}
