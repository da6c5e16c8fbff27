package dev.zkspring.client.watch;

import static dev.zkspring.client.data.WatchEvent.Type.NODE_DATA_CHANGED;
import static dev.zkspring.client.data.WatchEvent.Type.SESSION_LOST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.zkspring.client.error.ErrorCode;
import dev.zkspring.client.error.SessionExpiredException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Watches on a view for one session, when that is gone. */
class WatchOfOneSessionTest {

    @Nested
    class OfAValue extends TreeCacheRig {

        private DataWatch watch;

        @BeforeEach
        void begin() {
            fake.forOneSession = true;
            watch = DataWatch.on(fake.client, "/node")
                    .errorHandler((path, error) -> errors.add(error))
                    .start((node, event) -> true);
        }

        @Test
        void endsAndSaysSoOnce() {
            fake.expect("get").succeed(leaf(1)).fire(SESSION_LOST);
            fake.expect("get").fail(ErrorCode.SESSION_EXPIRED);

            assertThat(watch.isClosed()).isTrue();
            assertThat(errors).singleElement().isInstanceOf(SessionExpiredException.class);
        }

        @Test
        void outlivesOtherTrouble() {
            fake.expect("get").fail(ErrorCode.CONNECTION_LOSS);
            await().until(fake::hasRead);

            assertThat(watch.isClosed()).isFalse();
        }
    }

    @Nested
    class OfATree extends TreeCacheRig {

        @BeforeEach
        void begin() {
            fake.forOneSession = true;
        }

        private void assertEnded() {
            assertThat(cache.isClosed()).isTrue();
            assertThat(fake.listeners).isEmpty();
            assertThat(errors).singleElement().isInstanceOf(SessionExpiredException.class);
        }

        @Test
        void endsWhenItCannotBeArmedInTheNextSession() throws Exception {
            startWithTwoLeaves();
            fake.session = 2;
            fake.armed.fire(SESSION_LOST);
            fake.armingFails = ErrorCode.SESSION_EXPIRED;
            fake.announceConnected();

            assertEnded();
        }

        @Test
        void endsWhenItCannotRead() {
            startWithTwoLeaves();
            fake.armed.fire(NODE_DATA_CHANGED, "/node/a");
            fake.armed.fire(NODE_DATA_CHANGED, "/node/b");
            List<FakeClient.Read> reads = List.of(fake.expect("get", "/node/a"), fake.expect("get", "/node/b"));
            reads.forEach(read -> read.fail(ErrorCode.SESSION_EXPIRED));

            assertEnded();
        }

        @Test
        void onTheWholeClientGoesOn() throws Exception {
            fake.forOneSession = false;
            startWithTwoLeaves();
            fake.session = 2;
            fake.armingFails = ErrorCode.SESSION_EXPIRED;
            fake.announceConnected();
            fake.armingFails = null;
            await().until(fake::hasRead);

            assertThat(cache.isClosed()).isFalse();
            assertThat(errors).isEmpty();
        }
    }
}
