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
    RETRIES_EXHAUSTED
}
