package dev.zkspring.client.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zkspring.client.Reachable;
import dev.zkspring.client.data.NodeData;
import dev.zkspring.client.data.Stat;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a state-based watch keeps alive while nothing happens: an application may have a hundred thousand of them. */
class DataWatchCostTest {

    /** Of this project's classes, beside what the client keeps for the watcher. */
    private static final int OBJECTS_PER_WATCH = 5;

    /** Names come without a {@code NodeData} and a {@code Stat}. */
    private static final int OBJECTS_PER_CHILDREN_WATCH = 3;

    private static final int COUNT = 100;

    private final FakeClient fake = new FakeClient();

    private final List<Object> watches = new ArrayList<>();

    private void openData() {
        watches.add(DataWatch.on(fake.client, "/node").start((node, event) -> true));
        fake.expect("get").succeed(new NodeData(new byte[100], new Stat(1, 2, 3, 4, 5, 6, 7, 0, 100, 0, 1)));
    }

    private void openChildren() {
        watches.add(ChildrenWatch.on(fake.client, "/node").start((names, event) -> true));
        fake.expect("getChildren").succeed(List.of("b", "a"));
    }

    /** What the first watches share is there before those that are counted. */
    private int objectsOf(Runnable watch) {
        IntStream.range(0, COUNT).forEach(i -> watch.run());
        int before = Reachable.from(watches);
        IntStream.range(0, COUNT).forEach(i -> watch.run());
        return Reachable.from(watches) - before;
    }

    @Test
    void watchOfDataIsMadeOfFewObjects() {
        assertThat(objectsOf(this::openData)).isBetween(COUNT, COUNT * OBJECTS_PER_WATCH);
    }

    @Test
    void watchOfChildrenIsMadeOfFewObjects() {
        assertThat(objectsOf(this::openChildren)).isBetween(COUNT, COUNT * OBJECTS_PER_CHILDREN_WATCH);
    }
}
