package dev.zkspring.client.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.zkspring.client.admin.CommandAnswer;
import dev.zkspring.client.admin.FourLetterWord;
import dev.zkspring.client.admin.ServerMetrics;
import dev.zkspring.client.admin.ServerMode;
import dev.zkspring.client.admin.ServerStats;
import dev.zkspring.client.error.UnknownWordException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What servers tell about themselves. */
final class AdminFeatures {

    static final List<Feature> ALL = Stream.concat(
                    Arrays.stream(FourLetterWord.values())
                            .map(word -> Feature.of("`" + word + "`", t -> command(t, word))),
                    Stream.of(
                            Feature.of("`srvr`, read as ServerStats", AdminFeatures::stats),
                            Feature.of("`mntr`, read as ServerMetrics", AdminFeatures::metrics),
                            Feature.of("commandAll", AdminFeatures::commandAll)))
            .toList();

    private AdminFeatures() {}

    private static void command(Trial t, FourLetterWord word) {
        boolean known = word.isKnownTo(t.version());
        // To this word older servers say nothing, and newer ones nothing as long as they have done little.
        if (!known && word != FourLetterWord.HASH) {
            assertThatThrownBy(() -> t.client().command(word)).isInstanceOf(UnknownWordException.class);
        }
        assumeTrue(known, "the server does not know the word");
        assertThat(t.client().command(word)).isNotNull();
    }

    private static void stats(Trial t) {
        ServerStats stats = t.client().serverStats();
        assertThat(stats.version()).isEqualTo(t.version());
        assertThat(stats.mode()).isEqualTo(ServerMode.STANDALONE);
        assertThat(stats.nodeCount()).isPositive();
    }

    private static void metrics(Trial t) {
        ServerMetrics metrics = t.client().metrics();
        assertThat(metrics.version()).contains(t.version());
        assertThat(metrics.mode()).isEqualTo(ServerMode.STANDALONE);
        assertThat(metrics.znodeCount()).hasValue(t.client().serverStats().nodeCount());
    }

    private static void commandAll(Trial t) {
        assertThat(t.client().commandAll(FourLetterWord.RUOK))
                .isEqualTo(Map.of(t.client().hosts().get(0), CommandAnswer.of("imok")));
    }
}
