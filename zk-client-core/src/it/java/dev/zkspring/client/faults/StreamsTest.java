package dev.zkspring.client.faults;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.zkspring.client.data.NodeData;
import dev.zkspring.client.data.Stat;
import dev.zkspring.client.data.WatchEvent;
import dev.zkspring.client.data.WatchEvent.Type;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What the checkers of the long run find in what forged watches report. */
class StreamsTest {

    private static final String NODE = "/run/n";

    @Nested
    class States {

        private final StreamedStates states = new StreamedStates();

        private void seen(String watch, long mzxid, int version) {
            Stat stat = new Stat(5, mzxid, 1, 2, version, 0, 0, 0, 1, 0, 5);
            states.seen(watch, NODE, new NodeData("x".getBytes(UTF_8), stat));
        }

        private void assertViolation(String what) {
            assertThat(states.violations()).singleElement().asString().contains(what);
        }

        @Test
        void mayBeSkippedAndSeenByEachWatch() {
            seen("a", 5, 0);
            seen("a", 9, 3);
            seen("b", 9, 3);
            assertThat(states.violations()).isEmpty();
            assertThat(states.count()).isEqualTo(3);
        }

        @Test
        void doNotComeTwice() {
            seen("a", 9, 3);
            seen("a", 9, 3);
            assertViolation("a of /run/n reported null(c5 m9 v3) after null(c5 m9 v3): older or as old");
        }

        @Test
        void doNotGoBack() {
            seen("a", 9, 3);
            seen("a", 8, 2);
            assertViolation("older");
        }

        @Test
        void areNotGone() {
            states.seen("a", NODE, null);
            assertViolation("reported that it is gone");
        }
    }

    @Nested
    class Events {

        private final EventStream stream = new EventStream();

        private void heard(long zxid) {
            stream.heard(new WatchEvent(Type.NODE_DATA_CHANGED, NODE, zxid));
        }

        private List<String> violations(long lastChange) {
            return stream.violations(Map.of(NODE, lastChange), "was asked");
        }

        @Test
        void areComplete() {
            stream.armed(0, 3);
            heard(4);
            heard(7);
            assertThat(violations(7)).isEmpty();
        }

        @Test
        void mayBeMissingBeforeTheWatchIsArmed() {
            assertThat(violations(3)).containsExactly("the persistent watch is not armed, the last step: was asked");
            stream.armed(0, 3);
            assertThat(violations(3)).isEmpty();
        }

        @Test
        void areNotMissingAfterwards() {
            stream.armed(0, 3);
            heard(4);
            assertThat(violations(7))
                    .singleElement()
                    .asString()
                    .contains("0x4 last for /run/n, which was changed by 0x7");
        }

        @Test
        void mayBeMissingBehindAResync() {
            stream.armed(0, 3);
            int times = stream.resync();
            stream.armed(0, 3);
            assertThat(violations(7)).singleElement().asString().contains("not armed");
            stream.armed(times, 7);
            assertThat(violations(7)).isEmpty();
            assertThat(violations(8)).hasSize(1);
        }

        @Test
        void doNotComeTwiceNorGoBack() {
            stream.armed(0, 3);
            heard(4);
            heard(4);
            heard(-1);
            heard(3);
            assertThat(stream.disorder()).hasSize(2);
        }
    }
}
