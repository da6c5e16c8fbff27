package dev.zkspring.client.faults;

/** How a call ended, in terms that all clients share. */
public enum Result {
    OK,
    NO_NODE,
    NODE_EXISTS,
    BAD_VERSION,
    /** Another refusal by the server: nothing was done. */
    REFUSED,
    /** The client promises that the request never left. */
    NOT_SENT,
    /** Done once or not at all. */
    UNKNOWN;

    /** Whether the server's state shows what the call did or found. */
    public boolean isAnswer() {
        return this != NOT_SENT && this != UNKNOWN;
    }
}
