package dev.zkspring.client.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import dev.zkspring.client.ZkClient;
import dev.zkspring.client.config.AuthInfo;
import dev.zkspring.client.config.SaslOptions;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.LoggerFactory;

/** Passwords are in no log, however much is logged, and in no exception. */
class SecretsIT {

    private static final String PASSWORD = "sesame-0n-the-street";

    private static final SaslOptions RIGHT = SaslOptions.digestMd5("bob", PASSWORD);

    private static final SaslOptions WRONG = SaslOptions.digestMd5("bob", PASSWORD + "!");

    @RegisterExtension
    static final ZkServerExtension zk =
            new ZkServerExtension(ZkServer.builder("secrets").digestUsers(Map.of("bob", PASSWORD)));

    private final Logger root = (Logger) LoggerFactory.getLogger("dev.zkspring");

    private final Everything everything = new Everything();

    private static final class Everything extends AppenderBase<ILoggingEvent> {

        private final Queue<String> lines = new ConcurrentLinkedQueue<>();

        @Override
        protected void append(ILoggingEvent event) {
            lines.add(event.getFormattedMessage());
            if (event.getThrowableProxy() != null) {
                lines.add(ThrowableProxyUtil.asString(event.getThrowableProxy()));
            }
        }
    }

    @BeforeEach
    void logEverything() {
        root.setLevel(Level.TRACE);
        root.setAdditive(false);
        everything.start();
        root.addAppender(everything);
    }

    @AfterEach
    void logAsUsual() {
        root.detachAppender(everything);
        root.setAdditive(true);
        root.setLevel(null);
    }

    @Test
    void noPasswordIsTold() {
        AuthInfo alice = AuthInfo.digest("alice", PASSWORD);
        AuthInfo unknown = AuthInfo.of("unheard-of", PASSWORD);
        ZkClient client = zk.proxiedClient(settings -> settings.auth(alice).sasl(RIGHT));
        tell(client.toString());
        tell(catchThrowable(() -> client.addAuth(unknown)));
        zk.proxy().cut();
        tell(catchThrowable(() -> client.get("/missing")));
        tell(catchThrowable(() -> start(WRONG, alice)));
        tell(catchThrowable(() -> start(RIGHT, unknown)));

        assertThat(everything.lines)
                .anyMatch(line -> line.contains("Authentication failed"))
                .anyMatch(line -> line.contains("Connected to"))
                .noneMatch(line -> line.contains("sesame"));
    }

    private static void start(SaslOptions sasl, AuthInfo auth) {
        zk.unstarted(zk.server().address(), settings -> settings.sasl(sasl).auth(auth))
                .start();
    }

    private void tell(Throwable failure) {
        assertThat(failure).isNotNull();
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        tell(text.toString());
    }

    private void tell(String text) {
        everything.lines.add(text);
    }
}
