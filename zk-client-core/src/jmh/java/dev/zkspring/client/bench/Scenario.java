package dev.zkspring.client.bench;

/**
 * What all clients do in turns.
 *
 * @param what the calls, in words for a table, without a comma
 * @param window how many of them are outstanding
 * @param isJudged whether a figure of it stands among the targets
 */
record Scenario(String what, int window, boolean isJudged, Call call) {

    /** Begins the request with this number. */
    @FunctionalInterface
    interface Call {

        void begin(Contestant contestant, int number, Window window);
    }

    /** As the figures name it. */
    String name() {
        return what + " window " + window;
    }
}
