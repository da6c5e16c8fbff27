package dev.zkspring.client.data;

import org.jspecify.annotations.Nullable;

/**
 * A change of the {@link ConnectionState}.
 *
 * @param state the new state
 * @param previousState the state before
 * @param clientState the new state in ZooKeeper's words
 * @param sessionId id of the session that was opened, resumed, suspended or lost; 0 if there never was one
 * @param newSession for {@code CONNECTED}: whether the session is new, so that ephemeral nodes and one-shot watches of
 *     an earlier one are gone
 * @param server the server that the client is, or was, connected to
 * @param lostReason why, for {@code LOST} only
 * @param cause what broke the link, if something did
 */
public record ConnectionEvent(
        ConnectionState state,
        ConnectionState previousState,
        ClientState clientState,
        long sessionId,
        boolean newSession,
        @Nullable ServerAddress server,
        @Nullable LostReason lostReason,
        @Nullable Throwable cause) {

    /** Whether the server answers reads only. */
    public boolean readOnly() {
        return clientState == ClientState.CONNECTED_RO;
    }
}
