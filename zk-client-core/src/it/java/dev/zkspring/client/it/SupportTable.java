package dev.zkspring.client.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/** The tables in docs/guide/server-versions.md: a row for each {@link Feature}, a column for each server. */
final class SupportTable {

    /** From the first table to the end of the last one, with the headings between them. */
    private static final String BEGIN = "<!-- written by VersionMatrixIT -->";

    private static final String END = "<!-- up to here -->";

    private static final String CELLS = " | ";

    private final Path page;

    SupportTable(Path page) {
        this.page = page;
    }

    /** The cells as they are in the page, by the row's first cell and the column's version. */
    Map<String, Map<String, String>> read() throws IOException {
        Map<String, Map<String, String>> rows = new LinkedHashMap<>();
        List<String> columns = List.of();
        for (String line : Files.readAllLines(page)) {
            List<String> cells = cells(line);
            if (cells.isEmpty() || cells.get(0).startsWith("-")) {
                continue;
            }
            if (cells.get(0).isEmpty()) {
                columns = cells;
            } else {
                rows.put(cells.get(0), byColumn(columns, cells));
            }
        }
        return rows;
    }

    /** Replaces the tables, and nothing around them. */
    void write(Map<String, List<Feature>> groups, BiFunction<Feature, String, String> cell) throws IOException {
        String text = Files.readString(page);
        int begin = text.indexOf(BEGIN);
        int end = text.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new IllegalStateException(page + " has no lines " + BEGIN + " and " + END);
        }
        String tables = groups.entrySet().stream()
                .map(group -> "\n## " + group.getKey() + "\n\n" + table(group.getValue(), cell))
                .collect(Collectors.joining());
        Files.writeString(page, text.substring(0, begin) + BEGIN + "\n" + tables + "\n" + text.substring(end));
    }

    private static String table(List<Feature> features, BiFunction<Feature, String, String> cell) {
        StringBuilder table = new StringBuilder();
        table.append("| ").append(CELLS.stripLeading()).append(String.join(CELLS, ServerVersions.ALL));
        table.append(" |\n|---")
                .append("|---".repeat(ServerVersions.ALL.size()))
                .append("|\n");
        for (Feature feature : features) {
            table.append("| ").append(feature.name());
            ServerVersions.ALL.forEach(version -> table.append(CELLS).append(cell.apply(feature, version)));
            table.append(" |\n");
        }
        return table.toString();
    }

    private static List<String> cells(String line) {
        return line.startsWith("|")
                ? Arrays.stream(line.substring(1).split("\\|"))
                        .map(String::strip)
                        .toList()
                : List.of();
    }

    private static Map<String, String> byColumn(List<String> columns, List<String> cells) {
        Map<String, String> row = new LinkedHashMap<>();
        for (int i = 1; i < Math.min(columns.size(), cells.size()); i++) {
            row.put(columns.get(i), cells.get(i));
        }
        return row;
    }
}
