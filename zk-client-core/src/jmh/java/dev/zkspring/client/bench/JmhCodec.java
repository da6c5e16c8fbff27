package dev.zkspring.client.bench;

import dev.zkspring.client.data.NodeData;
import dev.zkspring.client.internal.protocol.Chroot;
import dev.zkspring.client.internal.protocol.GetData;
import dev.zkspring.client.internal.wire.WireReader;
import dev.zkspring.client.internal.wire.WireWriter;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The bytes of one get of 100 bytes, there and back, without a connection. JMH wants class and methods public. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class JmhCodec {

    private static final int DATA_LENGTH = 100;

    private static final int STAT_LENGTH = 68;

    private final GetData request = new GetData("/b100", false);

    private final ByteBuf out = Unpooled.directBuffer();

    private final WireWriter writer = new WireWriter(out);

    private final ByteBuf answer = Unpooled.directBuffer().writeInt(DATA_LENGTH).writeZero(DATA_LENGTH + STAT_LENGTH);

    private final WireReader reader = new WireReader();

    @Benchmark
    public int encodeGet() {
        out.clear();
        request.write(writer, Chroot.NONE);
        return out.readableBytes();
    }

    @Benchmark
    public NodeData decodeGet() {
        return request.read(reader.reset(answer, 0, answer.readableBytes()), Chroot.NONE);
    }
}
