package dev.zkspring.client.bench;

/** What a figure counts, in which unit, and which direction is the better one; in the order of the tables. */
public enum Quantity {
    CPU("CPU µs/call", false),
    THROUGHPUT("calls/s", true),
    ALLOCATED("B/call", false),
    P50("p50 µs", false),
    P99("p99 µs", false),
    P999("p99.9 µs", false),
    CPU_TIME("CPU ms", false),
    TIME("ms", false),
    EVENTS("events/s", true),
    HEAP("heap B", false),
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
