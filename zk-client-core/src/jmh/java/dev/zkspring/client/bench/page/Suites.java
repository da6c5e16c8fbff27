package dev.zkspring.client.bench.page;

import dev.zkspring.client.bench.Client;
import dev.zkspring.client.bench.Quantity;
import dev.zkspring.client.bench.page.Results.Rounds;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The figures of all suites, in the order of the page. */
final class Suites {

    /** Names of files and what the page calls them. */
    private static final Map<String, String> TITLES = new LinkedHashMap<>();

    static {
        TITLES.put("pipelined-instant", "Requests outstanding, instant-reply server");
        TITLES.put("pipelined-epoll", "Requests outstanding, instant-reply server, all on epoll");
        TITLES.put("pipelined-real", "Requests outstanding, ZooKeeper 3.9.5");
        TITLES.put("latency-instant", "Blocking callers, instant-reply server");
        TITLES.put("latency-real", "Blocking callers, ZooKeeper 3.9.5");
        TITLES.put("watches", "Watches, ZooKeeper 3.9.5");
        TITLES.put("connections", "Connections and idle clients, ZooKeeper 3.9.5");
        TITLES.put("jmh", "JMH with -prof gc, instant-reply server");
    }

    /** Files whose figures stand beside those of a suite, though they were not taken in turns with them. */
    private static final Map<String, String> BESIDE =
            Map.of("pipelined-instant", "kazoo-instant", "pipelined-real", "kazoo-real");

    private static final List<Client> PEERS = List.of(Client.APACHE_NETTY, Client.APACHE_DEFAULT, Client.CURATOR);

    private final Map<String, Results> results = new LinkedHashMap<>();

    static Suites read(Path directory) throws IOException {
        Suites suites = new Suites();
        for (String suite : TITLES.keySet()) {
            Results own = Results.read(directory, suite);
            String beside = BESIDE.get(suite);
            suites.results.put(suite, beside == null ? own : own.beside(Results.read(directory, beside)));
        }
        return suites;
    }

    Results results(String suite) {
        return results.get(suite);
    }

    /** How many times as much one client has as another one, of the last scenario that matches. */
    Optional<Spread> ratio(String suite, String pattern, Quantity quantity, Client client, Client to) {
        Results figures = results(suite);
        return figures.scenario(quantity, pattern)
                .flatMap(scenario ->
                        figures.ratio(new Rounds(scenario, client, quantity), new Rounds(scenario, to, quantity)));
    }

    /** The ratio to the peer that comes nearest to this client, or leaves it behind the most. */
    Optional<Spread> toBestPeer(String suite, String scenario, Quantity quantity) {
        Comparator<Spread> byMedian = Comparator.comparingDouble(Spread::median);
        return PEERS.stream()
                .map(peer -> ratio(suite, scenario, quantity, Client.OURS, peer))
                .flatMap(Optional::stream)
                .min(quantity.moreIsBetter() ? byMedian : byMedian.reversed());
    }

    /** A section for each suite that ran. */
    String render() {
        StringBuilder sections = new StringBuilder();
        TITLES.forEach((suite, title) -> {
            if (!results.get(suite).figures().isEmpty()) {
                sections.append("### ").append(title).append("\n\n");
                sections.append(new FigureTables(results.get(suite)).render()).append('\n');
            }
        });
        return sections.toString();
    }
}
