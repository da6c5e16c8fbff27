package dev.zkspring.client.bench;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** One client alone in its JVM, with 512 requests outstanding. JMH wants class and methods public. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class JmhPipelined {

    private static final String NODE = "/b100";

    private static final int WINDOW = 512;

    private static final int CALLS = 20_000;

    /** The constant of {@link Client}. */
    @Param({"OURS", "APACHE_NETTY"})
    public Client client = Client.OURS;

    private final byte[] data = new byte[100];

    private InstantServer server;

    private Contestant contestant;

    /** Connects to a server of its own. */
    @Setup
    public void connect() throws IOException {
        server = InstantServer.start();
        contestant = client == Client.OURS
                ? new ZkSpringContestant(client, server.hosts())
                : new ApacheContestant(client, server.hosts());
    }

    @Benchmark
    @OperationsPerInvocation(CALLS)
    public void get() {
        Window window = new Window(WINDOW);
        for (int i = 0; i < CALLS; i++) {
            window.enter();
            contestant.get(NODE, window);
        }
        window.drain();
    }

    @Benchmark
    @OperationsPerInvocation(CALLS)
    public void set() {
        Window window = new Window(WINDOW);
        for (int i = 0; i < CALLS; i++) {
            window.enter();
            contestant.set(NODE, data, window);
        }
        window.drain();
    }

    /** Ends client and server. */
    @TearDown
    public void close() {
        contestant.close();
        server.close();
    }
}
