package dev.zkspring.actuate;

import dev.zkspring.client.ZkClient;
import dev.zkspring.client.data.ClientState;
import dev.zkspring.client.data.ServerAddress;
import dev.zkspring.client.data.SessionId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A client.
 *
 * @param name in threads, logs, events and meters
 * @param state CONNECTED, SUSPENDED or LOST
 * @param clientState the same with more detail
 * @param readOnly whether it is connected to a server without quorum
 * @param hosts its servers as {@code host:port}
 * @param connectFailures why servers could not be connected to lately
 * @param server the connected one as {@code host:port}, {@code null} if there is none
 * @param serverVersion {@code null} if there is none, or it is not known yet
 * @param chroot the node that its paths are relative to, empty for none
 * @param session its id as servers log it, {@code null} if there is none
 * @param negotiatedTimeout of the session as in {@code PT10S}, {@code null} if there is none
 * @param lastZxid the newest transaction that it has seen, in hexadecimal
 */
public record ClientDescriptor(
        String name,
        String state,
        String clientState,
        boolean readOnly,
        List<String> hosts,
        Map<String, String> connectFailures,
        @Nullable String server,
        @Nullable String serverVersion,
        String chroot,
        @Nullable String session,
        @Nullable String negotiatedTimeout,
        String lastZxid) {

    static ClientDescriptor of(ZkClient client) {
        Map<String, String> failures = new LinkedHashMap<>();
        client.connectFailures().forEach((server, reason) -> failures.put(server.toString(), reason));
        SessionId session = client.sessionId();
        return new ClientDescriptor(
                client.clientName(),
                client.state().name(),
                client.clientState().name(),
                client.clientState() == ClientState.CONNECTED_RO,
                client.hosts().stream().map(ServerAddress::toString).toList(),
                failures,
                text(client.server()),
                text(client.serverVersion()),
                client.chroot(),
                text(session),
                session == null ? null : client.negotiatedTimeout().toString(),
                SessionId.toString(client.lastZxid()));
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }
}
