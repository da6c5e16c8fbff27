package dev.zkspring.client.bench;

/** What a figure counts, in which unit, and which direction is the better one. */
public enum Quantity {
    THROUGHPUT("calls/s", true),
    CPU("CPU µs/call", false),
    ALLOCATED("B/call", false),
    P50("p50 µs", false),
    P99("p99 µs", false),
    P999("p99.9 µs", false),
    TIME("ms", false),
    CPU_TIME("CPU ms", false),
    EVENTS("events/s", true),
    HEAP("heap B", false),
    DIRECT("direct B", false),
    THREADS("threads", false);

    private final String unit;

    private final boolean moreIsBetter;

    Quantity(String unit, boolean moreIsBetter) {
        this.unit = unit;
        this.moreIsBetter = moreIsBetter;
    }

    public String unit() {
        return unit;
    }

    public boolean moreIsBetter() {
        return moreIsBetter;
    }
}
