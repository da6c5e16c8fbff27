package dev.zkspring.client.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * Every feature on a server of every version, and what docs/guide/server-versions.md says of it. With the system
 * property {@value #WRITE} the page is written instead of compared.
 */
@ParameterizedClass
@FieldSource("dev.zkspring.client.it.ServerVersions#ALL")
class VersionMatrixIT {

    private static final String WRITE = "version-matrix.write";

    private static final boolean WRITES = Boolean.getBoolean(WRITE);

    private static final SupportTable TABLE = new SupportTable(page());

    private static final Map<String, List<Feature>> GROUPS = groups();

    private static final Map<String, String> FOUND = new ConcurrentHashMap<>();

    private static Map<String, Map<String, String>> documented;

    @Parameter
    private String version;

    private ZkServer server;

    private static Map<String, List<Feature>> groups() {
        Map<String, List<Feature>> groups = new LinkedHashMap<>();
        groups.put("Nodes", NodeFeatures.ALL);
        groups.put("Many nodes at once", BulkFeatures.ALL);
        groups.put("Watches", WatchFeatures.ALL);
        groups.put("Session", SessionFeatures.ALL);
        groups.put("Authentication", AuthFeatures.ALL);
        groups.put("Ensemble", EnsembleFeatures.ALL);
        groups.put("Four-letter words", AdminFeatures.ALL);
        return groups;
    }

    /** Tests run in the directory of the module, or in the root when an editor starts them. */
    private static Path page() {
        Path here = Path.of("docs", "guide", "server-versions.md");
        return Files.exists(here) ? here : Path.of("..").resolve(here);
    }

    private static Stream<Feature> features() {
        return GROUPS.values().stream().flatMap(List::stream);
    }

    @BeforeAll
    static void readTable() throws IOException {
        Awaitility.setDefaultTimeout(Duration.ofSeconds(40));
        documented = TABLE.read();
        if (!WRITES) {
            assertThat(documented.keySet())
                    .as("rows of the page that nobody tries")
                    .isSubsetOf(features().map(Feature::name).toList());
        }
    }

    @AfterAll
    static void writeTable() throws IOException {
        if (WRITES) {
            TABLE.write(GROUPS, (feature, version) -> FOUND.getOrDefault(version + feature.name(), "?"));
        }
    }

    @BeforeEach
    void startServer() {
        server = ZkServer.builder("matrix")
                .version(version)
                .jvmOption("-Dzookeeper.extendedTypesEnabled=true")
                .jvmOption("-Dznode.container.checkIntervalMs=100")
                .build()
                .start();
    }

    @AfterEach
    void closeServer() {
        server.close();
    }

    @TestFactory
    Stream<DynamicTest> worksAsDocumented() {
        return features().map(feature -> DynamicTest.dynamicTest(feature.name(), () -> tryOut(feature)));
    }

    private void tryOut(Feature feature) throws Exception {
        try (Trial trial = Trial.on(server)) {
            String found = feature.tryOut(trial).toString();
            FOUND.put(version + feature.name(), found);
            if (!WRITES) {
                assertThat(found)
                        .as(feature.name() + " on " + version + "; -D" + WRITE + "=true writes the page anew")
                        .isEqualTo(documented
                                .getOrDefault(feature.name(), Map.of())
                                .get(version));
            }
        } catch (Exception | AssertionError e) {
            throw new AssertionError(feature.name() + " on " + version + ": " + e.getMessage(), e);
        }
    }
}
