package dev.zkspring.client.faults;

import java.util.List;

/** Whether a watch is silent when it was closed. Not safe for use by several threads. */
final class Ending {

    /** The call that was under way when the watch was closed. */
    private static final int UNDER_WAY = 1;

    private boolean ended;

    private int late;

    /** The listener was called. */
    void called() {
        late += ended ? 1 : 0;
    }

    /** The watch was closed. */
    void end() {
        ended = true;
    }

    boolean isEnded() {
        return ended;
    }

    /** What cannot be true, with the name of the watch. */
    List<String> violations(String watch) {
        return late <= UNDER_WAY ? List.of() : List.of(watch + " was called " + late + " times after it was closed");
    }
}
