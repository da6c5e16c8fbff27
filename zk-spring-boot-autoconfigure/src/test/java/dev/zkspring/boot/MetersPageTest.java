package dev.zkspring.boot;

import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import dev.zkspring.metrics.AllMeters;
import dev.zkspring.observation.DefaultZkRequestObservationConvention;
import dev.zkspring.observation.DefaultZkWatchObservationConvention;
import dev.zkspring.observation.ZkObservation;
import io.micrometer.common.docs.KeyName;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The guide's page on metrics and the dashboard speak of meters that are registered, in the names of Prometheus. */
class MetersPageTest {

    private static final Path PAGE = Pages.CONFIGURATION.resolveSibling("metrics.md");

    private static final Path DASHBOARD = PAGE.resolveSibling(Path.of("..", "grafana", "zookeeper-clients.json"))
            .normalize();

    private static final Pattern METER =
            Pattern.compile("^\\| `(zk\\.[a-z.]+)` \\| (\\w+) \\| ([^|]*) \\| ?(\\w*) \\|", Pattern.MULTILINE);

    private static final Pattern OBSERVATION = Pattern.compile(
            "^\\| `(zk\\.[a-z.]+)` \\| `(zk\\.observations\\.[a-z]+)` \\| ([^|]*) \\| ([^|]*) \\|$", Pattern.MULTILINE);

    private static final Pattern SERIES = Pattern.compile("(?<!\\w)(zk_\\w+)(?:\\{([^}]*)})?");

    private static final Pattern SAMPLE = Pattern.compile("^(zk_\\w+?)\\{([^}]*)}", Pattern.MULTILINE);

    private static final Pattern LABEL = Pattern.compile("(\\w+)(?:=~|!~|!=|=)\"");

    private static final Pattern GROUPING = Pattern.compile("by \\(([^)]*)\\)");

    /** What Prometheus adds by itself. */
    private static final Set<String> TARGET = Set.of("job", "instance");

    private static final PrometheusMeterRegistry REGISTRY = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    /** Labels of each series as it is scraped. */
    private static final Map<String, Set<String>> SCRAPED = new HashMap<>();

    @BeforeAll
    static void register() throws Exception {
        AllMeters.registerIn(REGISTRY);
        SAMPLE.matcher(REGISTRY.scrape())
                .results()
                .forEach(sample -> SCRAPED.put(sample.group(1), labels(sample.group(2))));
    }

    private static Set<String> labels(String selector) {
        return LABEL.matcher(selector).results().map(label -> label.group(1)).collect(toCollection(TreeSet::new));
    }

    private static Set<String> words(String cell) {
        return Arrays.stream(cell.strip().split(" "))
                .map(word -> word.replace("`", ""))
                .collect(toCollection(TreeSet::new));
    }

    private record Described(String type, Set<String> tags, String unit) {}

    @Test
    void tablesHaveEveryMeterWithItsTypeTagsAndUnit() throws IOException {
        Map<String, Described> said = METER.matcher(Files.readString(PAGE))
                .results()
                .collect(toMap(
                        row -> row.group(1),
                        row -> new Described(row.group(2), words(row.group(3)), row.group(4)),
                        (one, other) -> one,
                        TreeMap::new));
        Map<String, Described> actual = new TreeMap<>();
        REGISTRY.getMeters().forEach(meter -> actual.put(meter.getId().getName(), describe(meter.getId())));
        assertThat(said).isEqualTo(actual);
    }

    private static Described describe(Meter.Id meter) {
        String unit = meter.getType() == Meter.Type.TIMER ? "seconds" : meter.getBaseUnit();
        return new Described(
                meter.getType().name().toLowerCase(Locale.ROOT),
                meter.getTags().stream().map(Tag::getKey).collect(toCollection(TreeSet::new)),
                unit == null ? "" : unit);
    }

    @Test
    void tableHasEveryObservationWithItsKeysAndItsSwitch() throws IOException {
        List<MatchResult> rows =
                OBSERVATION.matcher(Files.readString(PAGE)).results().toList();
        assertThat(rows).hasSize(ZkObservation.values().length);
        check(rows.get(0), ZkObservation.REQUEST, new DefaultZkRequestObservationConvention().getName());
        check(rows.get(1), ZkObservation.WATCH, new DefaultZkWatchObservationConvention().getName());
        assertThat(PropertyMetadata.all())
                .extracting(PropertyMetadata::name)
                .contains(rows.get(0).group(2), rows.get(1).group(2));
    }

    private static void check(MatchResult row, ZkObservation observation, String name) {
        assertThat(row.group(1)).isEqualTo(name);
        assertThat(words(row.group(3))).isEqualTo(names(observation.getLowCardinalityKeyNames()));
        assertThat(words(row.group(4))).isEqualTo(names(observation.getHighCardinalityKeyNames()));
    }

    private static Set<String> names(KeyName[] keys) {
        return Stream.of(keys).map(KeyName::asString).collect(toCollection(TreeSet::new));
    }

    @Test
    void expressionsOfThePageAreAboutRealSeries() throws IOException {
        String page = Files.readString(PAGE);
        List<String> expressions =
                SERIES.matcher(page).results().map(MatchResult::group).toList();
        assertThat(expressions).hasSizeGreaterThan(5);
        page.lines().filter(line -> line.contains("zk_")).forEach(MetersPageTest::checkExpression);
    }

    @Nested
    class Dashboard {

        private final JsonNode dashboard = new JsonMapper().readTree(DASHBOARD.toFile());

        @Test
        void expressionsAreAboutRealSeries() {
            List<String> expressions = new ArrayList<>();
            dashboard.findValues("expr").forEach(expression -> expressions.add(expression.asString()));
            dashboard.path("templating").path("list").forEach(variable -> {
                if (variable.path("type").asString().equals("query")) {
                    expressions.add(variable.path("query").asString());
                }
            });
            assertThat(expressions).hasSizeGreaterThan(20).allSatisfy(MetersPageTest::checkExpression);
        }

        @Test
        void hasARowForEachSubjectAndTakesItsDataFromTheChosenSource() {
            List<String> rows = new ArrayList<>();
            dashboard.path("panels").forEach(panel -> {
                if (panel.path("type").asString().equals("row")) {
                    rows.add(panel.path("title").asString());
                } else {
                    assertThat(panel.path("datasource").path("uid").asString()).isEqualTo("${datasource}");
                }
            });
            assertThat(rows).containsExactly("Connections", "Requests", "Watches", "Servers");
            assertThat(dashboard
                            .path("templating")
                            .path("list")
                            .path(0)
                            .path("query")
                            .asString())
                    .isEqualTo("prometheus");
        }
    }

    private static void checkExpression(String expression) {
        List<MatchResult> series = SERIES.matcher(expression).results().toList();
        assertThat(series).as("series of %s", expression).isNotEmpty();
        Set<String> known = new TreeSet<>(TARGET);
        for (MatchResult each : series) {
            assertThat(SCRAPED).as("series that are scraped").containsKey(each.group(1));
            Set<String> labels = new TreeSet<>(TARGET);
            labels.addAll(SCRAPED.get(each.group(1)));
            assertThat(labels).as(each.group()).containsAll(each.group(2) == null ? Set.of() : labels(each.group(2)));
            known.addAll(labels);
        }
        GROUPING.matcher(expression)
                .results()
                .forEach(grouping -> assertThat(known)
                        .as(expression)
                        .containsAll(words(grouping.group(1).replace(",", ""))));
    }
}
