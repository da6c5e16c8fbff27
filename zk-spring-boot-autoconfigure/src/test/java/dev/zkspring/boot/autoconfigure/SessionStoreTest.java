package dev.zkspring.boot.autoconfigure;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

class SessionStoreTest {

    @TempDir
    private Path directory;

    private Path file;

    @BeforeEach
    void chooseFile() {
        file = directory.resolve("state/session");
    }

    private Stream<String> files() throws IOException {
        try (Stream<Path> list = Files.list(directory.resolve("state"))) {
            return list.map(path -> path.getFileName().toString()).sorted().toList().stream();
        }
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    @Nested
    class Content {

        @Test
        void isNothingAtFirst() throws Exception {
            try (SessionStore store = SessionStore.open(file)) {
                assertThat(store.read()).isNull();
            }
        }

        @Test
        void isWhatWasWrittenLast() throws Exception {
            try (SessionStore store = SessionStore.open(file)) {
                store.write("first, and longer".getBytes(UTF_8));
                store.write("second".getBytes(UTF_8));
                assertThat(store.read()).isEqualTo("second".getBytes(UTF_8));
                assertThat(files()).containsExactly("session", "session.lock");
            }
            try (SessionStore later = SessionStore.open(file)) {
                assertThat(later.read()).isEqualTo("second".getBytes(UTF_8));
            }
        }

        @Test
        void isReplacedAlsoAfterAProcessDiedWhileItReplacedIt() throws Exception {
            try (SessionStore store = SessionStore.open(file)) {
                Files.writeString(directory.resolve("state/session.tmp"), "half a sec");
                store.write("whole".getBytes(UTF_8));
                assertThat(store.read()).isEqualTo("whole".getBytes(UTF_8));
                assertThat(files()).doesNotContain("session.tmp");
            }
        }

        @Test
        void leavesNoTraceWhenCleared() throws Exception {
            try (SessionStore store = SessionStore.open(file)) {
                store.write("secret".getBytes(UTF_8));
                Files.writeString(directory.resolve("state/session.tmp"), "half a sec");
                store.clear();
                store.clear();
                assertThat(store.read()).isNull();
                assertThat(files()).containsExactly("session.lock");
            }
        }
    }

    @Nested
    @ExtendWith(OutputCaptureExtension.class)
    class Permissions {

        @Test
        void areThoseOfTheOwnerOnly() throws Exception {
            try (SessionStore store = SessionStore.open(file)) {
                store.write("secret".getBytes(UTF_8));
                assertThat(mode(file)).isEqualTo("rw-------");
                assertThat(mode(directory.resolve("state/session.lock"))).isEqualTo("rw-------");
            }
        }

        @Test
        void areCorrectedWithOneWarningWhenWider(CapturedOutput output) throws Exception {
            try (SessionStore store = SessionStore.open(file)) {
                store.write("secret".getBytes(UTF_8));
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));

                assertThat(store.read()).isEqualTo("secret".getBytes(UTF_8));
                assertThat(mode(file)).isEqualTo("rw-r-----");

                store.protect();

                assertThat(mode(file)).isEqualTo("rw-------");
            }
            assertThat(output.getOut().lines().filter(line -> line.contains("WARN")))
                    .singleElement()
                    .asString()
                    .contains(file.toString(), "rw-r-----", "rw-------")
                    .doesNotContain("secret");
        }

        @Test
        void areLeftAloneWhenNarrower(CapturedOutput output) throws Exception {
            try (SessionStore store = SessionStore.open(file)) {
                store.write("secret".getBytes(UTF_8));
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--------"));
                store.protect();
                assertThat(mode(file)).isEqualTo("r--------");
            }
            assertThat(output.getOut()).doesNotContain("WARN");
        }

        @Test
        void areForTheAdministratorWhereTheFileSystemHasNone(CapturedOutput output) throws Exception {
            URI zip = URI.create("jar:" + directory.resolve("test.zip").toUri());
            try (FileSystem other = FileSystems.newFileSystem(zip, Map.of("create", "true"))) {
                Path root = other.getPath("/");
                assertThat(Files.getFileStore(root).supportsFileAttributeView(PosixFileAttributeView.class))
                        .isFalse();
                OwnerOnly ownerOnly = new OwnerOnly(root);

                Path created = Files.createFile(root.resolve("session"), ownerOnly.attributes());
                ownerOnly.protect(created);
                ownerOnly.correct(created);

                assertThat(output.getOut()).contains("no POSIX permissions", "nobody else can read this directory");
            }
        }
    }

    @Nested
    class Lock {

        @Test
        void stopsASecondProcessAndNamesTheFirst() throws Exception {
            try (StoreHolder holder = StoreHolder.hold(file)) {
                assertThatThrownBy(() -> SessionStore.open(file))
                        .isInstanceOfSatisfying(SessionStoreLockedException.class, locked -> {
                            assertThat(locked.file()).isEqualTo(file);
                            assertThat(locked.holder()).startsWith("process " + holder.pid() + ", since 20");
                        })
                        .hasMessageContaining("zk.session.store", file.toString());
            }
        }

        @Test
        void isStillHeldByThatProcessAfterASecondOneFailed() throws Exception {
            try (StoreHolder holder = StoreHolder.hold(file)) {
                assertThatThrownBy(() -> SessionStore.open(file)).isInstanceOf(SessionStoreLockedException.class);
                assertThatThrownBy(() -> SessionStore.open(file)).hasMessageContaining("process " + holder.pid());
            }
        }

        @Test
        void endsWithTheProcessHoweverThatEnds() throws Exception {
            try (StoreHolder holder = StoreHolder.hold(file)) {
                holder.kill();
                SessionStore.open(file).close();
            }
        }

        @Test
        void stopsASecondContextOfTheSameProcessAndIsNotLostByThat() throws Exception {
            try (SessionStore store = SessionStore.open(file)) {
                assertThatThrownBy(() -> SessionStore.open(store.file()))
                        .isInstanceOf(SessionStoreLockedException.class)
                        .hasMessageContaining("another application context of this process");
                assertThatThrownBy(() -> StoreHolder.hold(file)).hasMessageContaining("the holder ended with 1");
            }
            SessionStore.open(file).close();
        }

        @Test
        void outlivesTheReplacementOfTheFile() throws Exception {
            try (SessionStore store = SessionStore.open(file)) {
                store.write("one".getBytes(UTF_8));
                store.clear();
                store.write("two".getBytes(UTF_8));
                assertThatThrownBy(() -> StoreHolder.hold(file)).hasMessageContaining("the holder ended with 1");
            }
        }

        @Test
        void isTheSameForEachSpellingOfThePath() throws Exception {
            try (SessionStore store = SessionStore.open(file)) {
                Path link = Files.createSymbolicLink(directory.resolve("link"), directory.resolve("state"));
                assertThatThrownBy(() ->
                                SessionStore.open(link.resolve(store.file().getFileName())))
                        .isInstanceOf(SessionStoreLockedException.class);
            }
        }
    }

    @Nested
    class Place {

        @Test
        void mustNotBeADirectory() {
            assertThatThrownBy(() -> SessionStore.open(directory))
                    .isInstanceOf(ZkConfigurationException.class)
                    .hasMessageContaining("zk.session.store: \"" + directory + "\" is a directory");
        }

        @Test
        void mustBeInADirectoryThatCanBeMade() throws Exception {
            Path plain = Files.createFile(directory.resolve("plain"));

            assertThatThrownBy(() -> SessionStore.open(plain.resolve("session")))
                    .isInstanceOf(ZkConfigurationException.class)
                    .hasMessageContaining("cannot be locked")
                    .hasMessageContaining("plain");
        }
    }
}
