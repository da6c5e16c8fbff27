package dev.zkspring.client.bench;

import java.util.List;

/**
 * Lets clients take turns in one process: what disturbs the machine for a while disturbs all clients of a round, so that
 * their ratio within the round holds. While one is measured the others are connected and idle.
 */
final class Rounds {

    private final Figures figures;

    private final List<? extends Contestant> contestants;

    private final Turns turns = new Turns();

    Rounds(Figures figures, List<? extends Contestant> contestants) {
        this.figures = figures;
        this.contestants = List.copyOf(contestants);
    }

    /** Has each client's code compiled, before the first scenario that counts. */
    void warmUp(Scenario scenario) {
        contestants.forEach(contestant -> measure(contestant, scenario, Effort.warmUpNanos()));
    }

    /** Writes the throughput, processor time and allocation of each client in each round, after half a one for nothing. */
    void run(Scenario scenario) {
        for (Contestant contestant : turns.<Contestant>next(contestants)) {
            measure(contestant, scenario, Effort.turnNanos() / 2);
        }
        for (int round = 1; round <= Effort.rounds(scenario.isJudged()); round++) {
            for (Contestant contestant : turns.<Contestant>next(contestants)) {
                System.gc();
                write(scenario, contestant.client(), round, measure(contestant, scenario, Effort.turnNanos()));
            }
        }
    }

    private static Measure measure(Contestant contestant, Scenario scenario, long nanos) {
        Measure.Call call = (number, window) -> scenario.call().begin(contestant, number, window);
        return Measure.of(call, scenario.window(), nanos);
    }

    private void write(Scenario scenario, Client client, int round, Measure measure) {
        figures.add(scenario.name(), client, Quantity.CPU, round, measure.cpuMicrosPerCall());
        figures.add(scenario.name(), client, Quantity.THROUGHPUT, round, measure.callsPerSecond());
        figures.add(scenario.name(), client, Quantity.ALLOCATED, round, measure.bytesPerCall());
    }
}
