package dev.zkspring.client.bench.page;

import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;

/** Maps figures to pixels by their logarithm: clients differ by factors, and equal factors should look equal. */
final class LogScale {

    private final int lowest;

    private final int highest;

    private final double from;

    private final double to;

    /** @param values positive, at least one; the scale begins and ends with powers of ten */
    LogScale(Collection<Double> values, double from, double to) {
        double least = values.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
        double most = values.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
        this.lowest = (int) Math.floor(Math.log10(least));
        this.highest = Math.max(lowest + 1, (int) Math.ceil(Math.log10(most)));
        this.from = from;
        this.to = to;
    }

    double at(double value) {
        return from + (to - from) * (Math.log10(value) - lowest) / (highest - lowest);
    }

    List<Double> ticks() {
        return IntStream.rangeClosed(lowest, highest)
                .mapToObj(exponent -> Math.pow(10, exponent))
                .toList();
    }
}
