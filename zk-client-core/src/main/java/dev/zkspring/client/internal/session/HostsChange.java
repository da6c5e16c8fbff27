package dev.zkspring.client.internal.session;

import dev.zkspring.client.data.ServerAddress;
import java.util.List;

/** What becomes of the link when the servers to choose from are others. Confined to the session's event loop. */
final class HostsChange {

    private final SessionParts parts;

    private final SessionEnd ending;

    HostsChange(SessionParts parts, SessionEnd ending) {
        this.parts = parts;
        this.ending = ending;
    }

    /** The servers to choose from are others now. */
    void changed() {
        switch (parts.phase()) {
            case CONNECTED, CONNECTED_READ_ONLY -> leaveUnlistedServer();
            case CONNECTING, RECONNECTING -> {
                if (parts.connection == null && !ending.isClosingGhost()) {
                    parts.dialer.restart();
                }
            }
            case CLOSED, EXPIRED, CLOSING, AUTH_FAILED -> {
                // Nobody looks for a server.
            }
        }
    }

    /** Stays if the server is still in the list, by another name perhaps, or if nobody knows where else to go. */
    void leaveUnlistedServer() {
        Connection present = parts.connection;
        List<ServerAddress> hosts = parts.dialer.hosts();
        if (present == null || hosts.contains(present.endpoint().server())) {
            return;
        }
        parts.dialer.resolve(endpoints -> {
            boolean listed = endpoints.isEmpty()
                    || endpoints.stream()
                            .anyMatch(each ->
                                    each.address().equals(present.endpoint().address()));
            // Others may have been set meanwhile, which were looked at then.
            if (present == parts.connection && !listed && hosts.equals(parts.dialer.hosts())) {
                parts.moveOn("the server is no longer among the hosts " + hosts);
            }
        });
    }
}
