package dev.zkspring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.from;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.actuate.autoconfigure.context.properties.ConfigurationPropertiesReportEndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.env.EnvironmentEndpointAutoConfiguration;
import org.springframework.boot.actuate.context.properties.ConfigurationPropertiesReportEndpoint;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.actuate.env.EnvironmentEndpoint;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/** What the endpoints of the actuator show of secrets, with the defaults of Boot and when told to show everything. */
class ZkSecretsAutoConfigurationTest {

    private static final String SECRET = "hush-hush";

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    ZkAutoConfiguration.class,
                    ZkSecretsAutoConfiguration.class,
                    EnvironmentEndpointAutoConfiguration.class,
                    ConfigurationPropertiesReportEndpointAutoConfiguration.class))
            .withPropertyValues(
                    "management.endpoints.jmx.exposure.include=*",
                    "spring.jmx.enabled=true",
                    "zk.hosts=127.0.0.1:1",
                    "zk.fail-fast=false",
                    "zk.start-timeout=1ms",
                    "zk.auth[0].scheme=digest",
                    "zk.auth[0].credential=alice:" + SECRET,
                    "zk.default-acl=digest:alice:" + SECRET + ":r",
                    "zk.sasl.mechanism=digest-md5",
                    "zk.sasl.username=alice",
                    "zk.sasl.password=" + SECRET);

    @ParameterizedTest
    @CsvSource({"never", "always"})
    void environmentShowsNoSecret(String show) {
        runner.withPropertyValues("management.endpoint.env.show-values=" + show).run(context -> {
            EnvironmentEndpoint endpoint = context.getBean(EnvironmentEndpoint.class);
            assertThat(endpoint.environment(null).getPropertySources())
                    .flatExtracting(source -> source.getProperties().values())
                    .extracting(value -> String.valueOf(value.getValue()))
                    .noneMatch(value -> value.contains(SECRET));
            assertThat(endpoint.environmentEntry("zk.auth[0].credential").getProperty())
                    .returns("******", from(EnvironmentEndpoint.PropertySummaryDescriptor::getValue));
        });
    }

    @ParameterizedTest
    @CsvSource({"never", "always"})
    void propertiesShowNoSecret(String show) {
        runner.withPropertyValues("management.endpoint.configprops.show-values=" + show)
                .run(context -> {
                    ConfigurationPropertiesReportEndpoint endpoint =
                            context.getBean(ConfigurationPropertiesReportEndpoint.class);
                    String shown = endpoint.configurationPropertiesWithPrefix("zk").getContexts().values().stream()
                            .flatMap(found -> found.getBeans().values().stream())
                            .map(bean -> bean.getProperties() + " " + bean.getInputs())
                            .reduce("", String::concat);
                    assertThat(shown).contains("credential", "defaultAcl").doesNotContain(SECRET);
                    if (show.equals("always")) {
                        assertThat(shown).contains("digest:alice:******:r", "username=alice");
                    }
                });
    }

    @Test
    void environmentVariablesShowNoSecretEither() {
        runner.withPropertyValues("management.endpoint.env.show-values=always")
                .withInitializer(context -> context.getEnvironment()
                        .getPropertySources()
                        .addFirst(new SystemEnvironmentPropertySource(
                                "variables", java.util.Map.of("ZK_AUTH_0_CREDENTIAL", SECRET, "OTHER", "shown"))))
                .run(context -> assertThat(context.getBean(EnvironmentEndpoint.class)
                                .environment(null)
                                .getPropertySources())
                        .flatExtracting(source -> source.getProperties().values())
                        .extracting(value -> String.valueOf(value.getValue()))
                        .contains("shown")
                        .noneMatch(value -> value.contains(SECRET)));
    }

    @Test
    void isNotThereWhenDisabledOrWithoutTheActuator() {
        runner.withPropertyValues("zk.enabled=false")
                .run(context -> assertThat(context).doesNotHaveBean("zkSecretsSanitizingFunction"));
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(ZkSecretsAutoConfiguration.class))
                .withClassLoader(new FilteredClassLoader(SanitizingFunction.class))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean("zkSecretsSanitizingFunction"));
    }
}
