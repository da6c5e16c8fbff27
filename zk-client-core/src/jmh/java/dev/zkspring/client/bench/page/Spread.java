package dev.zkspring.client.bench.page;

import java.util.Collection;
import java.util.function.DoubleFunction;

/** The middle and the ends of the rounds' figures, and how many there were. */
record Spread(double median, double min, double max, int rounds) {

    /** @param values at least one */
    static Spread of(Collection<Double> values) {
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        int half = sorted.length / 2;
        double median = sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
        return new Spread(median, sorted[0], sorted[sorted.length - 1], sorted.length);
    }

    /** The ends in brackets, or that there is only a middle. */
    String range(DoubleFunction<String> format) {
        return rounds == 1 ? "(one round)" : "(%s–%s)".formatted(format.apply(min), format.apply(max));
    }
}
