package dev.zkspring.client.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.zkspring.client.ZkClient;
import dev.zkspring.client.config.RetryPolicy;
import dev.zkspring.client.data.ClientState;
import dev.zkspring.client.data.ConnectionState;
import dev.zkspring.client.data.CreateMode;
import dev.zkspring.client.data.SessionId;
import dev.zkspring.client.data.WatchEvent;
import dev.zkspring.client.error.ClientClosedException;
import dev.zkspring.client.error.Outcome;
import dev.zkspring.client.error.SessionExpiredException;
import dev.zkspring.client.error.ZkException;
import dev.zkspring.client.watch.DataWatch;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Views of a client on a real server. */
class ViewIT {

    @RegisterExtension
    static final ZkServerExtension zk = new ZkServerExtension();

    private String root;

    private ZkClient client;

    @BeforeEach
    void connect() {
        root = zk.root();
        client = zk.proxiedClient(settings -> settings);
    }

    @Nested
    class BelowANode {

        private ZkClient view;

        @BeforeEach
        void makeView() {
            view = client.withChroot(root).withChroot("/app");
        }

        @Test
        void readsAndWritesWithShorterPaths() {
            assertThat(view.ensurePath("/")).isTrue();
            assertThat(view.create("/a-", new byte[] {1}, CreateMode.PERSISTENT_SEQUENTIAL))
                    .startsWith("/a-0");
            assertThat(view.getChildren("/")).singleElement().asString().startsWith("a-");
            assertThat(client.getChildren(root + "/app")).isEqualTo(view.getChildren("/"));
            assertThat(view.chroot()).isEqualTo(root + "/app");
            view.deleteRecursive("/");
            assertThat(client.exists(root + "/app")).isNull();
        }

        @Test
        void sharesSessionAndState() {
            assertThat(view.sessionId()).isEqualTo(client.sessionId());
            assertThat(view.state()).isEqualTo(ConnectionState.CONNECTED);
            assertThat(view.isConnected()).isTrue();
            assertThat(view.async().exists("/").join()).isNull();
            assertThat(view.hosts()).isEqualTo(client.hosts());
            assertThat(view).asString().contains(root + "/app");
        }

        @Test
        void watchesWithShorterPathsAlsoAcrossAReconnect() {
            view.ensurePath("/a");
            EventRecorder events = new EventRecorder();
            view.get("/a", events);
            zk.proxy().cut();
            await().until(client::isConnected);
            zk.peer().set(root + "/app/a", "new");
            events.awaitTypes(WatchEvent.Type.NODE_DATA_CHANGED);
            assertThat(events.last().path()).isEqualTo("/a");
        }

        @Test
        void feedsStateWatches() {
            view.ensurePath("/a");
            CopyOnWriteArrayList<String> values = new CopyOnWriteArrayList<>();
            DataWatch watch = DataWatch.on(view, "/a").start((data, event) -> {
                values.add(Objects.requireNonNull(data).text());
                return true;
            });
            client.set(root + "/app/a", "x".getBytes(StandardCharsets.UTF_8));
            await().until(() -> values.contains("x"));
            view.close();
            client.set(root + "/app/a", "y".getBytes(StandardCharsets.UTF_8));
            await().until(() -> !zk.server().isDataWatched(root + "/app/a"));
            assertThat(values).doesNotContain("y");
            watch.close();
        }

        @Test
        void endsOnlyWhatWasMadeThroughItWhenClosed() {
            view.ensurePath("/a");
            EventRecorder viewEvents = new EventRecorder();
            EventRecorder clientEvents = new EventRecorder();
            StateRecorder viewStates = new StateRecorder();
            StateRecorder clientStates = new StateRecorder();
            view.get("/a", viewEvents);
            client.get(root + "/app/a", clientEvents);
            view.addListener(viewStates);
            client.addListener(clientStates);
            assertThat(view.listeners()).containsExactly(viewStates);
            view.close();
            view.close();
            zk.peer().set(root + "/app/a", "new");
            clientEvents.awaitTypes(WatchEvent.Type.NODE_DATA_CHANGED);
            zk.proxy().cut();
            clientStates.awaitStates(ConnectionState.SUSPENDED, ConnectionState.CONNECTED);
            assertThat(viewEvents.isEmpty()).isTrue();
            assertThat(viewStates.isEmpty()).isTrue();
            assertThat(view.clientState()).isEqualTo(ClientState.CLOSED);
            assertThatThrownBy(() -> view.get("/a")).isInstanceOf(ClientClosedException.class);
            assertThat(client.get(root + "/app/a")).isNotNull();
        }

        @Test
        void hasNoLifeOfItsOwn() {
            refuses(view::start, "start()");
            refuses(() -> view.start(Duration.ofSeconds(1)), "start()");
            refuses(view::startAsync, "startAsync()");
            refuses(view::stop, "stop()");
            refuses(view::restart, "restart()");
            refuses(view::detach, "detach()");
            refuses(() -> view.detachAsync(Duration.ofSeconds(1)), "detachAsync()");
            refuses(() -> view.close(Duration.ofSeconds(1)), "close(Duration)");
            refuses(() -> view.setHosts(zk.server().address()), "setHosts()");
            assertThat(client.isConnected()).isTrue();
        }

        private void refuses(ThrowingCallable call, String name) {
            assertThatThrownBy(call)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining(name)
                    .hasMessageContaining("view");
        }
    }

    @Nested
    class OfOneSession {

        @Test
        void neverActsInALaterSession() {
            SessionId first = Objects.requireNonNull(client.sessionId());
            ZkClient view = client.withSession(first).withChroot(root);
            view.create("/mine", null, CreateMode.EPHEMERAL);
            zk.endSession(first);
            await().until(() -> client.isConnected() && !first.equals(client.sessionId()));
            assertThatThrownBy(() -> view.create("/mine", null, CreateMode.EPHEMERAL))
                    .isInstanceOf(SessionExpiredException.class)
                    .isInstanceOfSatisfying(
                            ZkException.class, it -> assertThat(it.outcome()).isEqualTo(Outcome.NOT_SENT));
            assertThatThrownBy(() -> view.get("/")).isInstanceOf(SessionExpiredException.class);
            assertThat(client.exists(root + "/mine")).isNull();
        }

        @Test
        void isNotRetriedIntoALaterOne() {
            ZkClient retrying = zk.client(settings -> settings.commandRetry(RetryPolicy.FOREVER));
            ZkClient view = retrying.withSession(new SessionId(1, new byte[16]));
            assertThatThrownBy(() -> view.get("/")).isInstanceOf(SessionExpiredException.class);
            assertThatThrownBy(() -> view.retry(() -> view.exists("/"))).isInstanceOf(SessionExpiredException.class);
        }
    }
}
