package dev.zkspring.client.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** With {@code -Dsoak-table.write=true} what runs left in {@code target/faults} is summed into the page. */
class SoakTableTest {

    private static final Path PAGE = Path.of("..", "docs", "reliability.md");

    private static final List<String> RUNS = List.of(
            "2026-11-23T10:00:00Z,1,8000,Calls,1000,10,7,1,0,2,50,90,90,0,300,CUT=2 KILL=1,STALL=1,get ok=7"
                    + " excused ms=20",
            "2026-11-23T10:00:00Z,1,8000,Load,500000,0,3,0,0,1,10,10,10,0,300,CUT=2 KILL=1,STALL=1,events=9",
            "2026-11-24T11:00:00Z,1,8000,Calls,1,0,0,1,1,0,,,,2,900,CUT=1 CORRUPT=1,,");

    private static SoakTable table() {
        return new SoakTable(
                RUNS,
                IntStream.rangeClosed(1, 100)
                        .mapToObj(millis -> "2026-11-23T10:00:00Z,1,Calls," + millis)
                        .toList(),
                List.of("lies,1000", "bytes,5", "lies,500"));
    }

    @Test
    void countsFaultsOncePerRunAndCallsOncePerWorkload() {
        assertThat(table().text().lines())
                .contains(
                        "| calls | 501 001; failed 10 |",
                        "| faults that hit a connection or a server | 5: CUT 3, CORRUPT 1; of servers KILL 1 |",
                        "| faults that met nobody | 1 |",
                        "| reconnects | 10 |",
                        "| sessions lost | 2 |",
                        "| calls without an end | 1 |",
                        "| recoveries | 100: median 50 ms, 99 of 100 within 99 ms, slowest 100 ms |",
                        "| bad inputs | 1 505: 5 bytes, 1 500 lies |",
                        "| time without a processor | 1.2 s, for which 0.0 s of lateness were excused |",
                        "| violations | 2 in 1 run |")
                .first()
                .asString()
                .startsWith("2026-11-23 to 2026-11-24: 2 runs of 8 s, on ");
    }

    @Test
    void saysPlainlyThatNothingWasFound() {
        assertThat(new SoakTable(RUNS.subList(0, 2), List.of(), List.of()).text())
                .contains("| violations | none |");
    }

    @Test
    void replacesWhatIsBetweenTheMarksOfThePage() {
        assertThat(table().into("a\n<!-- soak -->\nold\n<!-- /soak -->\nz"))
                .startsWith("a\n<!-- soak -->\n\n2026-")
                .endsWith("1 run |\n\n<!-- /soak -->\nz")
                .doesNotContain("old");
        assertThatIllegalArgumentException().isThrownBy(() -> table().into("a page of something else"));
    }

    @Test
    void linesOfAnotherKindOfReportAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SoakTable(List.of("1,2,3"), List.of(), List.of()))
                .withMessageContaining("'1,2,3' (expected: time,seed");
    }

    @Test
    void thePageHasTheMarks() throws IOException {
        assertThat(table().into(Files.readString(PAGE))).contains("501 001");
    }

    @Test
    @EnabledIfSystemProperty(named = "soak-table.write", matches = "true")
    void isWrittenOnDemand() throws IOException {
        SoakTable table =
                new SoakTable(lines(FaultReport.FILE, 1), lines(FaultReport.RECOVERIES, 1), lines(BadInputs.FILE, 0));
        Files.writeString(PAGE, table.into(Files.readString(PAGE)));
    }

    private static List<String> lines(Path file, int heads) throws IOException {
        return Files.exists(file)
                ? Files.readAllLines(file).stream().skip(heads).toList()
                : List.of();
    }
}
