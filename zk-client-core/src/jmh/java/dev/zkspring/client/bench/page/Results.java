package dev.zkspring.client.bench.page;

import dev.zkspring.client.bench.Client;
import dev.zkspring.client.bench.Quantity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The figures of one suite. */
record Results(List<Figure> figures) {

    /** Those of a suite that did not run are none. */
    static Results read(Path directory, String suite) throws IOException {
        Path file = directory.resolve(suite + ".csv");
        return new Results(
                Files.exists(file)
                        ? Files.readAllLines(file).stream().map(Figure::parse).toList()
                        : List.of());
    }

    /** With the figures of another run, whose rounds have nothing to do with those of this one. */
    Results beside(Results others) {
        Stream<Figure> elsewhere = others.figures.stream().map(figure -> figure.inRound(-figure.round()));
        return new Results(Stream.concat(figures.stream(), elsewhere).toList());
    }

    List<Quantity> quantities() {
        return figures.stream().map(Figure::quantity).distinct().sorted().toList();
    }

    List<Client> clients(Quantity quantity) {
        return figures.stream()
                .filter(figure -> figure.quantity() == quantity)
                .map(Figure::client)
                .distinct()
                .sorted()
                .toList();
    }

    /** In the order of the run. */
    List<String> scenarios(Quantity quantity) {
        return figures.stream()
                .filter(figure -> figure.quantity() == quantity)
                .map(Figure::scenario)
                .distinct()
                .toList();
    }

    /** The last scenario that matches: the biggest, where there are several. */
    Optional<String> scenario(Quantity quantity, String pattern) {
        return scenarios(quantity).stream()
                .filter(Pattern.compile(pattern).asMatchPredicate())
                .reduce((first, second) -> second);
    }

    Optional<Spread> spread(String scenario, Client client, Quantity quantity) {
        return spread(rounds(scenario, client, quantity));
    }

    /** How many times as much the one has as the other, round by round; rounds in which the other has nothing are left out. */
    Optional<Spread> ratio(Rounds dividend, Rounds divisor) {
        Map<Integer, Double> ratios = new TreeMap<>(rounds(dividend));
        Map<Integer, Double> others = rounds(divisor);
        ratios.keySet().removeIf(round -> others.getOrDefault(round, 0.0) == 0);
        ratios.replaceAll((round, value) -> value / others.get(round));
        return spread(ratios);
    }

    /** Whose figures of what. */
    record Rounds(String scenario, Client client, Quantity quantity) {}

    private static Optional<Spread> spread(Map<Integer, Double> rounds) {
        return rounds.isEmpty() ? Optional.empty() : Optional.of(Spread.of(new ArrayList<>(rounds.values())));
    }

    private Map<Integer, Double> rounds(Rounds of) {
        return rounds(of.scenario(), of.client(), of.quantity());
    }

    private Map<Integer, Double> rounds(String scenario, Client client, Quantity quantity) {
        Map<Integer, Double> rounds = new TreeMap<>();
        figures.stream()
                .filter(figure -> figure.isOf(scenario, client, quantity))
                .forEach(figure -> rounds.put(figure.round(), figure.value()));
        return rounds;
    }
}
