package dev.zkspring.client.comparison;

/** What is counted in a run. */
enum Count {
    OPERATIONS("calls", false),
    ANSWERED("answered", false),
    UNKNOWN("failed, outcome unknown", false),
    NOT_SENT("failed, known not to have been sent", false),
    UNKNOWN_NOT_DONE("creates of unknown outcome that were never done", false),
    EXPIRIES("sessions lost", false),
    RECONNECTS("reconnects", false),
    OUTAGES("times without an answer", false),
    DUPLICATES("states reported twice", false),
    LOST_WRITES("acknowledged writes that are not there", true),
    DONE_TWICE("writes done more often than told", true),
    REORDERED("writes done out of order", true),
    TOLD_WRONG("calls refused that were done", true),
    NOT_SENT_DONE("calls done though told as not sent", true),
    READS_BACK("reads older than what the session knew", true),
    STALE("watches that ended with an old state", true),
    OUT_OF_ORDER("states reported out of order", true),
    HANGS("calls without an end after 12 s", true),
    LOST_LATE("sessions believed in for too long", true),
    GHOSTS("nodes of a lost session beside the new one", true);

    private final String title;

    private final boolean violation;

    Count(String title, boolean violation) {
        this.title = title;
        this.violation = violation;
    }

    /** The row's name in tables. */
    String title() {
        return title;
    }

    /** Whether it should never happen. */
    boolean isViolation() {
        return violation;
    }
}
