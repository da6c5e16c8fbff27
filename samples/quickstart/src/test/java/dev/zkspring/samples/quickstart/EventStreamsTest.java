package dev.zkspring.samples.quickstart;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import dev.zkspring.client.ZkClient;
import dev.zkspring.client.data.ConnectionState;
import dev.zkspring.event.ZkConnectedEvent;
import dev.zkspring.event.ZkLostEvent;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.scheduling.config.FixedRateTask;
import org.springframework.scheduling.config.ScheduledTaskHolder;
import org.springframework.test.context.bean.override.mockito.MockitoBean;
import org.springframework.test.util.ReflectionTestUtils;

/** On a real web server, because what matters here is what it does with slow and gone pages. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = "zk.enabled=false")
class EventStreamsTest {

    @Autowired
    private EventStreams streams;

    @LocalServerPort
    private int port;

    @MockitoBean
    private ZkClient client;

    @AfterEach
    void forgetPages() {
        streams.stop();
        await().until(() -> openStreams().isEmpty());
        streams.publish("members", List.of());
        streams.start();
    }

    private Collection<?> openStreams() {
        return (Collection<?>) ReflectionTestUtils.getField(streams, "open");
    }

    @Nested
    class APage {

        @Test
        void isToldTheCurrentThreeWhenItComes() throws Exception {
            streams.publish("members", List.of("localhost:8080"));

            try (EventReader page = EventReader.open(port)) {
                assertThat(page.response().headers().firstValue("Content-Type")).hasValue("text/event-stream");
                await().untilAsserted(() -> assertThat(page.lines())
                        .containsExactly(
                                "event:banner",
                                "data:{\"text\":null}",
                                "",
                                "event:members",
                                "data:[\"localhost:8080\"]",
                                "",
                                "event:state",
                                "data:{\"state\":\"LOST\",\"session\":null}",
                                ""));
            }
        }

        @Test
        void isToldEveryLaterEventInOrder() throws Exception {
            try (EventReader page = EventReader.open(port)) {
                for (int i = 0; i < 50; i++) {
                    streams.publish("members", List.of(i));
                }
                await().until(() -> "[49]".equals(page.last("members")));

                assertThat(page.lines().stream().filter(line -> line.startsWith("data:[")))
                        .hasSize(51)
                        .containsSubsequence("data:[0]", "data:[1]", "data:[48]", "data:[49]");
            }
        }

        @Test
        void isSentACommentEvery15Seconds(@Autowired ScheduledTaskHolder scheduled) throws Exception {
            assertThat(scheduled.getScheduledTasks())
                    .singleElement()
                    .satisfies(task -> assertThat(((FixedRateTask) task.getTask()).getIntervalDuration())
                            .hasSeconds(15));

            try (EventReader page = EventReader.open(port)) {
                streams.keepAlive();
                await().until(() -> page.lines().contains(":still there"));
            }
        }

        @Test
        void isForgottenWhenItGoes() throws Exception {
            EventReader page = EventReader.open(port);
            await().until(() -> page.last("state") != null);
            page.close();

            await().until(() -> {
                streams.keepAlive();
                return openStreams().isEmpty();
            });
        }
    }

    @Nested
    class TheState {

        @Test
        void hasTheSessionInHexadecimal() throws Exception {
            ZkConnectedEvent connected = mock();
            when(connected.state()).thenReturn(ConnectionState.CONNECTED);
            when(connected.sessionId()).thenReturn(0x1234L);
            streams.connectionChanged(connected);

            try (EventReader page = EventReader.open(port)) {
                await().untilAsserted(() ->
                        assertThat(page.last("state")).isEqualTo("{\"state\":\"CONNECTED\",\"session\":\"0x1234\"}"));

                ZkLostEvent lost = mock();
                when(lost.state()).thenReturn(ConnectionState.LOST);
                when(lost.sessionId()).thenReturn(0x1234L);
                streams.connectionChanged(lost);
                await().untilAsserted(() ->
                        assertThat(page.last("state")).isEqualTo("{\"state\":\"LOST\",\"session\":null}"));
            }
        }
    }

    @Nested
    class ASlowPage {

        private static final String LARGE = "x".repeat(64 * 1024);

        /** More than the buffers between both sides, and than the events that may wait, hold. */
        private static final int EVENTS = 300;

        private Socket stalled() throws Exception {
            Socket socket = new Socket();
            socket.setReceiveBufferSize(4096);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            socket.getOutputStream().write("GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(US_ASCII));
            return socket;
        }

        @Test
        void delaysNobodyAndIsEndedInsteadOfCollectingEvents() throws Exception {
            try (Socket slow = stalled();
                    EventReader page = EventReader.open(port)) {
                await().until(() -> openStreams().size() == 2);
                for (int i = 0; i < EVENTS; i++) {
                    List<Object> event = List.of(LARGE, i);
                    streams.publish("members", event);
                    await().pollInterval(Duration.ofMillis(1)).until(() -> isLast(event, page));
                }
                assertThat(remaining(slow)).endsWith("\r\n0\r\n\r\n");
            }
        }

        private static String remaining(Socket socket) throws Exception {
            socket.setSoTimeout(10_000);
            ByteArrayOutputStream read = new ByteArrayOutputStream();
            byte[] buffer = new byte[64 * 1024];
            while (!read.toString(US_ASCII).endsWith("\r\n0\r\n\r\n")) {
                read.write(buffer, 0, socket.getInputStream().read(buffer));
            }
            return read.toString(US_ASCII);
        }

        private static boolean isLast(List<Object> event, EventReader page) {
            String last = page.last("members");
            return last != null && last.endsWith("," + event.get(1) + "]");
        }
    }

    @Nested
    class Stopping {

        @Test
        void endsTheOpenStreams() throws Exception {
            try (EventReader page = EventReader.open(port)) {
                await().until(() -> page.last("state") != null);
                streams.stop();

                await().until(page::ended);
                assertThat(page.lines()).noneMatch(line -> line.startsWith("broken"));
            }
        }

        @Test
        void endsAPageThatComesAfterwards() throws Exception {
            streams.stop();

            try (EventReader page = EventReader.open(port)) {
                assertThat(page.response().statusCode()).isEqualTo(200);
                await().until(page::ended);
            }
        }

        @Test
        void comesBeforeTheWebServerWaitsForOpenRequests() {
            assertThat(streams.getPhase()).isGreaterThan(WebServerApplicationContext.GRACEFUL_SHUTDOWN_PHASE);
        }
    }
}
