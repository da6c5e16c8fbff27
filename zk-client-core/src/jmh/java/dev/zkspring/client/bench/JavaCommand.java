package dev.zkspring.client.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command that runs a main class of this class path in a JVM of its own. */
final class JavaCommand {

    /** Compiler threads would end when there is nothing to compile, and {@link ProcessorTime} would lose theirs. */
    private static final String COMPILERS_LIVE_ON = "-XX:-UseDynamicNumberOfCompilerThreads";

    private JavaCommand() {}

    static List<String> of(Class<?> main, List<String> options, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add(COMPILERS_LIVE_ON);
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(arguments);
        return command;
    }
}
