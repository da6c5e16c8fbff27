package dev.zkspring.client.internal.watch;

import static dev.zkspring.client.internal.protocol.WatchKind.CHILD;
import static dev.zkspring.client.internal.protocol.WatchKind.DATA;
import static dev.zkspring.client.internal.protocol.WatchKind.EXIST;
import static org.assertj.core.api.Assertions.assertThat;

import dev.zkspring.client.data.WatchEvent;
import dev.zkspring.client.internal.protocol.Chroot;
import dev.zkspring.client.internal.protocol.SetWatches;
import dev.zkspring.client.internal.protocol.WatchKind;
import java.util.List;
import org.junit.jupiter.api.Test;

class UnarmedWatchesTest {

    private final WatchTable table = new WatchTable();

    private final UnarmedWatches unarmed = new UnarmedWatches(table);

    private void add(WatchKind kind, String path, long since) {
        table.add(kind, path, new Registration(event -> {}, Chroot.NONE));
        unarmed.add(kind, path, since);
    }

    private static SetWatches data(long since, String... paths) {
        return new SetWatches(since, List.of(paths), List.of(), List.of());
    }

    @Test
    void thoseOfOneTransactionAreAskedForTogether() {
        add(DATA, "/a", 5);
        add(EXIST, "/b", 5);
        add(CHILD, "/c", 5);

        assertThat(unarmed.ask()).containsExactly(new SetWatches(5, List.of("/a"), List.of("/b"), List.of("/c")));
        assertThat(unarmed.isWaiting()).isFalse();
    }

    @Test
    void eachIsAskedForFromItsOwnTransaction() {
        add(DATA, "/a", 5);
        add(DATA, "/b", 7);

        assertThat(unarmed.ask()).containsExactly(data(5, "/a"), data(7, "/b"));
    }

    @Test
    void missingNodesNeedNoRequestOfTheirOwn() {
        add(DATA, "/a", 5);
        add(EXIST, "/b", 7);

        assertThat(unarmed.ask()).containsExactly(new SetWatches(5, List.of("/a"), List.of("/b"), List.of()));
    }

    @Test
    void watchThatFiredMeanwhileIsLeftOut() {
        add(DATA, "/a", 5);
        add(DATA, "/b", 5);
        table.fire(WatchEvent.Type.NODE_DATA_CHANGED, "/a");

        assertThat(unarmed.ask()).containsExactly(data(5, "/b"));
    }

    @Test
    void whatIsNotConfirmedIsAskedForAgainFromTheSameTransaction() {
        add(DATA, "/a", 5);
        List<SetWatches> first = unarmed.ask();
        add(DATA, "/b", 7);
        List<SetWatches> second = unarmed.ask();
        add(DATA, "/c", 9);
        unarmed.confirmed(first.get(0));

        assertThat(second).hasSize(1);
        assertThat(unarmed.askAgain()).containsExactly(data(7, "/b"), data(9, "/c"));
        assertThat(unarmed.unconfirmed())
                .containsExactlyInAnyOrder(new UnarmedWatches.Place(DATA, "/b"), new UnarmedWatches.Place(DATA, "/c"));
    }

    @Test
    void requestsOfOthersConfirmNothing() {
        add(DATA, "/a", 5);
        unarmed.ask();
        unarmed.confirmed(data(5, "/b"));

        assertThat(unarmed.askAgain()).hasSize(1);
    }

    @Test
    void whatIsDroppedIsNotAskedFor() {
        add(DATA, "/a", 5);
        add(CHILD, "/a", 5);

        assertThat(unarmed.drop(each -> each.kind() == DATA)).containsExactly(new UnarmedWatches.Place(DATA, "/a"));
        assertThat(unarmed.ask()).containsExactly(new SetWatches(5, List.of(), List.of(), List.of("/a")));
    }

    @Test
    void lostSessionLeavesNothing() {
        add(DATA, "/a", 5);
        unarmed.ask();
        add(DATA, "/b", 5);
        unarmed.clear();

        assertThat(unarmed.askAgain()).isEmpty();
    }
}
