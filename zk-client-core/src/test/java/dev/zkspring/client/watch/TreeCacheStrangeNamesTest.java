package dev.zkspring.client.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server that lists names no node can have: it lies, or its bytes were broken on the way. */
class TreeCacheStrangeNamesTest extends TreeCacheRig {

    @ParameterizedTest
    @ValueSource(strings = {".", "..", "a/", "/a", "a\u0000", "a\u0007b", "\ud800", "../../other"})
    void areReportedAndDoNotStopTheCopy(String name) {
        start();
        fake.expect("get").succeed(node(1, 0, 2));
        fake.expect("getChildren").succeed(List.of(name, "good"));
        fake.expect("get", "/node/good").succeed(leaf(2));

        assertThat(events).containsExactly("ADDED /node", "ADDED /node/good", "INITIALIZED /node");
        assertThat(errors)
                .singleElement()
                .satisfies(error -> assertThat(error)
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("invalid path \"/node/"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a\u0000"})
    void areNoReasonToLeaveWatchesBehind(String name) {
        fake.recursive = false;
        start();
        fake.expect("get").succeed(node(1, 0, 2));
        fake.expect("getChildren").succeed(List.of(name, "good"));
        fake.expect("get", "/node/good").succeed(leaf(2));
        fake.expect("getChildren", "/node/good").succeed(List.of());
        cache.close();
        fake.expectNothing();

        assertThat(fake.removed).containsExactlyInAnyOrder("/node", "/node/good");
    }
}
