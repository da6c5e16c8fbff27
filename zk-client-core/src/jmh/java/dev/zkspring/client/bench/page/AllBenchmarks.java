package dev.zkspring.client.bench.page;

import dev.zkspring.client.bench.Figures;
import dev.zkspring.client.bench.Suite;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Runs all suites, or those named by the arguments ({@code pipelined-real}). With {@code --quick} they only show that
 * they run; their figures mean nothing. Then the page is written from these and from earlier figures of other suites.
 */
final class AllBenchmarks {

    private static final String QUICK = "--quick";

    private AllBenchmarks() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        Set<Suite> suites = EnumSet.noneOf(Suite.class);
        Arrays.stream(args).filter(arg -> !arg.equals(QUICK)).forEach(arg -> suites.add(suite(arg)));
        boolean quick = List.of(args).contains(QUICK);
        Files.createDirectories(Figures.DIRECTORY);
        if (suites.equals(EnumSet.of(Suite.PIPELINED_EPOLL))) {
            Files.writeString(Figures.DIRECTORY.resolve(Figures.EPOLL_RUN), Run.describeEpoll(quick));
        } else {
            Files.writeString(Figures.DIRECTORY.resolve(Figures.RUN), Run.describe(quick));
        }
        for (Suite suite : suites.isEmpty() ? EnumSet.complementOf(EnumSet.of(Suite.PIPELINED_EPOLL)) : suites) {
            suite.run(quick);
        }
        BenchmarkPage.main(new String[0]);
    }

    private static Suite suite(String argument) {
        return Suite.valueOf(argument.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
