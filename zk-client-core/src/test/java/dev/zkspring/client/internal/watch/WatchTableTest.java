package dev.zkspring.client.internal.watch;

import static dev.zkspring.client.data.WatchEvent.Type.NODE_CHILDREN_CHANGED;
import static dev.zkspring.client.data.WatchEvent.Type.NODE_CREATED;
import static dev.zkspring.client.data.WatchEvent.Type.NODE_DATA_CHANGED;
import static dev.zkspring.client.data.WatchEvent.Type.NODE_DELETED;
import static dev.zkspring.client.internal.protocol.WatchKind.CHILD;
import static dev.zkspring.client.internal.protocol.WatchKind.DATA;
import static dev.zkspring.client.internal.protocol.WatchKind.EXIST;
import static dev.zkspring.client.internal.protocol.WatchKind.PERSISTENT;
import static dev.zkspring.client.internal.protocol.WatchKind.PERSISTENT_RECURSIVE;
import static dev.zkspring.client.internal.watch.WatchSupport.ALL_KINDS;
import static dev.zkspring.client.internal.watch.WatchSupport.ONE_KIND;
import static dev.zkspring.client.internal.watch.WatchSupport.ONE_SHOT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.zkspring.client.data.WatchEvent;
import dev.zkspring.client.data.Watcher;
import dev.zkspring.client.internal.protocol.Chroot;
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

    private static final List<WatchKind> USED_UP = List.of(DATA, EXIST, CHILD);

    private final WatchTable table = new WatchTable();

    private void add(WatchKind kind, String path, Watcher watcher) {
        table.add(kind, path, new Registration(watcher, Chroot.NONE));
    }

    private List<Watcher> fire(WatchEvent.Type type, String path) {
        return table.fire(type, path).stream().map(Registration::watcher).toList();
    }

    private WatchTable.Removal remove(String path, Watcher watcher) {
        return table.remove(path, watcher, Chroot.NONE);
    }

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
            for (WatchKind kind : USED_UP) {
                add(kind, "/n", new Named(kind.name()));
                add(kind, "/other", new Named(kind.name()));
            }

            assertThat(fire(type, "/n").stream().map(it -> ((Named) it).name())).containsExactly(kinds.split(" "));
            assertThat(fire(type, "/n")).isEmpty();
            assertThat(fire(type, "/other")).hasSize(kinds.split(" ").length);
        }

        @Test
        void watcherOfSeveralKindsHearsOnce() {
            add(DATA, "/n", A);
            add(EXIST, "/n", A);
            add(CHILD, "/n", A);

            assertThat(fire(NODE_DELETED, "/n")).containsExactly(A);
            assertThat(table.size()).isZero();
        }

        @Test
        void equalWatchersCountOnce() {
            add(DATA, "/n", new Named("a"));
            add(DATA, "/n", new Named("a"));

            assertThat(fire(NODE_DATA_CHANGED, "/n")).hasSize(1);
        }

        @Test
        void watchersHearInTheOrderOfTheirRegistration() {
            List<Watcher> watchers =
                    Stream.of("z", "a", "m").<Watcher>map(Named::new).toList();
            watchers.forEach(it -> add(DATA, "/n", it));

            assertThat(fire(NODE_DATA_CHANGED, "/n")).containsExactlyElementsOf(watchers);
        }

        @Test
        void eventOfNobodyFindsNobody() {
            assertThat(fire(NODE_CREATED, "/n")).isEmpty();
        }

        @ParameterizedTest
        @EnumSource(names = {"SESSION_LOST", "RESYNC"})
        void whatNoServerSendsIsRefused(WatchEvent.Type type) {
            assertThatIllegalArgumentException().isThrownBy(() -> fire(type, "/n"));
        }
    }

    @Nested
    class Staying {

        @ParameterizedTest
        @CsvSource({
            "NODE_CREATED,          true,  true",
            "NODE_DATA_CHANGED,     true,  true",
            "NODE_DELETED,          true,  true",
            "NODE_CHILDREN_CHANGED, true,  false",
        })
        void watchThatStaysHearsOfItsNodeAgainAndAgain(WatchEvent.Type type, boolean persistent, boolean recursive) {
            add(PERSISTENT, "/n", A);
            add(PERSISTENT_RECURSIVE, "/n", B);

            for (int i = 0; i < 2; i++) {
                List<Watcher> fired = fire(type, "/n");
                assertThat(fired.contains(A)).isEqualTo(persistent);
                assertThat(fired.contains(B)).isEqualTo(recursive);
            }
        }

        @ParameterizedTest
        @CsvSource({
            "/n,    /n,      true",
            "/n,    /n/a,    true",
            "/n,    /n/a/b,  true",
            "/n,    /na,     false",
            "/n,    /,       false",
            "/n/a,  /n,      false",
            "/,     /,       true",
            "/,     /n,      true",
            "/,     /n/a,    true",
        })
        void recursiveWatchHearsOfWhatIsBelowIt(String watched, String changed, boolean heard) {
            add(PERSISTENT_RECURSIVE, watched, A);

            assertThat(fire(NODE_DATA_CHANGED, changed).contains(A)).isEqualTo(heard);
        }

        @Test
        void persistentWatchHearsOfItsOwnNodeOnly() {
            add(PERSISTENT, "/n", A);

            assertThat(fire(NODE_DATA_CHANGED, "/n/a")).isEmpty();
        }

        @Test
        void registrationsThroughTwoViewsAreTwo() {
            table.add(DATA, "/v/n", new Registration(A, Chroot.NONE));
            table.add(DATA, "/v/n", new Registration(A, new Chroot("/v")));
            assertThat(table.remove("/v/n", A, new Chroot("/v"))).isEqualTo(new WatchTable.Removal(true, Set.of()));

            assertThat(table.fire(NODE_DATA_CHANGED, "/v/n")).containsExactly(new Registration(A, Chroot.NONE));
        }

        @Test
        void watcherIsFoundByItselfAndByItsHandle() {
            PersistentWatch first = new PersistentWatch("/n", A, handle -> {});
            PersistentWatch second = new PersistentWatch("/n", A, handle -> {});
            PersistentWatch third = new PersistentWatch("/n", B, handle -> {});
            for (PersistentWatch each : List.of(first, second, third)) {
                add(PERSISTENT, "/n", each);
            }
            assertThat(remove("/n", first).unused()).isEmpty();
            assertThat(fire(NODE_DATA_CHANGED, "/n")).containsExactly(second, third);
            assertThat(remove("/n", A).found()).isTrue();

            assertThat(second.isClosed()).isTrue();
            assertThat(third.isClosed()).isFalse();
            assertThat(remove("/n", B).unused()).containsExactly(PERSISTENT);
        }

        @Test
        void manyWatchersOfOnePathComeAndGoOneByOne() {
            List<PersistentWatch> handles = Stream.generate(() -> new PersistentWatch("/n", A, handle -> {}))
                    .limit(50_000)
                    .toList();
            handles.forEach(each -> add(PERSISTENT_RECURSIVE, "/n", each));
            assertThat(fire(NODE_DATA_CHANGED, "/n/a")).hasSize(50_000);
            handles.forEach(each -> remove("/n", each));

            assertThat(table.size()).isZero();
        }
    }

    @Nested
    class Removing {

        @Test
        void lastWatcherOfAKindLeavesItsWatchUnused() {
            add(DATA, "/n", A);
            add(CHILD, "/n", A);
            add(CHILD, "/n", B);
            WatchTable.Removal removal = remove("/n", A);

            assertThat(removal.found()).isTrue();
            assertThat(removal.unused()).containsExactly(DATA);
            assertThat(remove("/n", B).unused()).containsExactly(CHILD);
            assertThat(table.size()).isZero();
        }

        @Test
        void dataAndExistAreOneWatchToTheServer() {
            add(DATA, "/n", A);
            add(EXIST, "/n", B);

            assertThat(remove("/n", A).unused()).isEmpty();
            assertThat(remove("/n", B).unused()).containsExactly(DATA);
        }

        @Test
        void watcherThatIsNotThereIsNotFound() {
            add(DATA, "/n", A);

            assertThat(remove("/n", B)).isEqualTo(new WatchTable.Removal(false, Set.of()));
            assertThat(remove("/other", A).found()).isFalse();
            assertThat(fire(NODE_DATA_CHANGED, "/n")).containsExactly(A);
        }

        @Test
        void removedWatcherHearsNothing() {
            add(CHILD, "/n", A);
            add(CHILD, "/n", B);
            remove("/n", A);

            assertThat(fire(NODE_CHILDREN_CHANGED, "/n")).containsExactly(B);
        }
    }

    @Nested
    class Ending {

        @Test
        void everyWatcherIsShownOncePerPath() {
            add(DATA, "/n", A);
            add(CHILD, "/n", A);
            add(CHILD, "/n", B);
            add(EXIST, "/m", A);
            List<String> seen = new ArrayList<>();
            table.drain((path, it) -> seen.add(path + " " + ((Named) it.watcher()).name()));

            assertThat(seen).containsExactlyInAnyOrder("/n a", "/n b", "/m a");
            assertThat(table.size()).isZero();
        }
    }

    @Nested
    class Rearming {

        @Test
        void oldServerIsNotTroubledWithWatchesThatStay() {
            add(DATA, "/n", A);
            add(PERSISTENT, "/n", A);
            add(PERSISTENT_RECURSIVE, "/m", A);

            assertThat(table.rearm(1, ONE_SHOT, Set.of()))
                    .containsExactly(new SetWatches(1, List.of("/n"), List.of(), List.of()));
        }

        @Test
        void serverOfOneKindGetsOneThatStaysForAPath() {
            add(PERSISTENT, "/n", A);
            add(PERSISTENT_RECURSIVE, "/n", A);
            add(PERSISTENT, "/m", A);

            assertThat(table.rearm(1, ONE_KIND, Set.of()))
                    .containsExactly(new SetWatches(1, List.of(), List.of(), List.of(), List.of("/m"), List.of("/n")));
            assertThat(table.rearm(1, ALL_KINDS, Set.of()))
                    .containsExactly(
                            new SetWatches(1, List.of(), List.of(), List.of(), List.of("/m", "/n"), List.of("/n")));
        }

        @Test
        void everyPathIsArmedOnceInTheListOfItsKind() {
            add(DATA, "/d", A);
            add(DATA, "/d", B);
            add(EXIST, "/e", A);
            add(CHILD, "/c", A);

            assertThat(table.rearm(0x42, ALL_KINDS, Set.of()))
                    .containsExactly(new SetWatches(0x42, List.of("/d"), List.of("/e"), List.of("/c")));
            assertThat(table.size()).isPositive();
        }

        @Test
        void emptyTableNeedsNoRequest() {
            assertThat(table.rearm(1, ALL_KINDS, Set.of())).isEmpty();
        }

        @Test
        void piecesStayBelow128KiBCountedInBytesNotCharacters() {
            String threeByteCharacters = "\u20ac".repeat(1_000);
            for (int i = 0; i < 200; i++) {
                add(WatchKind.values()[i % 5], "/" + i + threeByteCharacters, A);
            }
            List<SetWatches> pieces = table.rearm(7, ALL_KINDS, Set.of());

            assertThat(pieces).hasSizeGreaterThan(4).allSatisfy(piece -> {
                assertThat(paths(piece).mapToInt(this::encodedLength).sum()).isBetween(1, 128 * 1024);
                assertThat(piece.relativeZxid()).isEqualTo(7);
            });
            assertThat(pieces.stream().flatMap(this::paths)).hasSize(200).doesNotHaveDuplicates();
        }

        @Test
        void pieceIsFilledToTheLastByte() {
            for (int i = 0; i < 3; i++) {
                add(DATA, "/" + "x".repeat(RearmBatches.MAX_BYTES / 2 - 4 - 2) + i, A);
            }

            assertThat(table.rearm(1, ALL_KINDS, Set.of()))
                    .extracting(piece -> paths(piece).count())
                    .containsExactly(2L, 1L);
        }

        @Test
        void pathLongerThanAPieceGoesAlone() {
            add(DATA, "/a", A);
            String huge = "/" + "x".repeat(200_000);
            add(DATA, huge, A);
            add(DATA, "/b", A);

            assertThat(table.rearm(1, ALL_KINDS, Set.of()))
                    .anySatisfy(piece -> assertThat(paths(piece)).containsExactly(huge))
                    .flatMap(piece -> paths(piece).toList())
                    .containsExactlyInAnyOrder("/a", huge, "/b");
        }

        private Stream<String> paths(SetWatches piece) {
            return Stream.of(piece.data(), piece.exist(), piece.child(), piece.persistent(), piece.recursive())
                    .flatMap(List::stream);
        }

        private int encodedLength(String path) {
            return 4 + path.getBytes(StandardCharsets.UTF_8).length;
        }
    }
}
