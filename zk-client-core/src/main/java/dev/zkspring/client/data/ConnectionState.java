package dev.zkspring.client.data;

/** What an application needs to know of the connection. */
public enum ConnectionState {
    /** There is no session: not started, closed, refused, or expired. Ephemeral nodes of the old session are gone. */
    LOST,
    /** There is a session but no link to a server; ephemeral nodes live on until the session expires. */
    SUSPENDED,
    /** Linked to a server, with a session. */
    CONNECTED
}
