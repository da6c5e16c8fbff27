package dev.zkspring.client.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.zkspring.client.data.NodeData;
import dev.zkspring.client.data.WatchEvent;
import dev.zkspring.client.watch.ChildrenListener;
import dev.zkspring.client.watch.DataListener;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** Records what a data or children watch reports, as text: the value, the names with commas between them, or "-". */
final class WatchRecorder extends Recorder<String> {

    /** What is recorded for a missing node. */
    static final String MISSING = "-";

    private final Recorder<String> events = new Recorder<>();

    private volatile boolean goOn = true;

    private volatile @Nullable CountDownLatch brake;

    DataListener data() {
        return (node, event) -> take(node == null ? MISSING : text(node), event);
    }

    ChildrenListener children() {
        return (names, event) -> take(names == null ? MISSING : String.join(",", names), event);
    }

    /** Makes the listener answer that it wants no more. */
    void stopWithNext() {
        goOn = false;
    }

    /** Makes the listener hang in its next call until the latch is open. */
    CountDownLatch brake() {
        CountDownLatch latch = new CountDownLatch(1);
        brake = latch;
        return latch;
    }

    /** Types of the events that came with the values, "-" for none. */
    List<String> events() {
        return events.seen();
    }

    /** Waits until exactly these values were reported. */
    void awaitValues(String... expected) {
        await("values " + List.of(expected))
                .untilAsserted(() -> assertThat(seen()).containsExactly(expected));
    }

    /** Waits until this value was reported last. */
    void awaitLast(String expected) {
        await("value " + expected).untilAsserted(() -> assertThat(seen()).endsWith(expected));
    }

    private boolean take(String value, @Nullable WatchEvent event) throws InterruptedException {
        record(value);
        events.record(event == null ? MISSING : event.type().name());
        CountDownLatch latch = brake;
        if (latch != null) {
            latch.await();
        }
        return goOn;
    }

    private static String text(NodeData node) {
        return String.valueOf(node.text());
    }
}
