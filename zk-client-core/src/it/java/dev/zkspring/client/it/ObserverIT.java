package dev.zkspring.client.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import dev.zkspring.client.ZkClient;
import dev.zkspring.client.data.ConnectionEvent;
import dev.zkspring.client.data.ConnectionState;
import dev.zkspring.client.data.WatchEvent;
import dev.zkspring.client.error.ErrorCode;
import dev.zkspring.client.observe.ClientObserver;
import dev.zkspring.client.observe.RequestReport;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What observers see of a client on a real server. */
class ObserverIT {

    @RegisterExtension
    static final ZkServerExtension zk = new ZkServerExtension();

    private final Recording observer = new Recording();

    private ZkClient observed() {
        return zk.client(settings -> settings.observer(observer));
    }

    @Test
    void oneOfTheBuilderSeesEverythingFromTheFirstConnectionOn() {
        ZkClient client = observed();
        assertThat(observer.states).containsExactly(ConnectionState.CONNECTED);
        String node = zk.root() + "/node";
        client.create(node, new byte[100]);
        client.get(node, event -> {});
        assertThat(client.statistics().watches()).isEqualTo(1);
        client.delete(node);
        assertThat(client.async().get(node).handle((found, failure) -> failure).join())
                .isNotNull();
        await().untilAsserted(() -> assertThat(observer.events).containsExactly(WatchEvent.Type.NODE_DELETED));
        assertThat(observer.requests)
                .containsExactly(
                        "caller create " + node + " null",
                        "caller getData " + node + " null",
                        "caller delete " + node + " null",
                        "caller getData " + node + " NO_NODE");
        assertThat(client.statistics().watches()).isZero();
        client.stop();
        assertThat(observer.states).containsExactly(ConnectionState.CONNECTED, ConnectionState.LOST);
    }

    @Test
    void oneThatIsAddedLaterAndRemovedSeesWhatIsBetween() {
        Recording between = new Recording();
        ZkClient client = observed();
        client.exists("/before");
        client.addObserver(between);
        client.exists("/between");
        client.removeObserver(between);
        client.exists("/after");
        assertThat(between.requests).containsExactly("caller exists /between null");
        assertThat(observer.requests).hasSize(3);
    }

    @Test
    void requestsOfAViewAreSeenButAViewTakesNoObserver() {
        ZkClient client = observed();
        ZkClient view = client.withChroot("/view");
        view.exists("/node");
        assertThat(observer.requests).containsExactly("caller exists /node null");
        assertThat(view.statistics().maxInFlight()).isEqualTo(1000);
        assertThatIllegalStateException()
                .isThrownBy(() -> view.addObserver(new Recording()))
                .withMessageStartingWith("addObserver() on a view");
    }

    @Test
    void itIsToldOnTheCallersThreadAndOnTheEventLoop() {
        ZkClient client = observed();
        client.exists("/");
        assertThat(observer.threads).containsExactly(Thread.currentThread().getName(), client.clientName() + "-loop");
    }

    private static final class Recording implements ClientObserver {

        private final List<String> requests = new CopyOnWriteArrayList<>();

        private final List<String> threads = new CopyOnWriteArrayList<>();

        private final List<ConnectionState> states = new CopyOnWriteArrayList<>();

        private final List<WatchEvent.Type> events = new CopyOnWriteArrayList<>();

        @Override
        public Object requestSubmitted(String operation, String path) {
            threads.add(Thread.currentThread().getName());
            return "caller";
        }

        @Override
        public void requestCompleted(RequestReport request, Object context) {
            threads.add(Thread.currentThread().getName());
            ErrorCode code =
                    request.failure() == null ? null : request.failure().code();
            requests.add("%s %s %s %s".formatted(context, request.operationName(), request.path(), code));
        }

        @Override
        public void stateChanged(ConnectionEvent event) {
            states.add(event.state());
        }

        @Override
        public void eventReceived(WatchEvent.Type type) {
            events.add(type);
        }
    }
}
