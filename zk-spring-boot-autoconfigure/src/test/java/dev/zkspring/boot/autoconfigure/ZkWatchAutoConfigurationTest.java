package dev.zkspring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.Mockito.mock;

import dev.zkspring.annotation.ZkDataWatch;
import dev.zkspring.annotation.ZkWatchAnnotationBeanPostProcessor;
import dev.zkspring.client.ZkClient;
import dev.zkspring.listener.DuplicateWatchIdException;
import dev.zkspring.listener.InvalidWatchMethodException;
import dev.zkspring.listener.ZkWatchRegistry;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.util.StringUtils;

class ZkWatchAutoConfigurationTest {

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(ZkWatchAutoConfiguration.class))
            .withBean("zkClient", ZkClient.class, () -> mock(ZkClient.class));

    @Nested
    class Beans {

        @Test
        void registryAndPostProcessorAreThere() {
            runner.run(context -> {
                assertThat(context).hasSingleBean(ZkWatchRegistry.class);
                String processor = context.getBeanNamesForType(ZkWatchAnnotationBeanPostProcessor.class)[0];
                assertThat(context.getBeanFactory().getBeanDefinition(processor).getRole())
                        .isEqualTo(BeanDefinition.ROLE_INFRASTRUCTURE);
            });
        }

        @Test
        void nothingIsThereWhenDisabled() {
            runner.withBean(BadSignature.class)
                    .withPropertyValues("zk.enabled=false")
                    .run(context -> assertThat(context)
                            .hasNotFailed()
                            .doesNotHaveBean(ZkWatchRegistry.class)
                            .doesNotHaveBean(ZkWatchAnnotationBeanPostProcessor.class));
        }

        @Test
        void usersRegistryReplacesTheAutoConfiguredOne() {
            ZkWatchRegistry own = new ZkWatchRegistry(false);
            runner.withBean(ZkWatchRegistry.class, () -> own)
                    .run(context ->
                            assertThat(context.getBean(ZkWatchRegistry.class)).isSameAs(own));
        }

        @Test
        @ExtendWith(OutputCaptureExtension.class)
        void watchesOfAMockOfTheClientHearNothingAndDoNotDisturb(CapturedOutput output) {
            runner.withBean(Watching.class)
                    .run(context -> assertThat(context.getBean(ZkWatchRegistry.class)
                                    .containers("watching")
                                    .get(0)
                                    .isRunning())
                            .isTrue());
            assertThat(output).doesNotContain("Exception");
        }

        @Test
        void autoStartupThatIsNoBooleanStopsTheStart() {
            runner.withPropertyValues("zk.watch.auto-startup=perhaps")
                    .run(context -> assertThat(context).getFailure().hasMessageContaining("zk.watch.auto-startup"));
        }
    }

    @Nested
    @ExtendWith(OutputCaptureExtension.class)
    class Explanations {

        @Test
        void badSignatureShowsMethodReasonAndWhatIsAllowed(CapturedOutput output) {
            assertThatExceptionOfType(InvalidWatchMethodException.class).isThrownBy(() -> start(BadSignature.class));
            assertThat(output)
                    .contains("APPLICATION FAILED TO START")
                    .contains("    " + BadSignature.class.getName() + ".changed(int) of bean 'badSignature'")
                    .contains("cannot be used: parameter 1 (int number) is primitive")
                    .contains("Allowed parameters, each at most once, in any order: the data as byte[]");
        }

        @Test
        void duplicateIdShowsBothMethods(CapturedOutput output) {
            assertThatExceptionOfType(DuplicateWatchIdException.class).isThrownBy(() -> start(Duplicates.class));
            assertThat(output)
                    .contains("APPLICATION FAILED TO START")
                    .contains("The watch id 'same' is used twice")
                    .contains("    " + Duplicates.class.getName() + ".first() of bean 'duplicates'")
                    .contains("    " + Duplicates.class.getName() + ".second() of bean 'duplicates'")
                    .contains("Give each watch an id of its own");
        }

        private void start(Class<?> watching) {
            new SpringApplicationBuilder(Application.class)
                    .web(WebApplicationType.NONE)
                    .initializers((GenericApplicationContext context) ->
                            context.registerBean(StringUtils.uncapitalize(watching.getSimpleName()), watching))
                    .run();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration(ZkWatchAutoConfiguration.class)
    static class Application {

        @Bean
        ZkClient zkClient() {
            return mock(ZkClient.class);
        }
    }

    static class BadSignature {
        @ZkDataWatch("/node")
        void changed(int number) {}
    }

    static class Duplicates {
        @ZkDataWatch(path = "/a", id = "same")
        void first() {}

        @ZkDataWatch(path = "/b", id = "same")
        void second() {}
    }

    static class Watching {
        @ZkDataWatch(path = "/node", id = "watching")
        void changed() {}
    }
}
