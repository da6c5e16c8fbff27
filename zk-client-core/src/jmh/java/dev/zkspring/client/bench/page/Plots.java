package dev.zkspring.client.bench.page;

import dev.zkspring.client.bench.Client;
import dev.zkspring.client.bench.Quantity;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The plots of the page, by the names of their files; those of suites that did not run are left out. */
final class Plots {

    private static final List<String> WINDOWS = List.of("1", "16", "512", "4096");

    private final Suites suites;

    Plots(Suites suites) {
        this.suites = suites;
    }

    Map<String, Chart> all() {
        Map<String, Chart> plots = new LinkedHashMap<>();
        plots.put("cpu", cpu());
        plots.put("get-instant", byWindow("get", "pipelined-instant", "a server that answers at no cost"));
        plots.put("set-instant", byWindow("set", "pipelined-instant", "a server that answers at no cost"));
        plots.put("get-real", byWindow("get", "pipelined-real", "ZooKeeper 3.9.5"));
        plots.put("latency", latency());
        plots.put("watches", watches());
        plots.put("growth", growth());
        plots.values().removeIf(Chart::isEmpty);
        return plots;
    }

    private Chart byWindow(String operation, String suite, String server) {
        List<String> scenarios = WINDOWS.stream()
                .map(window -> operation + " 100 B window " + window)
                .toList();
        String title = operation + " of 100 bytes, " + server;
        return new LineChart(
                title, "requests outstanding", "calls/s", WINDOWS, lines(suite, Quantity.THROUGHPUT, scenarios));
    }

    private Chart growth() {
        String start = "pipelined get beside ";
        String end = " watches";
        List<String> scenarios = suites.results("watches").scenarios(Quantity.CPU).stream()
                .filter(scenario -> scenario.startsWith(start))
                .toList();
        List<String> steps = scenarios.stream()
                .map(scenario -> scenario.substring(start.length(), scenario.length() - end.length()))
                .toList();
        return new LineChart(
                "A get beside many watches, ZooKeeper 3.9.5",
                "watches that the client holds",
                "CPU µs/call",
                steps,
                lines("watches", Quantity.CPU, scenarios));
    }

    private Map<Client, List<Optional<Spread>>> lines(String suite, Quantity quantity, List<String> scenarios) {
        Results results = suites.results(suite);
        Map<Client, List<Optional<Spread>>> lines = new EnumMap<>(Client.class);
        for (Client client : results.clients(quantity)) {
            List<Optional<Spread>> line = scenarios.stream()
                    .map(scenario -> results.spread(scenario, client, quantity).filter(Plots::hasLogarithm))
                    .toList();
            if (line.stream().anyMatch(Optional::isPresent)) {
                lines.put(client, line);
            }
        }
        return lines;
    }

    private Chart cpu() {
        Map<String, Map<Client, Double>> groups = new LinkedHashMap<>();
        for (String operation : List.of("get 100 B", "set 100 B", "exists", "create 100 B", "get and set 100 B")) {
            group(groups, operation, "pipelined-instant", operation + " window 512", Quantity.CPU);
        }
        return new BarChart("Processor time of a call, 512 outstanding", "CPU µs/call", groups);
    }

    private Chart latency() {
        Map<String, Map<Client, Double>> groups = new LinkedHashMap<>();
        List<String> suitesOfCallers = List.of("latency-instant", "latency-real");
        for (String suite : suitesOfCallers) {
            String server = suite.equals("latency-real") ? "ZooKeeper 3.9.5" : "instant-reply server";
            group(groups, "p50, " + server, suite, "1 blocking caller", Quantity.P50);
            group(groups, "p99, " + server, suite, "1 blocking caller", Quantity.P99);
        }
        return new BarChart("One blocking caller, get of 100 bytes", "µs", groups);
    }

    private Chart watches() {
        Map<String, Map<Client, Double>> groups = new LinkedHashMap<>();
        Results results = suites.results("watches");
        List<String> patterns = List.of("arm .* data watches", "one change .*: seen", "cut link .*");
        List<String> scenarios = new ArrayList<>();
        patterns.forEach(pattern -> results.scenario(Quantity.TIME, pattern).ifPresent(scenarios::add));
        scenarios.forEach(scenario -> group(groups, scenario, "watches", scenario, Quantity.TIME));
        return new BarChart("Many watches, ZooKeeper 3.9.5", "ms", groups);
    }

    /** Adds those clients of a scenario that have a figure. */
    private void group(
            Map<String, Map<Client, Double>> groups, String heading, String suite, String scenario, Quantity quantity) {
        Results results = suites.results(suite);
        Map<Client, Double> group = new EnumMap<>(Client.class);
        for (Client client : results.clients(quantity)) {
            results.spread(scenario, client, quantity)
                    .filter(Plots::hasLogarithm)
                    .ifPresent(figure -> group.put(client, figure.median()));
        }
        if (!group.isEmpty()) {
            groups.put(heading, group);
        }
    }

    /** A short turn may seem to have taken no processor time. */
    private static boolean hasLogarithm(Spread figure) {
        return figure.min() > 0;
    }
}
