package dev.zkspring.client.watch;

import static dev.zkspring.client.data.WatchEvent.Type.NODE_CREATED;
import static dev.zkspring.client.data.WatchEvent.Type.NODE_DATA_CHANGED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Nodes of a tree cache that cannot be read, or are not wanted. */
class TreeCacheRefusalTest extends TreeCacheRig {

    @Nested
    class RefusedListing {

        @Test
        void isTriedAgainWhenTheNodeCouldBeRead() {
            start(builder -> builder.cacheData(false));
            fake.expect("exists").succeed(node(1, 0, 1).stat());
            fake.expect("getChildren").refuse(NO_AUTH);
            fake.armed.fire(NODE_DATA_CHANGED);
            fake.expect("exists").succeed(node(1, 1, 1).stat());
            fake.expect("getChildren").refuse(NO_AUTH);
            await().until(fake::hasRead);
            fake.expect("exists").succeed(node(1, 1, 1).stat());
            fake.expect("getChildren").succeed(List.of("a"));
            fake.expect("exists", "/node/a").succeed(leaf(2).stat());

            assertThat(errors).hasSize(1);
            assertThat(cache.paths()).containsExactly("/node", "/node/a");
        }
    }

    @Nested
    class SeveralNodes {

        private void refuse(String path) {
            fake.expect("get", path).refuse(NO_AUTH);
        }

        @Test
        void oneThatIsRefusedForLongDoesNotKeepAnotherWaiting() {
            start();
            fake.expect("get").succeed(node(1, 0, 1));
            fake.expect("getChildren").succeed(List.of("b"));
            refuse("/node/b");
            // From here on the next attempt is at least 800 ms away.
            for (int attempt = 0; attempt < 4; attempt++) {
                await().until(fake::hasRead);
                refuse("/node/b");
            }
            fake.armed.fire(NODE_CREATED, "/node/c");
            refuse("/node/c");
            await().until(fake::hasRead);
            fake.expect("get", "/node/c").succeed(leaf(3));

            assertThat(cache.paths()).containsExactly("/node", "/node/c");
        }
    }

    @Nested
    class OnOldServers {

        private void begin() {
            fake.recursive = false;
            start();
            fake.expect("get").succeed(node(1, 0, 1));
            fake.expect("getChildren").succeed(List.of("a"));
            fake.expect("get", "/node/a").refuse(NO_AUTH);
        }

        @Test
        void watchesAreTakenOffWhatIsRefusedToo() {
            begin();
            cache.close();
            fake.expectNothing();

            assertThat(fake.removed).containsExactlyInAnyOrder("/node", "/node/a");
        }

        @Test
        void whatIsGoneIsForgotten() {
            begin();
            await().until(fake::hasRead);
            fake.expect("get", "/node/a").refuse(NO_NODE);
            cache.close();
            fake.expectNothing();

            assertThat(fake.removed).containsExactly("/node");
        }
    }

    @Nested
    class Filter {

        @Test
        void nodeForWhichItFailsIsExcludedWhateverTheErrorHandlerThrows() {
            AssertionError failure = new AssertionError("x");
            cache = new TreeCacheBuilder(fake.client, "/node", fake::addRecursive)
                    .filter(path -> {
                        if (path.endsWith("b")) {
                            throw failure;
                        }
                        return true;
                    })
                    .errorHandler((path, error) -> {
                        errors.add(error);
                        throw new IllegalStateException("y");
                    })
                    .start();
            fake.expect("get").succeed(node(1, 0, 2));
            fake.expect("getChildren").succeed(List.of("b", "a"));
            fake.expect("get", "/node/a").succeed(leaf(2));

            assertThat(errors).containsOnly(failure);
            assertThat(cache.paths()).containsExactly("/node", "/node/a");
            assertThat(cache.isInitialized()).isTrue();
        }
    }
}
