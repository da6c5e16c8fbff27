package dev.zkspring.client.internal.transport;

import dev.zkspring.client.data.ServerAddress;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * One address of a server.
 *
 * @param server as the application names it
 * @param address what the name stands for now, resolved
 */
public record Endpoint(ServerAddress server, InetSocketAddress address) {

    public Endpoint {
        if (address.isUnresolved()) {
            throw new IllegalArgumentException(
                    "address of %s: %s (expected: a resolved one)".formatted(server, address));
        }
    }

    /** {@code host:port} for a server named by its address, else {@code host:port/address}. */
    @Override
    public String toString() {
        InetAddress ip = address.getAddress();
        return ip.equals(NetUtil.createInetAddressFromIpAddressString(server.host()))
                ? server.toString()
                : server + "/" + NetUtil.toAddressString(ip);
    }
}
