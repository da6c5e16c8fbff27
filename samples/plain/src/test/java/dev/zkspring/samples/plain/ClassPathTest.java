package dev.zkspring.samples.plain;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.ClassUtils;

/** What this application does without, and what it cannot. */
class ClassPathTest {

    private static boolean isPresent(String name) {
        return ClassUtils.isPresent(name, PlainApplication.class.getClassLoader());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "com.fasterxml.jackson.databind.ObjectMapper",
                "io.micrometer.core.instrument.MeterRegistry",
                "jakarta.servlet.Servlet",
                "org.springframework.boot.actuate.endpoint.annotation.Endpoint",
                "org.springframework.boot.health.contributor.HealthIndicator",
                "org.springframework.web.context.WebApplicationContext",
                "reactor.core.publisher.Mono",
                "tools.jackson.databind.json.JsonMapper"
            })
    void doesNotHave(String name) {
        assertThat(isPresent(name)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"dev.zkspring.client.ZkClient", "org.springframework.boot.SpringApplication"})
    void has(String name) {
        assertThat(isPresent(name)).isTrue();
    }
}
