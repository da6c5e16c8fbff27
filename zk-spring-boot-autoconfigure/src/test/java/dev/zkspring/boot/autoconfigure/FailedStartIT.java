package dev.zkspring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;

/** What a developer reads when an application does not start. */
@ExtendWith(OutputCaptureExtension.class)
class FailedStartIT {

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {}

    private static void start(String... arguments) {
        SpringApplication application = new SpringApplication(Application.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        assertThatThrownBy(() -> application.run(arguments).close()).isInstanceOf(RuntimeException.class);
    }

    @Test
    void namesTheServerThatCannotBeReached(CapturedOutput output) throws IOException {
        String host;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            host = "127.0.0.1:" + socket.getLocalPort();
        }

        start("--zk.hosts=" + host, "--zk.start-timeout=500ms");

        assertThat(output)
                .contains(
                        "APPLICATION FAILED TO START", "could not connect within 500 ms", host + ": connection refused")
                .contains("zk.hosts=" + host + "   (from \"zk.hosts\" from property source \"commandLineArgs\")")
                .contains("zk.embedded.enabled=true", "zk.fail-fast=false");
    }

    @Test
    void namesHostsThatCannotBeRead(CapturedOutput output) {
        start("--zk.hosts=zk1:x");

        assertThat(output).contains("APPLICATION FAILED TO START", "port of \"zk1:x\" is no number");
    }

    @Test
    void namesHostsThatCannotBeReadEvenWhenNotFailFast(CapturedOutput output) {
        start("--zk.hosts=zk1/a,zk2", "--zk.fail-fast=false");

        assertThat(output).contains("APPLICATION FAILED TO START", "behind the last host");
    }

    @Test
    void namesAPropertyOutOfRange(CapturedOutput output) {
        start("--zk.timeout=0s");

        assertThat(output).contains("APPLICATION FAILED TO START", "zk.timeout: session timeout: PT0S");
    }

    @Test
    void namesTimeoutsThatDiffer(CapturedOutput output) {
        start("--zk.timeout=8s", "--zk.session_timeout=9s");

        assertThat(output).contains("APPLICATION FAILED TO START", "zk.timeout=8s", "zk.session-timeout=9s");
    }

    @ParameterizedTest
    @ValueSource(strings = {"zk.auth=digest:user:s3cret", "zk.auth[0]=digest:user:s3cret", "zk.sasl=s3cret"})
    void namesTheFormOfCredentialsAndNotTheirValue(String property, CapturedOutput output) {
        start("--" + property);

        assertThat(output)
                .contains("APPLICATION FAILED TO START", "from property source \"commandLineArgs\"")
                .contains(property.substring(0, property.indexOf('=')), "cannot be read")
                .contains(property.startsWith("zk.sasl") ? "zk.sasl.password" : "zk.auth[0].credential")
                .doesNotContain("s3cret");
    }

    @Test
    void leavesOtherPropertiesToSpringBoot(CapturedOutput output) {
        start("--zk.timeout=soon");

        assertThat(output).contains("APPLICATION FAILED TO START", "Value: \"soon\"");
    }

    @Test
    void namesAnEmbeddedPortThatIsUsed(CapturedOutput output) throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            start("--zk.embedded.enabled=true", "--zk.embedded.port=" + taken.getLocalPort());

            assertThat(output).contains("APPLICATION FAILED TO START", "cannot listen on port " + taken.getLocalPort());
        }
    }

    @Test
    void namesAnEmbeddedPortOutOfRange(CapturedOutput output) {
        start("--zk.embedded.enabled=true", "--zk.embedded.port=70000");

        assertThat(output)
                .contains("APPLICATION FAILED TO START", "zk.embedded.port: 70000 (expected: 0 for a free port");
    }
}
