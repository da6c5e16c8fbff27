package dev.zkspring.boot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The documents of the project. Tests run in the directory of the module, or in the root when an editor starts them. */
final class Pages {

    static final Path README = root().resolve("README.md");

    static final Path CONFIGURATION = root().resolve(Path.of("docs", "guide", "configuration.md"));

    private Pages() {}

    private static Path root() {
        Path here = Path.of("");
        return Files.exists(here.resolve("README.md")) ? here : Path.of("..");
    }

    /** What a user reads: the README and the guide. */
    static List<Path> all() throws IOException {
        try (Stream<Path> guide = Files.list(CONFIGURATION.getParent())) {
            return Stream.concat(
                            Stream.of(README),
                            guide.filter(page -> page.toString().endsWith(".md"))
                                    .sorted())
                    .toList();
        }
    }

    /** The simple names of all Java files of the project. */
    static List<String> sources() throws IOException {
        try (Stream<Path> files =
                Files.find(root(), 20, (file, attributes) -> file.toString().endsWith(".java"))) {
            return files.map(file -> file.getFileName().toString().replace(".java", ""))
                    .toList();
        }
    }
}
