package dev.zkspring.listener;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.core.io.support.SpringFactoriesLoader;
import tools.jackson.databind.json.JsonMapper;

class PayloadRuntimeHintsTest {

    private final RuntimeHints hints = new RuntimeHints();

    @Test
    void showJacksonToANativeImage() {
        new PayloadRuntimeHints().registerHints(hints, getClass().getClassLoader());

        assertThat(RuntimeHintsPredicates.reflection().onType(JsonMapper.class)).accepts(hints);
    }

    @Test
    void doNotNeedJackson() {
        new PayloadRuntimeHints().registerHints(hints, new FilteredClassLoader(JsonMapper.class));

        assertThat(RuntimeHintsPredicates.reflection().onType(JsonMapper.class)).rejects(hints);
    }

    @Test
    void areFoundByTheProcessing() {
        assertThat(SpringFactoriesLoader.forResourceLocation("META-INF/spring/aot.factories")
                        .load(RuntimeHintsRegistrar.class))
                .hasAtLeastOneElementOfType(PayloadRuntimeHints.class);
    }
}
