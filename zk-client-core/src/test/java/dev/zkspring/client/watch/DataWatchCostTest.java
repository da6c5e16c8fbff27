package dev.zkspring.client.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zkspring.client.Reachable;
import dev.zkspring.client.data.NodeData;
import dev.zkspring.client.data.Stat;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a state-based watch keeps alive while nothing happens: an application may have a hundred thousand of them. */
class DataWatchCostTest {

    /** Of this project's classes, beside what the client keeps for the watcher. */
    private static final int OBJECTS_PER_WATCH = 5;

    private static final int COUNT = 100;

    private final FakeClient fake = new FakeClient();

    private final List<DataWatch> watches = new ArrayList<>();

    private void open() {
        for (int i = 0; i < COUNT; i++) {
            watches.add(DataWatch.on(fake.client, "/node").start((node, event) -> true));
            fake.expect("get").succeed(new NodeData(new byte[100], new Stat(1, 2, 3, 4, 5, 6, 7, 0, 100, 0, 1)));
        }
    }

    @Test
    void watchIsMadeOfFewObjects() {
        open();
        int before = Reachable.from(watches);
        open();

        assertThat(Reachable.from(watches) - before).isBetween(COUNT, COUNT * OBJECTS_PER_WATCH);
    }
}
