package dev.zkspring.client.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CreateRequestTest {

    private static final long MAX_TTL = 1_099_511_627_775L;

    private static CreateRequest.Builder withTtl(Duration ttl) {
        return CreateRequest.of("/a").mode(CreateMode.PERSISTENT_WITH_TTL).ttl(ttl);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, MAX_TTL})
    void ttlHasFortyBitsOfMilliseconds(long millis) {
        assertThat(withTtl(Duration.ofMillis(millis)).build().ttl()).isEqualTo(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT-1S", "PT0.000999S", "PT1099511627.776S", "PT2562047788015215H"})
    void otherTtlIsRefused(Duration ttl) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> withTtl(ttl).build())
                .withMessageContainingAll("/a", ttl.toString(), "1 ms to " + MAX_TTL + " ms");
    }

    @ParameterizedTest
    @EnumSource(
            names = {"PERSISTENT_WITH_TTL", "PERSISTENT_SEQUENTIAL_WITH_TTL"},
            mode = EnumSource.Mode.EXCLUDE)
    void ttlIsForTheModesThatHaveOne(CreateMode mode) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> withTtl(Duration.ofDays(1)).mode(mode).build())
                .withMessageContainingAll("/a", mode.name(), "has no ttl", "PT24H");
    }

    @ParameterizedTest
    @EnumSource(
            names = {"PERSISTENT_WITH_TTL", "PERSISTENT_SEQUENTIAL_WITH_TTL"},
            mode = EnumSource.Mode.INCLUDE)
    void modeWithATtlNeedsIt(CreateMode mode) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CreateRequest.of("/a").mode(mode).build())
                .withMessageContainingAll("/a", mode.name(), "needs a ttl");
    }

    @Test
    void containersForParentsAreParents() {
        CreateRequest request =
                CreateRequest.of("/a/b").createParentsAsContainers().build();

        assertThat(request.createParents()).isTrue();
        assertThat(request.parentContainers()).isTrue();
        assertThat(CreateRequest.of("/a/b").createParents().build().parentContainers())
                .isFalse();
    }

    @Test
    void builderForAnotherPathHasTheSameParts() {
        CreateRequest request = withTtl(Duration.ofDays(1))
                .data(new byte[] {1})
                .acl(Acl.READ_ONLY)
                .createParentsAsContainers()
                .protectedName()
                .build();

        assertThat(request.toBuilder("/b").build())
                .returns("/b", CreateRequest::path)
                .usingRecursiveComparison()
                .ignoringFields("path")
                .isEqualTo(request);
    }

    @Test
    void textShowsWhatWasAskedFor() {
        assertThat(withTtl(Duration.ofDays(1))
                        .createParentsAsContainers()
                        .protectedName()
                        .build())
                .hasToString(
                        "CreateRequest[/a, PERSISTENT_WITH_TTL, ttl PT24H, createParentsAsContainers, protectedName]");
    }
}
