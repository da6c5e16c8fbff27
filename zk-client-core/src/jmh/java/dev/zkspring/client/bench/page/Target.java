package dev.zkspring.client.bench.page;

import java.util.Optional;
import java.util.function.Function;

/**
 * What this project set itself.
 *
 * @param measure in words
 * @param atLeast whether more than the limit is wanted, not less
 * @param unit of limit and figure, × for a ratio
 * @param measured takes the figure from the suites, if they ran
 */
record Target(String measure, boolean atLeast, double limit, String unit, Function<Suites, Optional<Spread>> measured) {

    /** A row of the table. */
    String row(Suites suites) {
        String goal = (atLeast ? "≥ " : "≤ ") + Numbers.format(limit) + " " + unit;
        return measured.apply(suites)
                .map(figure -> "| %s | %s %s %s | %s | %s |"
                        .formatted(
                                measure,
                                Numbers.format(figure.median()),
                                unit,
                                figure.range(Numbers::format),
                                goal,
                                isMet(figure.median()) ? "met" : "**not met**"))
                .orElse("| %s | | %s | not measured |".formatted(measure, goal));
    }

    private boolean isMet(double figure) {
        return atLeast ? figure >= limit : figure <= limit;
    }
}
