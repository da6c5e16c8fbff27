package dev.zkspring.client.bench;

import dev.zkspring.client.it.FourLetterWord;
import dev.zkspring.client.it.Ports;
import dev.zkspring.client.it.ZkServer;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/**
 * Pipelined reads of one node of 100 bytes by this client and by Apache's on its Netty socket, in one process and in
 * turns, first from a server that answers at no cost and then from a real one. Both clients get the same window of
 * outstanding requests and do one step that depends on each answer. Arguments: rounds, calls per round on the instant
 * server, calls per round on the real server.
 */
final class PipelinedGetComparison {

    private static final int WINDOW = 1_000;

    private static final int DATA_LENGTH = 100;

    private static final String PATH = "/bench";

    private static final int CONNECT_ATTEMPTS = 200;

    private final PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true);

    private final int rounds;

    private PipelinedGetComparison(int rounds) {
        this.rounds = rounds;
    }

    public static void main(String[] args) throws Exception {
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 7;
        int instantCalls = args.length > 1 ? Integer.parseInt(args[1]) : 1_000_000;
        int realCalls = args.length > 2 ? Integer.parseInt(args[2]) : 100_000;
        PipelinedGetComparison comparison = new PipelinedGetComparison(rounds);
        comparison.onInstantServer(instantCalls);
        comparison.onRealServer(realCalls);
    }

    private void onInstantServer(int calls) throws IOException, InterruptedException {
        int port = Ports.free();
        Process server = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        InstantReplyServer.class.getName(),
                        Integer.toString(port))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            awaitListening(port);
            compare("instant-reply server", "127.0.0.1:" + port, calls);
        } finally {
            server.destroyForcibly().waitFor();
        }
    }

    private void onRealServer(int calls) throws IOException, InterruptedException {
        try (ZkServer server = ZkServer.builder("bench").jvmOption("-Xmx1g").build()) {
            server.start();
            createNode(server);
            compare(
                    "ZooKeeper " + FourLetterWord.ask(server.port(), "srvr").substring(19, 24),
                    server.address(),
                    calls);
        }
    }

    private static void createNode(ZkServer server) {
        try (dev.zkspring.client.ZkClient client =
                dev.zkspring.client.ZkClient.builder().hosts(server.address()).build()) {
            client.start();
            client.create(PATH, new byte[DATA_LENGTH]);
        }
    }

    private void compare(String server, String hosts, int calls) throws InterruptedException {
        try (Contestant ours = new ZkSpringContestant(hosts, WINDOW);
                Contestant theirs = new ApacheContestant(hosts)) {
            out.printf(
                    "%nPipelined get of %d bytes, window %d, %s, %,d calls a round%n",
                    DATA_LENGTH, WINDOW, server, calls);
            out.printf("%-6s %-15s %12s %12s %12s%n", "round", "client", "calls/s", "CPU us/call", "B/call");
            warmUp(ours, calls);
            warmUp(theirs, calls);
            List<Measure> own = new ArrayList<>();
            List<Measure> other = new ArrayList<>();
            for (int round = 1; round <= rounds; round++) {
                // Whoever begins has the colder processor cache.
                if (round % 2 == 0) {
                    own.add(measure(round, ours, calls));
                    other.add(measure(round, theirs, calls));
                } else {
                    other.add(measure(round, theirs, calls));
                    own.add(measure(round, ours, calls));
                }
                printRatio(Integer.toString(round), own.get(round - 1).dividedBy(other.get(round - 1)));
            }
            printMedians(ours.name(), own, theirs.name(), other);
        }
    }

    private void warmUp(Contestant contestant, int calls) {
        for (int i = 0; i < 2; i++) {
            Measure.of(contestant, PATH, calls, WINDOW);
        }
    }

    private Measure measure(int round, Contestant contestant, int calls) {
        System.gc();
        Measure measure = Measure.of(contestant, PATH, calls, WINDOW);
        print(Integer.toString(round), contestant.name(), measure);
        return measure;
    }

    private void print(String round, String name, Measure measure) {
        out.printf(
                "%-6s %-15s %,12.0f %12.2f %,12.0f%n",
                round, name, measure.callsPerSecond(), measure.cpuNanos() / 1e3, measure.bytes());
    }

    private void printRatio(String round, Measure ratio) {
        out.printf(
                "%-6s %-15s %11.2fx %11.2fx %11.2fx%n",
                round, "ratio", ratio.callsPerSecond(), ratio.cpuNanos(), ratio.bytes());
    }

    /** The median of the rounds' ratios: what disturbs the machine for a while disturbs both clients of a round. */
    private void printMedians(String ownName, List<Measure> own, String otherName, List<Measure> other) {
        List<Measure> ratios = new ArrayList<>();
        for (int i = 0; i < rounds; i++) {
            ratios.add(own.get(i).dividedBy(other.get(i)));
        }
        print("median", ownName, median(own));
        print("median", otherName, median(other));
        printRatio("median", median(ratios));
    }

    private static Measure median(List<Measure> measures) {
        return new Measure(
                median(measures, Measure::callsPerSecond),
                median(measures, Measure::cpuNanos),
                median(measures, Measure::bytes));
    }

    private static double median(List<Measure> measures, ToDoubleFunction<Measure> value) {
        double[] sorted = measures.stream().mapToDouble(value).sorted().toArray();
        return sorted[sorted.length / 2];
    }

    @SuppressWarnings("try") // to connect is the whole question
    private static void awaitListening(int port) throws InterruptedException {
        for (int i = 0; i < CONNECT_ATTEMPTS; i++) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return;
            } catch (IOException e) {
                TimeUnit.MILLISECONDS.sleep(20);
            }
        }
        throw new IllegalStateException("the instant-reply server does not listen on port " + port);
    }
}
