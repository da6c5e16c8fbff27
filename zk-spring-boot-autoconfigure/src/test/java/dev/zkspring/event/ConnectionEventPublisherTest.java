package dev.zkspring.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.zkspring.FakeClient;
import dev.zkspring.client.data.ConnectionState;
import dev.zkspring.client.data.LostReason;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ConnectionEventPublisherTest {

    private final FakeClient fake = new FakeClient();

    private final List<ZkConnectionEvent> published = new CopyOnWriteArrayList<>();

    private volatile Consumer<ZkConnectionEvent> reaction = event -> {};

    private final ConnectionEventPublisher publisher = new ConnectionEventPublisher(event -> {
        published.add((ZkConnectionEvent) event);
        reaction.accept((ZkConnectionEvent) event);
    });

    private void awaitEvents(Class<?>... types) {
        await().untilAsserted(() -> assertThat(published).map(Object::getClass).isEqualTo(List.of(types)));
    }

    @Nested
    class Order {

        @Test
        void keepsEventsUntilReleasedAndThenPublishesThemInOrder() throws Exception {
            publisher.listenTo(fake.client());
            fake.connect();
            fake.suspend();
            CountDownLatch emitted = new CountDownLatch(1);
            fake.client().serialExecutor("").execute(emitted::countDown);
            emitted.await();
            assertThat(published).isEmpty();

            publisher.release();
            fake.reconnect();

            awaitEvents(ZkConnectedEvent.class, ZkSuspendedEvent.class, ZkReconnectedEvent.class);
        }

        @Test
        void publishesOnACallbackThreadAndNeverOnTheOneThatReleases() {
            List<String> threads = new CopyOnWriteArrayList<>();
            reaction = event -> threads.add(Thread.currentThread().getName());
            publisher.listenTo(fake.client());
            fake.connect();

            publisher.release();
            fake.suspend();

            await().untilAsserted(() -> assertThat(threads).containsExactly("fake-callback", "fake-callback"));
        }

        @Test
        void publishesEventsOfAClientThatIsAddedAfterTheRelease() {
            publisher.release();
            publisher.listenTo(fake.client());

            fake.connect();

            awaitEvents(ZkConnectedEvent.class);
        }

        @Test
        void listensOnceToAClientThatIsAddedTwice() {
            publisher.release();
            publisher.listenTo(fake.client());
            publisher.listenTo(fake.client());

            fake.connect();
            fake.suspend();

            awaitEvents(ZkConnectedEvent.class, ZkSuspendedEvent.class);
        }

        @Test
        void goesOnAfterAListenerThrew() {
            reaction = event -> {
                throw new IllegalStateException("listener of the test");
            };
            publisher.release();
            publisher.listenTo(fake.client());

            fake.connect();
            fake.suspend();

            awaitEvents(ZkConnectedEvent.class, ZkSuspendedEvent.class);
        }

        @Test
        void goesOnAfterAListenerFailedWithAnError() {
            reaction = event -> {
                throw new StackOverflowError("listener of the test");
            };
            publisher.release();
            publisher.listenTo(fake.client());

            fake.connect();
            fake.suspend();

            awaitEvents(ZkConnectedEvent.class, ZkSuspendedEvent.class);
        }
    }

    @Nested
    class Kinds {

        @Test
        void tellsTheFirstSessionFromLaterOnes() {
            publisher.release();
            publisher.listenTo(fake.client());

            fake.connect();
            fake.lose(LostReason.EXPIRED_BY_SERVER);
            fake.connect();

            awaitEvents(ZkConnectedEvent.class, ZkLostEvent.class, ZkConnectedEvent.class);
            assertThat(((ZkConnectedEvent) published.get(0)).firstConnection()).isTrue();
            assertThat(((ZkConnectedEvent) published.get(2)).firstConnection()).isFalse();
        }

        @Test
        void tellsASessionOfAnEarlierProcessFromItsOwn() {
            publisher.release();
            publisher.listenTo(fake.client());

            fake.reconnect();
            fake.suspend();
            fake.reconnect();
            fake.lose(LostReason.EXPIRED_BY_SERVER);
            fake.connect();

            awaitEvents(
                    ZkReconnectedEvent.class,
                    ZkSuspendedEvent.class,
                    ZkReconnectedEvent.class,
                    ZkLostEvent.class,
                    ZkConnectedEvent.class);
            assertThat(((ZkReconnectedEvent) published.get(0)).firstConnection())
                    .isTrue();
            assertThat(((ZkReconnectedEvent) published.get(2)).firstConnection())
                    .isFalse();
            assertThat(((ZkConnectedEvent) published.get(4)).firstConnection()).isFalse();
        }

        @Test
        void carriesWhatTheClientKnows() {
            publisher.release();
            publisher.listenTo(fake.client());

            fake.connect();
            fake.suspend();
            fake.reconnect();

            awaitEvents(ZkConnectedEvent.class, ZkSuspendedEvent.class, ZkReconnectedEvent.class);
            ZkReconnectedEvent event = (ZkReconnectedEvent) published.get(2);
            assertThat(event.client()).isSameAs(fake.client());
            assertThat(event.clientName()).isEqualTo("fake");
            assertThat(event.state()).isEqualTo(ConnectionState.CONNECTED);
            assertThat(event.previousState()).isEqualTo(ConnectionState.SUSPENDED);
            assertThat(event.sessionId()).isEqualTo(FakeClient.SESSION);
            assertThat(event.server()).isEqualTo(FakeClient.SERVER);
            assertThat(event.cause()).isNull();
            assertThat(event.readOnly()).isTrue();
            assertThat(event).hasToString("ZkReconnectedEvent[client=fake, session=0x10000001, server=localhost:2181]");
        }

        @Test
        void saysWhyASessionWasLostAndWhoFoundOut() {
            publisher.release();
            publisher.listenTo(fake.client());

            List.of(LostReason.values()).forEach(fake::lose);

            await().untilAsserted(() -> assertThat(published)
                    .map(ZkLostEvent.class::cast)
                    .map(event ->
                            event.reason() + " " + event.byClock() + " " + event.byServer() + " " + event.detached())
                    .containsExactly(
                            "EXPIRED false true false",
                            "EXPIRED true false false",
                            "AUTH_FAILED false true false",
                            "CLOSED false false false",
                            "CLOSED false false false",
                            "CLOSED false false true",
                            "EXPIRED false false false"));
        }
    }

    @Nested
    class End {

        private static final Duration LONG = Duration.ofSeconds(30);

        @Test
        void waitsUntilTheLastEventHasBeenTaken() throws Exception {
            AtomicBoolean taken = new AtomicBoolean();
            CountDownLatch stopping = new CountDownLatch(1);
            reaction = event -> {
                awaitQuietly(stopping);
                taken.set(event instanceof ZkLostEvent);
            };
            publisher.release();
            publisher.listenTo(fake.client());
            fake.connect();
            fake.lose(LostReason.CLOSED);
            awaitEvents(ZkConnectedEvent.class);
            assertThat(publisher.awaitLost(fake.client(), Duration.ZERO)).isFalse();

            stopping.countDown();

            assertThat(publisher.awaitLost(fake.client(), LONG)).isTrue();
            assertThat(taken).isTrue();
        }

        @Test
        void doesNotWaitForAClientThatNeverConnected() throws Exception {
            publisher.release();
            publisher.listenTo(fake.client());

            assertThat(publisher.awaitLost(fake.client(), Duration.ZERO)).isTrue();
        }

        @Test
        void knowsTheThreadThatPublishes() {
            AtomicBoolean inside = new AtomicBoolean();
            reaction = event -> inside.set(publisher.isPublishing());
            publisher.release();
            publisher.listenTo(fake.client());

            fake.connect();

            await().untilTrue(inside);
            assertThat(publisher.isPublishing()).isFalse();
        }

        @Test
        void publishesNothingAfterTheContextIsGone() throws Exception {
            publisher.release();
            publisher.listenTo(fake.client());
            publisher.destroy();

            fake.connect();

            CountDownLatch emitted = new CountDownLatch(1);
            fake.client().serialExecutor("").execute(emitted::countDown);
            emitted.await();
            assertThat(published).isEmpty();
        }

        private static void awaitQuietly(CountDownLatch latch) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
