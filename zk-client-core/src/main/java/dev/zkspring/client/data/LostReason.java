package dev.zkspring.client.data;

/** Why a session ended. */
public enum LostReason {
    /** A server said that the session expired. */
    EXPIRED_BY_SERVER,
    /** By the client's own clock the servers must have expired the session, though none could be asked. */
    EXPIRED_BY_CLOCK,
    AUTH_FAILED,
    /** The client was stopped. */
    CLOSED,
    /** The connection retry policy gave up. */
    RETRIES_EXHAUSTED,
    /** The client left the session alive on the servers, with its ephemeral nodes, for somebody to go on with. */
    DETACHED,
    /** The link of a session broke that only a server without a quorum had known. */
    READ_ONLY_ENDED
}
