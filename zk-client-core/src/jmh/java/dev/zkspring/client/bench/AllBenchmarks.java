package dev.zkspring.client.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Runs all suites, or those named by the arguments ({@code pipelined-real}). With {@code --quick} they only show that
 * they run; their figures mean nothing.
 */
final class AllBenchmarks {

    private static final String QUICK = "--quick";

    private AllBenchmarks() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        Set<Suite> suites = EnumSet.noneOf(Suite.class);
        Arrays.stream(args).filter(arg -> !arg.equals(QUICK)).forEach(arg -> suites.add(suite(arg)));
        boolean quick = List.of(args).contains(QUICK);
        for (Suite suite : suites.isEmpty() ? EnumSet.allOf(Suite.class) : suites) {
            run(suite, quick);
        }
    }

    private static Suite suite(String argument) {
        return Suite.valueOf(argument.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    private static void run(Suite suite, boolean quick) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx2g", "-D" + Effort.QUICK + "=" + quick));
        command.addAll(List.of(
                "-cp", System.getProperty("java.class.path"), suite.main().getName()));
        command.addAll(suite.arguments());
        int status = new ProcessBuilder(command).inheritIO().start().waitFor();
        if (status != 0) {
            throw new IllegalStateException("suite " + suite + " ended with status " + status);
        }
    }
}
