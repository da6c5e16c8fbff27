package dev.zkspring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zkspring.actuate.ZkEndpoint;
import dev.zkspring.annotation.ZkChildrenWatch;
import dev.zkspring.annotation.ZkDataWatch;
import dev.zkspring.boot.autoconfigure.actuate.ZkEndpointAutoConfiguration;
import dev.zkspring.boot.autoconfigure.health.ZkHealthContributorAutoConfiguration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.springframework.aot.generate.ClassNameGenerator;
import org.springframework.aot.generate.DefaultGenerationContext;
import org.springframework.aot.generate.InMemoryGeneratedFiles;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.aot.AbstractAotProcessor;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.javapoet.ClassName;

/** What a build with {@code process-aot} does with an application that watches. */
class AheadOfTimeProcessingTest {

    private final RuntimeHints hints = new RuntimeHints();

    @Test
    void makesMethodsAndPayloadsReachableAndNoClient() {
        TestPropertyValues.of(AbstractAotProcessor.AOT_PROCESSING + "=true").applyToSystemProperties(() -> {
            try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
                process(context);
                assertThat(context.getBeanFactory().containsBeanDefinition("zkClient"))
                        .isTrue();
                assertThat(context.getBeanFactory().containsSingleton("zkClient"))
                        .isFalse();
            }
            return null;
        });

        assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(Watching.class, "price"))
                .accepts(hints);
        assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(Watching.class, "members"))
                .accepts(hints);
        for (Class<?> payload : List.of(Price.class, Amount.class)) {
            assertThat(RuntimeHintsPredicates.reflection().onType(payload))
                    .as("%s", payload)
                    .accepts(hints);
        }
        assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(ZkEndpoint.WordDescriptor.class, "clients"))
                .accepts(hints);
    }

    private void process(AnnotationConfigApplicationContext context) {
        TestPropertyValues.of("management.endpoints.web.exposure.include=*").applyTo(context);
        context.register(
                ZkAutoConfiguration.class,
                ZkWatchAutoConfiguration.class,
                ZkHealthContributorAutoConfiguration.class,
                ZkEndpointAutoConfiguration.class);
        context.registerBean("watching", Watching.class);
        new ApplicationContextAotGenerator()
                .processAheadOfTime(
                        context,
                        new DefaultGenerationContext(
                                new ClassNameGenerator(ClassName.get(getClass())),
                                new InMemoryGeneratedFiles(),
                                hints));
    }

    record Price(Amount amount) {}

    record Amount(long cents) {}

    static class Watching {

        @ZkDataWatch("/a")
        @ZkDataWatch("/b")
        void price(Optional<Price> price) {}

        @ZkChildrenWatch("/members")
        void members(List<String> names) {}
    }
}
