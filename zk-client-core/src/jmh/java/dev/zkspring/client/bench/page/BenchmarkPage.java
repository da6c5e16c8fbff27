package dev.zkspring.client.bench.page;

import dev.zkspring.client.bench.Figures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Writes the figures of {@code target/benchmarks} into {@code docs/benchmarks.md}, between markers, and draws the plots
 * beside it. What stands outside the markers is written by hand and says nothing about figures.
 */
public final class BenchmarkPage {

    private static final Path DOCS = Path.of("..", "docs");

    private static final Path PAGE = DOCS.resolve("benchmarks.md");

    private static final Path PLOTS = DOCS.resolve("benchmarks");

    private BenchmarkPage() {}

    public static void main(String[] args) throws IOException {
        Suites suites = Suites.read(Figures.DIRECTORY);
        Map<String, Chart> plots = new Plots(suites).all();
        Files.createDirectories(PLOTS);
        for (Map.Entry<String, Chart> plot : plots.entrySet()) {
            Files.writeString(
                    PLOTS.resolve(plot.getKey() + ".svg"), plot.getValue().render());
        }
        Page page = new Page(Files.readString(PAGE));
        page = page.replace("run", runs());
        page = page.replace("targets", Targets.render(suites));
        page = page.replace("server-bound", ServerBound.render(suites));
        page = page.replace("plots", links(plots));
        page = page.replace("tables", suites.render());
        Files.writeString(PAGE, page.text());
    }

    /** Where and with what the figures were taken; those on epoll by a run of their own, if there was one. */
    private static String runs() throws IOException {
        StringBuilder runs = new StringBuilder();
        for (String name : List.of(Figures.RUN, Figures.EPOLL_RUN)) {
            Path run = Figures.DIRECTORY.resolve(name);
            runs.append(Files.exists(run) ? Files.readString(run) : "");
        }
        return runs.toString();
    }

    private static String links(Map<String, Chart> plots) {
        return plots.entrySet().stream()
                .map(plot ->
                        "![%s](benchmarks/%s.svg)\n".formatted(plot.getValue().title(), plot.getKey()))
                .collect(Collectors.joining("\n"));
    }

    /** A page with parts between {@code <!-- name -->} and {@code <!-- /name -->}. */
    private record Page(String text) {

        Page replace(String name, String content) {
            String begin = "<!-- " + name + " -->\n";
            String end = "<!-- /" + name + " -->";
            int from = text.indexOf(begin);
            int to = text.indexOf(end);
            if (from < 0 || to < from) {
                throw new IllegalStateException(PAGE + " has no lines " + begin.strip() + " and " + end);
            }
            return new Page(text.substring(0, from + begin.length()) + "\n" + content + "\n" + text.substring(to));
        }
    }
}
