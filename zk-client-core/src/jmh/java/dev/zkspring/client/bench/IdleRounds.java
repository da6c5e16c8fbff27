package dev.zkspring.client.bench;

import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What clients that do nothing cost: those of each kind in a process of their own, which are there at the same time. */
final class IdleRounds implements AutoCloseable {

    private final Figures figures;

    private final String hosts;

    private final Turns turns = new Turns();

    private final Map<LinkKind, LineProcess> processes = new EnumMap<>(LinkKind.class);

    IdleRounds(Figures figures, String hosts) {
        this.figures = figures;
        this.hosts = hosts;
    }

    /** New clients in each round for their memory; those of the last one are then watched for some time, in turns. */
    void run(int rounds, int seconds) throws IOException, InterruptedException {
        for (int round = 1; round <= rounds; round++) {
            close();
            for (LinkKind kind : all()) {
                connect(kind, round);
            }
        }
        // What connecting has left the compilers to do is not what an idle client costs.
        TimeUnit.SECONDS.sleep(3L * seconds);
        for (int round = 1; round <= rounds; round++) {
            for (LinkKind kind : all()) {
                idle(kind, round, seconds);
            }
        }
    }

    private List<LinkKind> all() {
        return turns.next(List.of(LinkKind.values()));
    }

    private void connect(LinkKind kind, int round) throws IOException {
        LineProcess process = LineProcess.java(IdleClients.class, kind.name(), hosts);
        processes.put(kind, process);
        double heap = Double.parseDouble(process.answer());
        figures.add("idle client", kind.client(), Quantity.HEAP, round, heap);
    }

    private void idle(LinkKind kind, int round, int seconds) {
        String[] idled = processes.get(kind).ask(Integer.toString(seconds)).split(" ", 2);
        double millis = Double.parseDouble(idled[0]) / seconds;
        figures.add("one second of an idle client", kind.client(), Quantity.CPU_TIME, round, millis);
        figures.add("idle client", kind.client(), Quantity.THREADS, round, Double.parseDouble(idled[1]));
    }

    @Override
    public void close() {
        processes.values().forEach(LineProcess::close);
        processes.clear();
    }
}
