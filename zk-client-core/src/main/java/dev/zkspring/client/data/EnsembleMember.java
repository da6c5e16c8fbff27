package dev.zkspring.client.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A server as the configuration of its ensemble names it.
 *
 * @param id the number of the server
 * @param addresses where the other servers reach it, at least one
 * @param observer whether it has no vote
 * @param client where clients reach it, {@code null} if the configuration does not say; the host may be a wildcard
 */
public record EnsembleMember(
        long id,
        List<Address> addresses,
        boolean observer,
        @Nullable ServerAddress client) {

    /** Gives nothing back: what a server may send must not cost more than its length. */
    private static final Pattern SERVER = Pattern.compile("server\\.(\\d{1,18})\\s*+=([^;]++)(?:;\\s*+(\\S++))?");

    private static final String OBSERVER = ":observer";

    private static final String PARTICIPANT = ":participant";

    private static final Pattern ADDRESS = Pattern.compile("(\\[[^]]+]|[^:\\[\\]]+):(\\d{1,5}):(\\d{1,5})");

    private static final Pattern CLIENT = Pattern.compile("(?:(\\[[^]]+]|[^:\\[\\]]+):)?(\\d{1,5})");

    public EnsembleMember {
        addresses = List.copyOf(addresses);
    }

    /**
     * Where the servers talk to each other.
     *
     * @param host host name or address literal, IPv6 without brackets
     * @param quorumPort for what followers and their leader have to say
     * @param electionPort for the election of a leader
     */
    public record Address(String host, int quorumPort, int electionPort) {}

    /**
     * Where to connect to: {@link #client}, with the host of the first of {@link #addresses} in place of a wildcard.
     * Empty if the configuration names no client port.
     */
    public Optional<ServerAddress> connectAddress() {
        if (client == null) {
            return Optional.empty();
        }
        boolean wildcard = client.host().equals("0.0.0.0") || client.host().matches("[0:]+");
        return Optional.of(wildcard ? new ServerAddress(addresses.get(0).host(), client.port()) : client);
    }

    /** Reads {@code server.N=host:quorum:election[|...][:role][;[host:]port]}; empty for any other line. */
    static Optional<EnsembleMember> parse(String line) {
        Matcher server = SERVER.matcher(line.strip());
        if (!server.matches()) {
            return Optional.empty();
        }
        String servers = server.group(2).strip();
        boolean observer = servers.endsWith(OBSERVER);
        String role = observer ? OBSERVER : servers.endsWith(PARTICIPANT) ? PARTICIPANT : "";
        servers = servers.substring(0, servers.length() - role.length());
        List<Address> addresses = new ArrayList<>();
        for (String part : servers.split("\\|", -1)) {
            Matcher address = ADDRESS.matcher(part.strip());
            if (!address.matches()) {
                return Optional.empty();
            }
            addresses.add(new Address(host(address.group(1)), number(address.group(2)), number(address.group(3))));
        }
        return Optional.of(
                new EnsembleMember(Long.parseLong(server.group(1)), addresses, observer, client(server.group(3))));
    }

    private static @Nullable ServerAddress client(@Nullable String text) {
        Matcher client = CLIENT.matcher(text == null ? "" : text);
        if (!client.matches()) {
            return null;
        }
        int port = number(client.group(2));
        String host = client.group(1) == null ? "0.0.0.0" : host(client.group(1));
        return port < 1 || port > 65_535 ? null : new ServerAddress(host, port);
    }

    private static String host(String text) {
        return text.startsWith("[") ? text.substring(1, text.length() - 1) : text;
    }

    private static int number(String digits) {
        return Integer.parseInt(digits);
    }
}
