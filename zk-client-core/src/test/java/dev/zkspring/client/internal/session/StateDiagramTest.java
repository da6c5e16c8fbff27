package dev.zkspring.client.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Compares what ARCHITECTURE.md draws and lists with {@link SessionPhase}, which decides. */
class StateDiagramTest {

    private static final Pattern DIAGRAM = Pattern.compile("```mermaid\\s+stateDiagram-v2\\n(.*?)```", Pattern.DOTALL);

    private static final Pattern EDGE = Pattern.compile("^ *(\\w+) --> (\\w+)", Pattern.MULTILINE);

    private static final Pattern START = Pattern.compile("^ *\\[\\*] --> (\\w+)", Pattern.MULTILINE);

    private static final Pattern ROW = Pattern.compile("^\\| `([A-Z_]+)` \\| `([A-Z_]+)` \\| `([A-Z_]+)` \\|");

    @Test
    void diagramHasExactlyTheAllowedEdges() throws IOException {
        assertThat(found(EDGE, diagram(), edge -> edge.group(1) + " --> " + edge.group(2)))
                .isEqualTo(named(StateDiagramTest::edges));
    }

    @Test
    void diagramBeginsWhereASessionBegins() throws IOException {
        assertThat(found(START, diagram(), start -> start.group(1)))
                .containsExactly(SessionSnapshot.INITIAL.phase().name());
    }

    @Test
    void tableGivesThePublicStatesOfEachPhase() throws IOException {
        Set<String> rows = new TreeSet<>();
        for (String line : architecture().lines().toList()) {
            rows.addAll(found(ROW, line, row -> row.group(1) + " " + row.group(2) + " " + row.group(3)));
        }
        assertThat(rows)
                .isEqualTo(
                        named(phase -> Stream.of(phase + " " + phase.connectionState() + " " + phase.clientState())));
    }

    private static Stream<String> edges(SessionPhase phase) {
        return phase.successors().stream().map(next -> phase + " --> " + next);
    }

    private static Set<String> named(Function<SessionPhase, Stream<String>> names) {
        return Stream.of(SessionPhase.values()).flatMap(names).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> found(Pattern pattern, String text, Function<MatchResult, String> name) {
        return pattern.matcher(text).results().map(name).collect(Collectors.toCollection(TreeSet::new));
    }

    private static String diagram() throws IOException {
        return DIAGRAM.matcher(architecture())
                .results()
                .map(diagram -> diagram.group(1))
                .collect(Collectors.joining());
    }

    /** Tests run in the directory of the module, or in the root when an editor starts them. */
    private static String architecture() throws IOException {
        Path here = Path.of("ARCHITECTURE.md");
        return Files.readString(Files.exists(here) ? here : Path.of("..").resolve(here));
    }
}
