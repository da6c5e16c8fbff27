package dev.zkspring.client.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.zkspring.client.data.WatchEvent;
import dev.zkspring.client.data.Watcher;
import java.util.List;

/** Records the events of a watcher. */
final class EventRecorder extends Recorder<WatchEvent> implements Watcher {

    @Override
    public void process(WatchEvent event) {
        record(event);
    }

    List<WatchEvent.Type> types() {
        return seen().stream().map(WatchEvent::type).toList();
    }

    /** Waits until exactly these events were seen. */
    void awaitTypes(WatchEvent.Type... expected) {
        await("events " + List.of(expected))
                .untilAsserted(() -> assertThat(types()).containsExactly(expected));
    }
}
