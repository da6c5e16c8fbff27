package dev.zkspring.client.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.zkspring.client.internal.protocol.OpCode;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What the log says of the session when a client is stopped. */
class StopLogTest {

    private static final String LEFT_BEHIND = "WARN [test] Stopped, and no server confirmed the end of session"
            + " 0x100000000000007: its ephemeral nodes may stay for 60000 ms";

    private final SessionRig rig = SessionRig.connected();

    private final Logger logger = (Logger) LoggerFactory.getLogger(StateMachine.class);

    private final Level level = logger.getLevel();

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeEach
    void listen() {
        logger.setLevel(Level.INFO);
        log.start();
        logger.addAppender(log);
    }

    @AfterEach
    void close() {
        logger.detachAppender(log);
        logger.setLevel(level);
        rig.close();
    }

    private List<String> lines() {
        return log.list.stream()
                .map(event -> event.getLevel() + " " + event.getFormattedMessage())
                .toList();
    }

    @Test
    void saysThatTheSessionWasClosedWhenTheServerSaysSo() {
        rig.stop();
        rig.peer.reply(rig.peer.expect(OpCode.CLOSE_SESSION), 1);
        rig.run();

        assertThat(lines()).containsExactly("INFO [test] Closed session 0x100000000000007");
    }

    @Test
    void saysOfASilentServerThatTheNodesMayStay() {
        rig.stop();
        rig.advance(Duration.ofSeconds(10));

        assertThat(lines()).containsExactly(LEFT_BEHIND);
    }

    @Test
    void saysTheSameWithoutALink() {
        rig.peer.hangUp();
        log.list.clear();
        rig.stop();

        assertThat(lines()).containsExactly(LEFT_BEHIND);
    }
}
