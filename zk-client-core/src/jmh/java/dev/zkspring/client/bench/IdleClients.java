package dev.zkspring.client.bench;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * A process with connected clients of one kind that do nothing. It says, for one client, how much heap they take; then,
 * for each line with a number of seconds, how much processor time they took in that time and how many threads they have
 * after it. What all clients of a process share is counted out by one that is there before the others. Arguments: the
 * kind and the hosts.
 */
final class IdleClients {

    private static final int CLIENTS = 20;

    private final List<Link> links = new ArrayList<>();

    private final LinkKind kind;

    private final String hosts;

    /** Which threads are not those of the clients to be counted. */
    private final Set<Long> others = new HashSet<>();

    private IdleClients(LinkKind kind, String hosts) {
        this.kind = kind;
        this.hosts = hosts;
    }

    public static void main(String[] args) throws Exception {
        Logs.quiet();
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        IdleClients clients = new IdleClients(LinkKind.valueOf(args[0]), args[1]);
        clients.measure(out);
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            Stopwatch idling = new Stopwatch();
            TimeUnit.SECONDS.sleep(Integer.parseInt(line));
            out.println(idling.cpuMillis() / CLIENTS + " " + clients.threadsOfOne());
        }
        for (Link link : clients.links) {
            link.close();
        }
    }

    private void measure(PrintStream out) throws Exception {
        connect(1);
        long heap = Memory.heap();
        others.addAll(threads());
        connect(CLIENTS);
        out.println((double) (Memory.heap() - heap) / CLIENTS);
    }

    /** Told apart one by one: one that ends meanwhile must not hide a new one. */
    private double threadsOfOne() {
        Set<Long> threads = threads();
        threads.removeAll(others);
        return (double) threads.size() / CLIENTS;
    }

    private static Set<Long> threads() {
        return LongStream.of(ManagementFactory.getThreadMXBean().getAllThreadIds())
                .boxed()
                .collect(Collectors.toSet());
    }

    private void connect(int count) throws Exception {
        for (int i = 0; i < count; i++) {
            Link link = kind.open(hosts);
            links.add(link);
            link.get();
        }
    }
}
