package dev.zkspring.client.bench.page;

import dev.zkspring.client.bench.Client;
import dev.zkspring.client.bench.Quantity;
import dev.zkspring.client.bench.page.Results.Rounds;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What was set as the aim before anything was measured; whether it is reached is computed. */
final class Targets {

    private static final String INSTANT = "pipelined-instant";

    private static final String GET = "get 100 B window 512";

    private static final String SET = "set 100 B window 512";

    private static final String MANY_GETS = "get 100 B window 4096";

    private static final String TIMES = "×";

    private Targets() {}

    static String render(Suites suites) {
        return Stream.of(peers(), floor(), server(), watches(), growth(), connections())
                .flatMap(List::stream)
                .map(target -> target.row(suites))
                .collect(Collectors.joining("\n", "| measure | figure | target | |\n|---|---|---|---|\n", "\n"));
    }

    private static List<Target> peers() {
        return List.of(
                share("get, CPU per call, to Apache's Netty socket", GET, Client.OURS),
                share("set, CPU per call, to Apache's Netty socket", SET, Client.OURS),
                share("get without batching, CPU per call, to Apache's Netty socket", GET, Client.OURS_UNBATCHED),
                times("get, throughput, to Apache's Netty socket", 2, GET, Client.APACHE_NETTY),
                times("set, throughput, to Apache's Netty socket", 2, SET, Client.APACHE_NETTY),
                atLeast(
                        "get without batching, throughput, to Apache's Netty socket",
                        2,
                        ratio(INSTANT, GET, Quantity.THROUGHPUT, Client.OURS_UNBATCHED, Client.APACHE_NETTY)),
                times("get, throughput, to Apache's default socket", 12, GET, Client.APACHE_DEFAULT),
                times("get, throughput, to Curator", 12, GET, Client.CURATOR),
                atMost("get, allocated per call", 400, "B", INSTANT, GET, Quantity.ALLOCATED));
    }

    private static List<Target> floor() {
        return List.of(
                times("get, throughput, to the floor", 0.5, GET, Client.FLOOR),
                times("set, throughput, to the floor", 0.5, SET, Client.FLOOR),
                times("get with 4096 outstanding, throughput, to the floor", 0.5, MANY_GETS, Client.FLOOR),
                times("the same, to the floor with futures", 0.5, MANY_GETS, Client.FLOOR_FUTURES),
                atMost("one blocking caller, p50, to the floor", 1.1, handOff("1 blocking caller")),
                atMost("64 blocking callers, p50, to the floor", 1.1, handOff("64 blocking callers")));
    }

    private static List<Target> server() {
        return List.of(
                atLeast(
                        "512 reads outstanding on a real server, throughput, to the best peer",
                        8,
                        suites -> suites.toBestPeer("pipelined-real", GET, Quantity.THROUGHPUT)),
                atLeast(
                        "64 blocking callers on a real server, throughput, to the best peer",
                        8,
                        suites -> suites.toBestPeer("latency-real", "64 blocking callers", Quantity.THROUGHPUT)));
    }

    private static List<Target> watches() {
        String arm = "arm .* data watches";
        String seen = "one change to each of .*: seen";
        String written = "one change to each of .*: written";
        String late = "cut link with .*: 100 later changes seen";
        return List.of(
                atLeast("watches armed, time of Apache's to ours", 8, slower(arm, Client.APACHE_NETTY)),
                atLeast("watches armed, time of NodeCache's to ours", 20, slower(arm, Client.CURATOR)),
                atMost("heap of one watch", 314, "B", "watches", "one of .* data watches", Quantity.HEAP),
                atMost(
                        "a change to each seen, to the time of writing",
                        1.1,
                        between(Quantity.TIME, seen, written, Client.OURS)),
                atMost(
                        "the same, to the time of writing without watches",
                        1.1,
                        between(Quantity.TIME, seen, written, Client.NOBODY)),
                atLeast("a change to each seen, time of Apache's to ours", 1, slower(seen, Client.APACHE_NETTY)),
                atMost("watches restored and caught up", 1000, "ms", "watches", late, Quantity.TIME));
    }

    private static List<Target> growth() {
        String most = "pipelined get beside .* watches";
        String ten = "pipelined get beside 10 watches";
        return List.of(
                atMost(
                        "a get beside most watches to beside ten, CPU per call",
                        2,
                        between(Quantity.CPU, most, ten, Client.OURS)),
                atLeast(
                        "a get beside most watches to beside ten, throughput",
                        0.5,
                        between(Quantity.THROUGHPUT, most, ten, Client.OURS)));
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

    private static Target atLeast(String measure, double limit, Function<Suites, Optional<Spread>> ratio) {
        return new Target(measure, true, limit, TIMES, ratio);
    }

    private static Target atMost(String measure, double limit, Function<Suites, Optional<Spread>> ratio) {
        return new Target(measure, false, limit, TIMES, ratio);
    }

    private static Target times(String measure, double limit, String scenario, Client peer) {
        return atLeast(measure, limit, ratio(INSTANT, scenario, Quantity.THROUGHPUT, Client.OURS, peer));
    }

    private static Target share(String measure, String scenario, Client ours) {
        return atMost(measure, 0.5, ratio(INSTANT, scenario, Quantity.CPU, ours, Client.APACHE_NETTY));
    }

    private static Target atMost(
            String measure, double limit, String unit, String suite, String pattern, Quantity quantity) {
        return new Target(measure, false, limit, unit, suites -> {
            Results results = suites.results(suite);
            return results.scenario(quantity, pattern)
                    .flatMap(scenario -> results.spread(scenario, Client.OURS, quantity));
        });
    }

    private static Function<Suites, Optional<Spread>> handOff(String scenario) {
        return ratio("latency-instant", scenario, Quantity.P50, Client.OURS, Client.FLOOR);
    }

    private static Function<Suites, Optional<Spread>> slower(String pattern, Client peer) {
        return ratio("watches", pattern, Quantity.TIME, peer, Client.OURS);
    }

    private static Function<Suites, Optional<Spread>> ratio(
            String suite, String pattern, Quantity quantity, Client client, Client to) {
        return suites -> suites.ratio(suite, pattern, quantity, client, to);
    }

    /** This client in one scenario of the watches to somebody in another one. */
    private static Function<Suites, Optional<Spread>> between(
            Quantity quantity, String pattern, String other, Client to) {
        return suites -> {
            Results results = suites.results("watches");
            return results.scenario(quantity, pattern)
                    .flatMap(scenario -> results.scenario(quantity, other)
                            .flatMap(base -> results.ratio(
                                    new Rounds(scenario, Client.OURS, quantity), new Rounds(base, to, quantity))));
        };
    }
}
