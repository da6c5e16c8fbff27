package dev.zkspring.boot.autoconfigure.actuate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.BDDMockito.given;

import dev.zkspring.FakeClient;
import dev.zkspring.actuate.ZkEndpoint;
import dev.zkspring.actuate.ZkEndpointWebExtension;
import dev.zkspring.client.ZkClient;
import dev.zkspring.client.admin.CommandAnswer;
import dev.zkspring.client.admin.FourLetterWord;
import dev.zkspring.client.data.ConnectionState;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.ReflectionException;
import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.endpoint.jmx.JmxEndpointAutoConfiguration;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.jmx.JmxAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class ZkEndpointAutoConfigurationTest {

    private final ZkClient client = new FakeClient().client();

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(ZkEndpointAutoConfiguration.class))
            .withBean("zkClient", ZkClient.class, () -> client);

    private static ApplicationContextRunner exposed(ApplicationContextRunner runner) {
        return runner.withPropertyValues("management.endpoints.web.exposure.include=zk");
    }

    @Test
    void isThereWhenExposed() {
        exposed(runner)
                .run(context -> assertThat(context)
                        .hasSingleBean(ZkEndpoint.class)
                        .hasSingleBean(ZkEndpointWebExtension.class));
    }

    @Test
    void isNotExposedUnasked() {
        runner.run(context -> assertThat(context).doesNotHaveBean(ZkEndpoint.class));
    }

    @Test
    void isNotThereWithoutAccess() {
        exposed(runner)
                .withPropertyValues("management.endpoint.zk.access=NONE")
                .run(context -> assertThat(context).doesNotHaveBean(ZkEndpoint.class));
    }

    @Test
    void isThereWithReadOnlyAccess() {
        exposed(runner)
                .withPropertyValues("management.endpoint.zk.access=READ_ONLY")
                .run(context -> assertThat(context).hasSingleBean(ZkEndpoint.class));
    }

    @Test
    void isNotThereWhenDisabled() {
        exposed(runner)
                .withPropertyValues("zk.enabled=false")
                .run(context -> assertThat(context).doesNotHaveBean(ZkEndpoint.class));
    }

    @Test
    void needsAClient() {
        exposed(new ApplicationContextRunner()
                        .withConfiguration(AutoConfigurations.of(ZkEndpointAutoConfiguration.class)))
                .run(context -> assertThat(context).doesNotHaveBean(ZkEndpoint.class));
    }

    @Test
    void isNotMissedWithoutActuator() {
        exposed(runner)
                .withClassLoader(new FilteredClassLoader(Endpoint.class))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(ZkEndpoint.class));
    }

    @Test
    void usersEndpointReplacesIt() {
        ZkEndpoint own = new ZkEndpoint(Map.of(), List.of());
        exposed(runner)
                .withBean(ZkEndpoint.class, () -> own)
                .run(context -> assertThat(context.getBean(ZkEndpoint.class)).isSameAs(own));
    }

    @Test
    void answersOverJmx() {
        given(client.state()).willReturn(ConnectionState.LOST);
        given(client.chroot()).willReturn("");
        given(client.commandAll(eq(FourLetterWord.RUOK), any()))
                .willReturn(Map.of(FakeClient.SERVER, CommandAnswer.of("imok")));
        runner.withConfiguration(AutoConfigurations.of(
                        JmxAutoConfiguration.class,
                        EndpointAutoConfiguration.class,
                        JmxEndpointAutoConfiguration.class))
                .withPropertyValues("spring.jmx.enabled=true", "management.endpoints.jmx.exposure.include=zk")
                .run(context -> {
                    assertThat(context).doesNotHaveBean(ZkEndpointWebExtension.class);
                    assertThat(invoke("zk")).asString().contains("zkClient", "state=LOST");
                    assertThat(invoke("word", "ruok", null)).asString().contains("localhost:2181", "imok");
                    assertThat(catchThrowable(() -> invoke("word", "kill", null)))
                            .isInstanceOf(ReflectionException.class)
                            .hasStackTraceContaining("expected: one of [ruok, isro, srvr, mntr, wchs]");
                });
    }

    private static Object invoke(String operation, Object... arguments) throws Exception {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        ObjectName name = server.queryNames(new ObjectName("org.springframework.boot:type=Endpoint,name=Zk,*"), null)
                .iterator()
                .next();
        String[] types = new String[arguments.length];
        Arrays.fill(types, String.class.getName());
        return server.invoke(name, operation, arguments, types);
    }
}
