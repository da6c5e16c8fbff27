package dev.zkspring.client.error;

/** What became of a request that failed. */
public enum Outcome {
    /** The request never left the client: nothing was done and it is safe to repeat. */
    NOT_SENT,
    /** The request left the client and no answer came: it was done once or not at all. */
    UNKNOWN,
    /** The server answered with an error and did nothing. */
    REFUSED
}
