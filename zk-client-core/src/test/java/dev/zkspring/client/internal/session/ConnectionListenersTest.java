package dev.zkspring.client.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zkspring.client.data.ClientState;
import dev.zkspring.client.data.ConnectionEvent;
import dev.zkspring.client.data.ConnectionListener;
import dev.zkspring.client.data.ConnectionState;
import dev.zkspring.client.internal.watch.CallbackDispatcher;
import dev.zkspring.client.internal.watch.ManualExecutor;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ConnectionListenersTest {

    private static final ConnectionEvent CONNECTED = new ConnectionEvent(
            ConnectionState.CONNECTED, ConnectionState.LOST, ClientState.CONNECTED, 1, true, null, null, null);

    private static final ConnectionEvent SUSPENDED = new ConnectionEvent(
            ConnectionState.SUSPENDED, ConnectionState.CONNECTED, ClientState.CONNECTING, 1, false, null, null, null);

    private final ManualExecutor pool = new ManualExecutor();

    private final ConnectionListeners listeners = new ConnectionListeners(new CallbackDispatcher(pool));

    private final List<ConnectionEvent> seen = new ArrayList<>();

    private final ConnectionListener listener = seen::add;

    @Test
    void listenerGetsEventsInOrderOnAPoolThread() {
        listeners.add(listener, this);
        listeners.announce(CONNECTED);
        listeners.announce(SUSPENDED);
        assertThat(seen).isEmpty();
        pool.runAll();

        assertThat(seen).containsExactly(CONNECTED, SUSPENDED);
    }

    @Test
    void sameListenerCountsOnce() {
        listeners.add(listener, this);
        listeners.add(listener, this);
        listeners.announce(CONNECTED);
        pool.runAll();

        assertThat(seen).hasSize(1);
        assertThat(listeners.all(this)).containsExactly(listener);
    }

    @Test
    void listenersHearInTheOrderOfTheirAddingAlsoWhenOneIsAddedAgain() {
        List<String> heard = new ArrayList<>();
        List<ConnectionListener> added = Stream.of("c", "a", "b")
                .<ConnectionListener>map(name -> event -> heard.add(name))
                .toList();
        added.forEach(each -> listeners.add(each, this));
        listeners.add(added.get(0), this);
        listeners.announce(CONNECTED);
        pool.runAll();

        assertThat(heard).containsExactly("c", "a", "b");
    }

    @Test
    void removedListenerHearsNothingMore() {
        listeners.add(listener, this);
        listeners.remove(listener, this);
        listeners.announce(CONNECTED);
        pool.runAll();

        assertThat(seen).isEmpty();
        assertThat(listeners.all(this)).isEmpty();
    }

    @Test
    void listenerThatThrowsHurtsNoOther() {
        listeners.add(
                event -> {
                    throw new IllegalStateException("x");
                },
                this);
        listeners.add(listener, this);
        listeners.announce(CONNECTED);
        listeners.announce(SUSPENDED);
        pool.runAll();

        assertThat(seen).containsExactly(CONNECTED, SUSPENDED);
    }

    @Test
    void eachListenerHasAQueueOfItsOwn() {
        listeners.add(event -> {}, this);
        listeners.add(listener, this);
        listeners.announce(CONNECTED);

        assertThat(pool.size()).isEqualTo(2);
    }
}
