package dev.zkspring.client.data;

/**
 * A server as the application names it; the name is resolved anew for each connection.
 *
 * @param host host name or address literal, IPv6 without brackets
 * @param port 1 to 65535
 */
public record ServerAddress(String host, int port) {

    /** The port that a server listens on if none is named. */
    public static final int DEFAULT_PORT = 2181;

    public ServerAddress {
        if (host.isEmpty()) {
            throw new IllegalArgumentException("host name is empty");
        }
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("port of %s: %d (expected: 1 to 65535)".formatted(host, port));
        }
    }

    /** {@code host:port}, or {@code [v6]:port}. */
    @Override
    public String toString() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }
}
