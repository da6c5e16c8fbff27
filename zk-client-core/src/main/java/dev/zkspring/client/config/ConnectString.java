package dev.zkspring.client.config;

import dev.zkspring.client.data.ServerAddress;
import dev.zkspring.client.data.ZkPath;
import dev.zkspring.client.error.InvalidHostsException;
import java.util.ArrayList;
import java.util.List;

/**
 * A parsed connect string: {@code host1[:port],host2[:port],[v6][:port]/chroot}.
 *
 * @param servers in the order of the string
 * @param chroot empty for none
 */
public record ConnectString(List<ServerAddress> servers, String chroot) {

    public ConnectString {
        servers = List.copyOf(servers);
    }

    /** @throws InvalidHostsException names the string and what is wrong with it */
    public static ConnectString parse(String text) {
        int slash = text.indexOf('/');
        String hosts = slash < 0 ? text : text.substring(0, slash);
        List<ServerAddress> servers = new ArrayList<>();
        String chroot = slash < 0 ? "" : parseChroot(text, text.substring(slash).strip());
        for (String host : hosts.split(",", -1)) {
            servers.add(parseServer(text, host.strip()));
        }
        return new ConnectString(servers, chroot);
    }

    private static String parseChroot(String text, String chroot) {
        if (chroot.indexOf(',') >= 0) {
            throw new InvalidHostsException(
                    text, "the chroot must stand once, behind the last host (expected: host1,host2/chroot)");
        }
        try {
            return ZkPath.validate(chroot).equals("/") ? "" : chroot;
        } catch (IllegalArgumentException e) {
            throw new InvalidHostsException(text, "chroot: " + e.getMessage());
        }
    }

    private static ServerAddress parseServer(String text, String server) {
        if (server.isEmpty()) {
            throw new InvalidHostsException(text, "a host name is empty (expected: host[:port],host[:port])");
        }
        int bracket = server.indexOf(']');
        if (server.startsWith("[") != bracket >= 0) {
            throw new InvalidHostsException(text, "\"" + server + "\" (expected: [IPv6 address]:port)");
        }
        int colon = server.indexOf(':', Math.max(bracket, 0));
        if (bracket < 0 && colon != server.lastIndexOf(':')) {
            throw new InvalidHostsException(text, "\"" + server + "\" (expected: an IPv6 address in brackets)");
        }
        String host = colon < 0 ? server : server.substring(0, colon);
        String name = bracket < 0 ? host : unbracket(text, host);
        return address(text, name, colon < 0 ? ServerAddress.DEFAULT_PORT : parsePort(text, server, colon));
    }

    private static String unbracket(String text, String host) {
        if (!host.endsWith("]")) {
            throw new InvalidHostsException(text, "\"" + host + "\" (expected: [IPv6 address]:port)");
        }
        return host.substring(1, host.length() - 1);
    }

    private static int parsePort(String text, String server, int colon) {
        try {
            return Integer.parseInt(server.substring(colon + 1));
        } catch (NumberFormatException e) {
            throw new InvalidHostsException(text, "port of \"" + server + "\" is no number (expected: 1 to 65535)");
        }
    }

    private static ServerAddress address(String text, String host, int port) {
        if (host.chars().anyMatch(c -> c <= ' ' || "@[]?#\\".indexOf(c) >= 0)) {
            throw new InvalidHostsException(
                    text, "\"" + host + "\" is no host name (expected: host[:port], without scheme, user or spaces)");
        }
        try {
            return new ServerAddress(host, port);
        } catch (IllegalArgumentException e) {
            throw new InvalidHostsException(text, String.valueOf(e.getMessage()));
        }
    }
}
