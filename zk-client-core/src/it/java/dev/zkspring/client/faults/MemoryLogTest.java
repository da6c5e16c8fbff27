package dev.zkspring.client.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zkspring.client.it.Footprint;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MemoryLogTest {

    private static final long MB = 1L << 20;

    private static List<Footprint> samples(int count, int growthPerSample) {
        return IntStream.range(0, count)
                .mapToObj(i -> new Footprint(50 * MB + (i % 2) * MB, MB, 20 + growthPerSample * i, 100))
                .toList();
    }

    @Test
    void steadyValuesAreFlatWhateverTheWarmUpDid() {
        List<Footprint> samples = IntStream.range(0, 30)
                .mapToObj(i -> new Footprint(i < 6 ? i * MB : 40 * MB, MB, i < 3 ? 1 : 20, 100))
                .toList();
        assertThat(MemoryLog.growth(samples)).isEmpty();
        assertThat(MemoryLog.growth(samples(30, 0))).isEmpty();
    }

    @Test
    void growthIsToldByName() {
        assertThat(MemoryLog.growth(samples(30, 1)))
                .singleElement()
                .asString()
                .startsWith("threads grew from 26 to 38");
        List<Footprint> leaking = IntStream.range(0, 30)
                .mapToObj(i -> new Footprint(50 * MB + i * MB, i * MB, 20, 100 + 2 * i))
                .toList();
        assertThat(MemoryLog.growth(leaking)).hasSize(3);
    }

    /** What calls of the moment hold is many times as much. */
    @Test
    void smallGrowthBelowALotOfNoiseIsFound() {
        SplittableRandom noise = new SplittableRandom(1);
        List<Footprint> leaking = IntStream.range(0, 90)
                .mapToObj(i -> new Footprint(20 * MB + i * 25_000L + noise.nextLong(4 * MB), MB, 20, 100))
                .toList();
        assertThat(MemoryLog.growth(leaking)).singleElement().asString().startsWith("heap grew from ");
        List<Footprint> steady = IntStream.range(0, 90)
                .mapToObj(i -> new Footprint(20 * MB + noise.nextLong(4 * MB), MB, 20, 100))
                .toList();
        assertThat(MemoryLog.growth(steady)).isEmpty();
    }

    @Test
    void fewSamplesSayNothing() {
        assertThat(MemoryLog.growth(samples(5, 0))).singleElement().asString().contains("only 5 samples");
    }
}
