package dev.zkspring.client.comparison;

/** What is timed in a run. */
enum Span {
    RECOVERY("from healing to the first answer"),
    OUTAGE("without an answer"),
    CALL("slowest call of a client"),
    BELIEF("believed in a session that was gone");

    private final String title;

    Span(String title) {
        this.title = title;
    }

    /** The row's name in tables. */
    String title() {
        return title;
    }
}
