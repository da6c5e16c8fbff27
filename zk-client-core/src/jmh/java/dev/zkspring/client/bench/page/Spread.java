package dev.zkspring.client.bench.page;

import java.util.Collection;

/** The middle and the ends of the rounds' figures. */
record Spread(double median, double min, double max) {

    /** @param values at least one */
    static Spread of(Collection<Double> values) {
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        int half = sorted.length / 2;
        double median = sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
        return new Spread(median, sorted[0], sorted[sorted.length - 1]);
    }
}
