package dev.zkspring.client.bench;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Lets clients take turns in one process: what disturbs the machine for a while disturbs all clients of a round, so that
 * their ratio within the round holds. Each round begins with another client, because whoever begins has the colder
 * processor cache. While one is measured the others are connected and idle.
 */
final class Rounds {

    private final Figures figures;

    private final List<? extends Contestant> contestants;

    Rounds(Figures figures, List<? extends Contestant> contestants) {
        this.figures = figures;
        this.contestants = List.copyOf(contestants);
    }

    /** Has each client's code compiled, before the first scenario that counts. */
    void warmUp(Scenario scenario) {
        for (Contestant contestant : contestants) {
            long end = System.nanoTime() + Effort.warmUpNanos();
            while (System.nanoTime() < end) {
                Measure.of(contestant, scenario, 2 * scenario.window());
            }
        }
    }

    /** Writes the throughput, processor time and allocation of each client in each round. */
    void run(Scenario scenario) {
        Map<Client, Integer> calls = new EnumMap<>(Client.class);
        contestants.forEach(contestant -> calls.put(contestant.client(), calibrate(contestant, scenario)));
        int size = contestants.size();
        // Round 0 warms up.
        for (int round = 0; round <= Effort.rounds(); round++) {
            for (int turn = 0; turn < size; turn++) {
                Contestant contestant = contestants.get((round + turn) % size);
                System.gc();
                Measure measure = Measure.of(contestant, scenario, calls.get(contestant.client()));
                if (round > 0) {
                    write(scenario, contestant.client(), round, measure);
                }
            }
        }
    }

    /** Finds how many calls a turn takes, by doubling until they last a quarter of one. */
    private static int calibrate(Contestant contestant, Scenario scenario) {
        int least = 2 * scenario.window();
        int calls = least;
        Measure measure = Measure.of(contestant, scenario, calls);
        while (measure.nanos() < Effort.roundNanos() / 4) {
            calls *= 2;
            measure = Measure.of(contestant, scenario, calls);
        }
        return (int) Math.max(least, (double) calls * Effort.roundNanos() / measure.nanos());
    }

    private void write(Scenario scenario, Client client, int round, Measure measure) {
        figures.add(scenario.name(), client, Quantity.THROUGHPUT, round, measure.callsPerSecond());
        figures.add(scenario.name(), client, Quantity.CPU, round, measure.cpuMicrosPerCall());
        figures.add(scenario.name(), client, Quantity.ALLOCATED, round, measure.bytesPerCall());
    }
}
