package dev.zkspring.client.comparison;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How much is run.
 *
 * @param seeds how many schedules; with none the page is written from the figures of the last run
 * @param first the first schedule's seed, the others follow
 * @param length of the random part of each schedule
 * @param contestants who goes through them
 */
record Settings(int seeds, long first, Duration length, List<Contestant> contestants) {

    private static final int SEEDS = 30;

    private static final int SECONDS = 8;

    private static final List<String> KEYS = List.of("seeds", "first", "seconds", "clients");

    /** Reads words like {@code seeds=30 first=1 seconds=10 clients=zk_spring,apache}; each may be left out. */
    static Settings parse(String[] words) {
        Map<String, String> values = Arrays.stream(words)
                .filter(word -> !word.isBlank())
                .map(word -> word.split("=", 2))
                .collect(Collectors.toMap(Settings::key, pair -> pair[1]));
        return new Settings(
                Integer.parseInt(values.getOrDefault("seeds", Integer.toString(SEEDS))),
                Long.parseLong(values.getOrDefault("first", "1")),
                Duration.ofSeconds(Integer.parseInt(values.getOrDefault("seconds", Integer.toString(SECONDS)))),
                contestants(values.getOrDefault("clients", "")));
    }

    private static String key(String[] pair) {
        if (pair.length != 2 || !KEYS.contains(pair[0])) {
            throw new IllegalArgumentException(
                    "argument '" + String.join("=", pair) + "' (expected: one of " + KEYS + ", '=' and a value)");
        }
        return pair[0];
    }

    private static List<Contestant> contestants(String names) {
        return names.isEmpty()
                ? List.of(Contestant.values())
                : Arrays.stream(names.split(",", -1))
                        .map(name -> Contestant.valueOf(name.toUpperCase(Locale.ROOT)))
                        .toList();
    }
}
