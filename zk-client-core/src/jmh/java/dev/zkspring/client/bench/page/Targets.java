package dev.zkspring.client.bench.page;

import dev.zkspring.client.bench.Client;
import dev.zkspring.client.bench.Quantity;
import dev.zkspring.client.bench.page.Results.Rounds;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What was set as the aim before anything was measured; whether it is reached is computed. */
final class Targets {

    private static final String INSTANT = "pipelined-instant";

    private static final String REAL = "pipelined-real";

    private static final String GET = "get 100 B window 512";

    private static final String SET = "set 100 B window 512";

    private static final String TIMES = "×";

    private static final Client[] PEERS = {Client.APACHE_NETTY, Client.APACHE_DEFAULT, Client.CURATOR};

    private Targets() {}

    static String render(Suites suites) {
        return Stream.of(client(), server(), watches(), connections())
                .flatMap(List::stream)
                .map(target -> target.row(suites))
                .collect(Collectors.joining("\n", "| measure | figure | target | |\n|---|---|---|---|\n", "\n"));
    }

    private static List<Target> client() {
        return List.of(
                times("get, throughput, to Apache's Netty socket", 2, INSTANT, GET, Client.APACHE_NETTY),
                times("set, throughput, to Apache's Netty socket", 2, INSTANT, SET, Client.APACHE_NETTY),
                share("get, CPU per call, to Apache's Netty socket", INSTANT, GET),
                share("set, CPU per call, to Apache's Netty socket", INSTANT, SET),
                new Target(
                        "get without batching, throughput, to Apache's Netty socket",
                        true,
                        2,
                        TIMES,
                        ratio(INSTANT, GET, Quantity.THROUGHPUT, Client.OURS_UNBATCHED, Client.APACHE_NETTY)),
                new Target(
                        "get without batching, CPU per call, to Apache's Netty socket",
                        false,
                        0.5,
                        TIMES,
                        ratio(INSTANT, GET, Quantity.CPU, Client.OURS_UNBATCHED, Client.APACHE_NETTY)),
                atMost("get, allocated per call", 400, "B", INSTANT, GET, Quantity.ALLOCATED),
                times("get, throughput, to Apache's default socket", 12, INSTANT, GET, Client.APACHE_DEFAULT),
                times("get, throughput, to Curator", 12, INSTANT, GET, Client.CURATOR),
                times("get, throughput, to the floor", 0.5, INSTANT, GET, Client.FLOOR),
                new Target(
                        "one blocking caller, p50, to the floor",
                        false,
                        1.1,
                        TIMES,
                        ratio("latency-instant", "1 blocking caller", Quantity.P50, Client.OURS, Client.FLOOR)));
    }

    private static List<Target> server() {
        return List.of(
                new Target(
                        "512 reads outstanding on a real server, throughput, to the best peer",
                        true,
                        8,
                        TIMES,
                        toBestPeer(REAL, GET)),
                new Target(
                        "64 blocking callers on a real server, throughput, to the best peer",
                        true,
                        8,
                        TIMES,
                        toBestPeer("latency-real", "64 blocking callers")));
    }

    private static List<Target> watches() {
        String arm = "arm .* data watches";
        String seen = "one change to each of .*: seen";
        String late = "cut link with .*: 100 later changes seen";
        return List.of(
                new Target("watches armed, time of Apache's to ours", true, 8, TIMES, slower(arm, Client.APACHE_NETTY)),
                new Target("watches armed, time of NodeCache's to ours", true, 20, TIMES, slower(arm, Client.CURATOR)),
                atMost("heap of one watch", 314, "B", "watches", "one of .* data watches", Quantity.HEAP),
                new Target("a change to each seen, to the time of writing", false, 1.1, TIMES, Targets::seenToWritten),
                atMost("watches restored and caught up", 1000, "ms", "watches", late, Quantity.TIME),
                new Target(
                        "a change to each seen, time of Apache's to ours",
                        true,
                        1,
                        TIMES,
                        slower(seen, Client.APACHE_NETTY)),
                new Target("CPU of a get, beside most watches to beside ten", false, 2, TIMES, Targets::growth));
    }

    private static List<Target> connections() {
        return List.of(atMost(
                "reconnect to the first reply, a second server up",
                50,
                "ms",
                "connections",
                "reconnect to another server.*",
                Quantity.TIME));
    }

    private static Target times(String measure, double limit, String suite, String scenario, Client peer) {
        return new Target(measure, true, limit, TIMES, ratio(suite, scenario, Quantity.THROUGHPUT, Client.OURS, peer));
    }

    private static Target share(String measure, String suite, String scenario) {
        return new Target(
                measure, false, 0.5, TIMES, ratio(suite, scenario, Quantity.CPU, Client.OURS, Client.APACHE_NETTY));
    }

    private static Target atMost(
            String measure, double limit, String unit, String suite, String pattern, Quantity quantity) {
        return new Target(measure, false, limit, unit, suites -> {
            Results results = suites.results(suite);
            return results.scenario(quantity, pattern)
                    .flatMap(scenario -> results.spread(scenario, Client.OURS, quantity));
        });
    }

    private static Function<Suites, Optional<Spread>> slower(String pattern, Client peer) {
        return ratio("watches", pattern, Quantity.TIME, peer, Client.OURS);
    }

    private static Function<Suites, Optional<Spread>> ratio(
            String suite, String pattern, Quantity quantity, Client client, Client to) {
        return suites -> {
            Results results = suites.results(suite);
            return results.scenario(quantity, pattern)
                    .flatMap(scenario ->
                            results.ratio(new Rounds(scenario, client, quantity), new Rounds(scenario, to, quantity)));
        };
    }

    /** The best peer is that to which the ratio is the smallest. */
    private static Function<Suites, Optional<Spread>> toBestPeer(String suite, String scenario) {
        return suites -> Arrays.stream(PEERS)
                .map(peer -> ratio(suite, scenario, Quantity.THROUGHPUT, Client.OURS, peer)
                        .apply(suites))
                .flatMap(Optional::stream)
                .min(Comparator.comparingDouble(Spread::median));
    }

    private static Optional<Spread> seenToWritten(Suites suites) {
        return compare(suites, Quantity.TIME, "one change to each of .*: seen", "one change to each of .*: written");
    }

    private static Optional<Spread> growth(Suites suites) {
        return compare(suites, Quantity.CPU, "pipelined get beside .* watches", "pipelined get beside 10 watches");
    }

    /** Two scenarios of this client's watches. */
    private static Optional<Spread> compare(Suites suites, Quantity quantity, String pattern, String to) {
        Results results = suites.results("watches");
        return results.scenario(quantity, pattern)
                .flatMap(scenario -> results.scenario(quantity, to)
                        .flatMap(other -> results.ratio(
                                new Rounds(scenario, Client.OURS, quantity),
                                new Rounds(other, Client.OURS, quantity))));
    }
}
