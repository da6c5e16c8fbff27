package dev.zkspring.client.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.zkspring.client.data.ConnectionEvent;
import dev.zkspring.client.data.ConnectionListener;
import dev.zkspring.client.data.ConnectionState;
import java.util.List;

/** Records the events of a client's connection. */
final class StateRecorder extends Recorder<ConnectionEvent> implements ConnectionListener {

    @Override
    public void stateChanged(ConnectionEvent event) {
        record(event);
    }

    List<ConnectionState> states() {
        return seen().stream().map(ConnectionEvent::state).toList();
    }

    /** Waits until exactly these states were seen. */
    void awaitStates(ConnectionState... expected) {
        await("states " + List.of(expected))
                .untilAsserted(() -> assertThat(states()).containsExactly(expected));
    }

    /** Waits until this state was seen last. */
    void awaitLast(ConnectionState expected) {
        await("state " + expected).until(() -> !isEmpty() && last().state() == expected);
    }

    ConnectionEvent first(ConnectionState state) {
        return seen().stream()
                .filter(event -> event.state() == state)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + state + " in " + states()));
    }
}
