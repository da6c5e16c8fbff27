package dev.zkspring.samples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The sample as a user sees it: processes, signals and HTTP. */
class QuickstartIT {

    private static final Duration SERVER_TICK = Duration.ofSeconds(3);

    /** The shortest that the server grants. */
    private static final Duration SESSION_TIMEOUT = SERVER_TICK.multipliedBy(2);

    /** What sending, watching and asking may take besides. */
    private static final Duration TRANSFER = Duration.ofSeconds(1);

    private static QuickstartProcess first;

    @BeforeAll
    static void startFirst() throws Exception {
        first = startWithServer("0");
    }

    @AfterAll
    static void stopFirst() {
        first.close();
    }

    private static QuickstartProcess startWithServer(String port) throws Exception {
        return QuickstartProcess.start(
                "--zk.embedded.port=" + port, "--zk.timeout=" + SESSION_TIMEOUT.toSeconds() + "s");
    }

    private static QuickstartProcess startAnother(String server) throws Exception {
        return QuickstartProcess.start(
                "--zk.embedded.enabled=false",
                "--zk.hosts=" + server,
                "--zk.timeout=" + SESSION_TIMEOUT.toSeconds() + "s");
    }

    private static QuickstartProcess startAnother() throws Exception {
        return startAnother(first.server());
    }

    @Nested
    class TheBanner {

        @Test
        void isSharedAndGoesAway() throws Exception {
            try (QuickstartProcess second = startAnother()) {
                assertThat(first.putBanner("Größe 🦓").statusCode()).isEqualTo(204);
                await().until(() -> "Größe 🦓".equals(second.get("/banner").body()));

                assertThat(second.putBanner("").statusCode()).isEqualTo(204);
                await().until(() -> first.get("/banner").body().isEmpty());
                assertThat(first.get("/banner").statusCode()).isEqualTo(200);

                assertThat(second.deleteBanner().statusCode()).isEqualTo(204);
                assertThat(second.deleteBanner().statusCode()).isEqualTo(204);
                await().until(() -> first.get("/banner").statusCode() == 404);
            }
        }

        @Test
        void isLimitedTo64KiB() throws Exception {
            assertThat(first.putBanner("x".repeat(64 * 1024)).statusCode()).isEqualTo(204);
            assertThat(first.putBanner("x".repeat(64 * 1024 + 1)).statusCode()).isEqualTo(413);
            assertThat(first.deleteBanner().statusCode()).isEqualTo(204);
        }

        @Test
        void isLimitedWithoutAContentLength() throws Exception {
            byte[] text = new byte[64 * 1024 + 1];

            assertThat(first.putBanner(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(text)))
                            .statusCode())
                    .isEqualTo(413);
        }
    }

    @Nested
    class APage {

        @Test
        void isServed() throws Exception {
            assertThat(first.get("/").body()).contains("<title>Quickstart");
        }

        @Test
        void isToldTheCurrentThreeAndWhatChanges() throws Exception {
            try (EventReader events = first.events()) {
                await().until(() -> events.lines().stream()
                                .filter(line -> line.startsWith("event:"))
                                .count()
                        >= 3);
                assertThat(events.last("members")).contains("\"" + first.address() + "\"");
                assertThat(events.last("state")).contains("\"state\":\"CONNECTED\",\"session\":\"0x");

                first.putBanner("now");
                await().until(() -> "{\"text\":\"now\"}".equals(events.last("banner")));
                first.deleteBanner();
                await().until(() -> "{\"text\":null}".equals(events.last("banner")));
            }
        }
    }

    @Test
    void healthShowsTheServersAnswer() throws Exception {
        assertThat(first.get("/actuator/health").body()).contains("\"ruok\":\"imok\"");
    }

    @Nested
    class AnotherInstance {

        @Test
        void leavesWithinTwoSecondsOfSigtermWithPagesOpen() throws Exception {
            try (QuickstartProcess second = startAnother();
                    EventReader page = second.events()) {
                await().until(() -> first.members().contains(second.address()));
                await().until(() -> page.last("state") != null);

                second.terminate();
                await().atMost(Duration.ofSeconds(2))
                        .until(() -> second.hasEnded() && !first.members().contains(second.address()));
                await().until(page::ended);
                assertThat(page.lines()).noneMatch(line -> line.startsWith("broken"));
            }
        }

        @Test
        void leavesWithinTheSessionTimeoutAndATickOfSigkill() throws Exception {
            try (QuickstartProcess second = startAnother()) {
                await().until(() -> first.members().contains(second.address()));

                second.kill();
                await().atMost(SESSION_TIMEOUT.plus(SERVER_TICK).plus(TRANSFER))
                        .until(() -> !first.members().contains(second.address()));
            }
        }
    }

    @Nested
    class WhenTheServerGoes {

        @Test
        void theOthersSaySoAndComeBackWithANewSession() throws Exception {
            try (QuickstartProcess server = startWithServer("0");
                    QuickstartProcess other = startAnother(server.server());
                    EventReader page = other.events()) {
                String address = server.server();
                server.putBanner("of the old server");
                await().until(() -> "{\"text\":\"of the old server\"}".equals(page.last("banner")));
                String session = page.last("state");

                server.terminate();
                await().until(server::hasEnded);
                await().until(() -> page.last("state").contains("SUSPENDED"));
                assertThat(other.putBanner("lost").statusCode()).isEqualTo(503);
                assertThat(other.deleteBanner().statusCode()).isEqualTo(503);
                assertThat(other.get("/actuator/health").statusCode()).isEqualTo(503);
                await().atMost(Duration.ofSeconds(20))
                        .until(() -> page.last("state").contains("LOST"));

                try (QuickstartProcess again = startWithServer(address.substring(address.lastIndexOf(':') + 1))) {
                    await().atMost(Duration.ofSeconds(20))
                            .until(() -> again.members().contains(other.address()));
                    await().until(() -> page.last("state").contains("CONNECTED"));
                    assertThat(page.last("state")).isNotEqualTo(session);
                    await().until(() -> other.get("/banner").statusCode() == 404);
                }
            }
        }
    }
}
