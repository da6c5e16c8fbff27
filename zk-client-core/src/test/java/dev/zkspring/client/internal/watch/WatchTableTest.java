package dev.zkspring.client.internal.watch;

import static dev.zkspring.client.data.WatchEvent.Type.NODE_CHILDREN_CHANGED;
import static dev.zkspring.client.data.WatchEvent.Type.NODE_CREATED;
import static dev.zkspring.client.data.WatchEvent.Type.NODE_DATA_CHANGED;
import static dev.zkspring.client.data.WatchEvent.Type.NODE_DELETED;
import static dev.zkspring.client.internal.protocol.WatchKind.CHILD;
import static dev.zkspring.client.internal.protocol.WatchKind.DATA;
import static dev.zkspring.client.internal.protocol.WatchKind.EXIST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.zkspring.client.data.WatchEvent;
import dev.zkspring.client.data.Watcher;
import dev.zkspring.client.internal.protocol.SetWatches;
import dev.zkspring.client.internal.protocol.WatchKind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class WatchTableTest {

    /** Equal by name, as a record is. */
    record Named(String name) implements Watcher {

        @Override
        public void process(WatchEvent event) {}
    }

    private static final Watcher A = new Named("a");

    private static final Watcher B = new Named("b");

    private final WatchTable table = new WatchTable();

    @Nested
    class Firing {

        /** The protocol's table of what an event uses up. */
        @ParameterizedTest
        @CsvSource({
            "NODE_CREATED,          DATA EXIST",
            "NODE_DATA_CHANGED,     DATA EXIST",
            "NODE_DELETED,          DATA EXIST CHILD",
            "NODE_CHILDREN_CHANGED, CHILD",
        })
        void eventUsesUpTheWatchesOfItsKinds(WatchEvent.Type type, String kinds) {
            for (WatchKind kind : WatchKind.values()) {
                table.add(kind, "/n", new Named(kind.name()));
                table.add(kind, "/other", new Named(kind.name()));
            }

            assertThat(table.fire(type, "/n").stream().map(it -> ((Named) it).name()))
                    .containsExactly(kinds.split(" "));
            assertThat(table.fire(type, "/n")).isEmpty();
            assertThat(table.fire(type, "/other")).hasSize(kinds.split(" ").length);
        }

        @Test
        void watcherOfSeveralKindsHearsOnce() {
            table.add(DATA, "/n", A);
            table.add(EXIST, "/n", A);
            table.add(CHILD, "/n", A);

            assertThat(table.fire(NODE_DELETED, "/n")).containsExactly(A);
            assertThat(table.isEmpty()).isTrue();
        }

        @Test
        void equalWatchersCountOnce() {
            table.add(DATA, "/n", new Named("a"));
            table.add(DATA, "/n", new Named("a"));

            assertThat(table.fire(NODE_DATA_CHANGED, "/n")).hasSize(1);
        }

        @Test
        void watchersHearInTheOrderOfTheirRegistration() {
            List<Watcher> watchers =
                    Stream.of("z", "a", "m").<Watcher>map(Named::new).toList();
            watchers.forEach(it -> table.add(DATA, "/n", it));

            assertThat(table.fire(NODE_DATA_CHANGED, "/n")).containsExactlyElementsOf(watchers);
        }

        @Test
        void eventOfNobodyFindsNobody() {
            assertThat(table.fire(NODE_CREATED, "/n")).isEmpty();
        }

        @ParameterizedTest
        @EnumSource(names = {"SESSION_LOST", "RESYNC"})
        void whatNoServerSendsIsRefused(WatchEvent.Type type) {
            assertThatIllegalArgumentException().isThrownBy(() -> table.fire(type, "/n"));
        }
    }

    @Nested
    class Removing {

        @Test
        void lastWatcherOfAKindLeavesItsWatchUnused() {
            table.add(DATA, "/n", A);
            table.add(CHILD, "/n", A);
            table.add(CHILD, "/n", B);
            WatchTable.Removal removal = table.remove("/n", A);

            assertThat(removal.found()).isTrue();
            assertThat(removal.unused()).containsExactly(DATA);
            assertThat(table.remove("/n", B).unused()).containsExactly(CHILD);
            assertThat(table.isEmpty()).isTrue();
        }

        @Test
        void dataAndExistAreOneWatchToTheServer() {
            table.add(DATA, "/n", A);
            table.add(EXIST, "/n", B);

            assertThat(table.remove("/n", A).unused()).isEmpty();
            assertThat(table.remove("/n", B).unused()).containsExactly(DATA);
        }

        @Test
        void watcherThatIsNotThereIsNotFound() {
            table.add(DATA, "/n", A);

            assertThat(table.remove("/n", B)).isEqualTo(new WatchTable.Removal(false, Set.of()));
            assertThat(table.remove("/other", A).found()).isFalse();
            assertThat(table.fire(NODE_DATA_CHANGED, "/n")).containsExactly(A);
        }

        @Test
        void removedWatcherHearsNothing() {
            table.add(CHILD, "/n", A);
            table.add(CHILD, "/n", B);
            table.remove("/n", A);

            assertThat(table.fire(NODE_CHILDREN_CHANGED, "/n")).containsExactly(B);
        }
    }

    @Nested
    class Ending {

        @Test
        void everyWatcherIsShownOncePerPath() {
            table.add(DATA, "/n", A);
            table.add(CHILD, "/n", A);
            table.add(CHILD, "/n", B);
            table.add(EXIST, "/m", A);
            List<String> seen = new ArrayList<>();
            table.drain((path, watcher) -> seen.add(path + " " + ((Named) watcher).name()));

            assertThat(seen).containsExactlyInAnyOrder("/n a", "/n b", "/m a");
            assertThat(table.isEmpty()).isTrue();
        }
    }

    @Nested
    class Rearming {

        @Test
        void everyPathIsArmedOnceInTheListOfItsKind() {
            table.add(DATA, "/d", A);
            table.add(DATA, "/d", B);
            table.add(EXIST, "/e", A);
            table.add(CHILD, "/c", A);

            assertThat(table.rearm(0x42))
                    .containsExactly(new SetWatches(0x42, List.of("/d"), List.of("/e"), List.of("/c")));
            assertThat(table.isEmpty()).isFalse();
        }

        @Test
        void emptyTableNeedsNoRequest() {
            assertThat(table.rearm(1)).isEmpty();
        }

        @Test
        void piecesStayBelow128KiBCountedInBytesNotCharacters() {
            String threeByteCharacters = "\u20ac".repeat(1_000);
            for (int i = 0; i < 200; i++) {
                table.add(WatchKind.values()[i % 3], "/" + i + threeByteCharacters, A);
            }
            List<SetWatches> pieces = table.rearm(7);

            assertThat(pieces).hasSizeGreaterThan(4).allSatisfy(piece -> {
                assertThat(paths(piece).mapToInt(this::encodedLength).sum()).isBetween(1, 128 * 1024);
                assertThat(piece.relativeZxid()).isEqualTo(7);
            });
            assertThat(pieces.stream().flatMap(this::paths)).hasSize(200).doesNotHaveDuplicates();
        }

        @Test
        void pieceIsFilledToTheLastByte() {
            for (int i = 0; i < 3; i++) {
                table.add(DATA, "/" + "x".repeat(RearmBatches.MAX_BYTES / 2 - 4 - 2) + i, A);
            }

            assertThat(table.rearm(1)).extracting(piece -> paths(piece).count()).containsExactly(2L, 1L);
        }

        @Test
        void pathLongerThanAPieceGoesAlone() {
            table.add(DATA, "/a", A);
            table.add(DATA, "/" + "x".repeat(200_000), A);
            table.add(DATA, "/b", A);

            assertThat(table.rearm(1)).extracting(piece -> paths(piece).count()).containsExactly(1L, 1L, 1L);
        }

        private Stream<String> paths(SetWatches piece) {
            return Stream.of(piece.data(), piece.exist(), piece.child()).flatMap(List::stream);
        }

        private int encodedLength(String path) {
            return 4 + path.getBytes(StandardCharsets.UTF_8).length;
        }
    }
}
