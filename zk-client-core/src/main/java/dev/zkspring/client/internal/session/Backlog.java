package dev.zkspring.client.internal.session;

/**
 * Whether a server is behind with the requests of one connection, which it answers in their order: what is sent now would
 * only wait there, where nothing can be put to it any more. Confined to the session's event loop.
 */
final class Backlog {

    /** With fewer unanswered there is not enough to share. */
    private static final int FEW = 8;

    /** So many times the shortest time for an answer: the server, or whatever is between, has more than it can do. */
    private static final int SLOWER = 2;

    /** Those that wait go when they are this part of the unanswered, so that there is always something to do. */
    private static final int PART = 4;

    private long shortest = Long.MAX_VALUE;

    private long newest;

    /** The server took so long for an answer. */
    void answered(long nanos) {
        newest = nanos;
        shortest = Math.min(shortest, nanos);
    }

    /** Whether some reads, which could share a request, lose nothing if they wait for the next answer. */
    boolean outlasts(int reads, int unanswered) {
        return unanswered >= FEW && reads < unanswered / PART && newest / SLOWER > shortest;
    }
}
