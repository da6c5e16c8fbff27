package dev.zkspring.client.data;

/** The state of the client in ZooKeeper's own words, finer than {@link ConnectionState}. */
public enum ClientState {
    /** Not started, or stopped; only a start changes that. */
    CLOSED,
    /** Looking for a server. */
    CONNECTING,
    CONNECTED,
    /** Connected to a server that lost its quorum and answers reads only. */
    CONNECTED_RO,
    /** The session expired; a new one is being opened. */
    EXPIRED_SESSION,
    /** The servers refused the client's credentials; only a restart changes that. */
    AUTH_FAILED
}
