package dev.zkspring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the documents point to is there. */
class DocumentLinksTest {

    private static final Pattern LINK = Pattern.compile("]\\((?!https?:)([^)#]+)(?:#[^)]*)?\\)");

    private static final Pattern TEST_CLASS = Pattern.compile("`(\\w+(?:Test|IT))`");

    @Test
    void filesThatAreLinkedExist() throws IOException {
        for (Path page : Pages.all()) {
            assertThat(found(LINK, page).map(link -> page.resolveSibling(link).normalize()))
                    .as("%s", page)
                    .allMatch(Files::exists);
        }
    }

    @Test
    void testsThatAreNamedExist() throws IOException {
        List<String> sources = Pages.sources();
        for (Path page : Pages.all()) {
            assertThat(found(TEST_CLASS, page)).as("%s", page).isSubsetOf(sources);
        }
    }

    private static Stream<String> found(Pattern pattern, Path page) throws IOException {
        return pattern.matcher(Files.readString(page)).results().map(match -> match.group(1));
    }
}
