package dev.zkspring.client.bench;

/** A connected client whose watches are measured. Its watchers share whatever the client lets them share. */
interface WatchContestant extends AutoCloseable {

    /** Watches {@link WatchedNode#path} of these nodes and reports each value, the present ones first. */
    void watch(int from, int to, Sightings sightings);

    /** Watches {@link WatchedNode#missingPath} of these nodes and reports when it is known that each is missing. */
    void watchMissing(int from, int to, Sightings sightings);

    /** Watches a whole tree and reports each event; returns once the watch is armed. */
    void watchTree(String path, Sightings sightings) throws Exception;

    /** Begins to read a node; gives the window its place back when the answer is there. */
    void get(String path, Window window);

    @Override
    void close();
}
