package dev.zkspring.client.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What must not become more while links break again and again: objects of any class of the client and of its channels,
 * threads, files, bytes outside of the heap. Bytes of the heap are not compared: their number says little about a few
 * hundred rounds, while one object left by each round shows in the counts.
 */
final class Leaks {

    private static final Logger figures = LoggerFactory.getLogger("dev.zkspring.client.it.Leaks");

    /** Netty's pool keeps what it took; a dropped buffer fails the run by itself, see LeakGuard. */
    private static final long DIRECT_MEMORY_SLACK = 2L << 20;

    private final Footprint before = Footprint.now();

    private final Map<String, Long> objects = LiveObjects.now();

    private final int rounds;

    /** Something that ends as it began, with a client that works. */
    @FunctionalInterface
    interface Round {

        void run() throws Exception;
    }

    private Leaks(int rounds) {
        this.rounds = rounds;
    }

    /** Rounds, after half as many that fill pools and caches, leave nothing behind. */
    static void none(int rounds, Round round) throws Exception {
        repeat(rounds / 2, round);
        Leaks leaks = new Leaks(rounds);
        repeat(rounds, round);
        await().untilAsserted(leaks::assertNone);
    }

    private static void repeat(int times, Round round) throws Exception {
        for (int i = 0; i < times; i++) {
            round.run();
        }
    }

    private void assertNone() {
        Footprint after = Footprint.now();
        assertThat(more()).as("objects that became more in %d rounds", rounds).isEmpty();
        assertThat(after.threads()).as("threads").isLessThanOrEqualTo(before.threads());
        assertThat(after.files()).as("files").isLessThanOrEqualTo(before.files());
        assertThat(after.directMemory())
                .as("direct memory")
                .isLessThanOrEqualTo(before.directMemory() + DIRECT_MEMORY_SLACK);
        figures.info("{} rounds, {} classes, before {}, after {}", rounds, objects.size(), before, after);
    }

    /** By class; some come and go, while a leak leaves one or more in each round. */
    private Map<String, Long> more() {
        Map<String, Long> more = new TreeMap<>();
        LiveObjects.now().forEach((name, count) -> {
            long difference = count - objects.getOrDefault(name, 0L);
            if (difference > rounds / 4) {
                more.put(name, difference);
            }
        });
        return more;
    }
}
