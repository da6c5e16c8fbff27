package dev.zkspring.samples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.zkspring.samples.quickstart.Browser.Page;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** The page as its user sees it: two instances and a server in processes of their own, and a real browser. */
@EnabledIf(
        value = "dev.zkspring.samples.quickstart.Browser#isHere",
        disabledReason = "no chromium and chromedriver on the PATH")
class PageIT {

    private static final Duration SESSION_TIMEOUT = Duration.ofSeconds(4);

    /** The server's tick, by which it is late at most, and what the browser may take. */
    private static final Duration SLACK = Duration.ofSeconds(6);

    @TempDir
    private static Path directory;

    private static ServerProcess server;

    private static QuickstartProcess first;

    private static Browser browser;

    private Page page;

    @BeforeAll
    static void start() throws Exception {
        server = ServerProcess.start(directory);
        first = startInstance();
        browser = Browser.start(directory);
    }

    @AfterAll
    static void stop() {
        browser.close();
        first.close();
        server.close();
    }

    private static QuickstartProcess startInstance() throws Exception {
        return QuickstartProcess.start(
                "--zk.embedded.enabled=false",
                "--zk.hosts=" + server.address(),
                "--zk.timeout=" + SESSION_TIMEOUT.toSeconds() + "s");
    }

    @BeforeEach
    void open() {
        page = browser.open(first);
        page.awaitText("#state", "CONNECTED");
    }

    @AfterEach
    void close() {
        page.close();
    }

    @Test
    void showsABannerThatWasChangedOnTheOtherPage() throws Exception {
        try (QuickstartProcess second = startInstance();
                Page other = browser.open(second)) {
            browser.complaints();
            page.write("#text", "Maintenance at six");
            page.click("button[type=submit]");

            other.awaitText("#banner", "Maintenance at six");
            page.awaitText("#answer", "Saved");
            assertThat(other.value("#text")).isEqualTo("Maintenance at six");
            other.awaitText("#members", second.address() + "\nthis instance");
            page.awaitText("#members", first.address() + "\nthis instance");
            page.screenshot("two-instances");

            other.write("#text", "Größe <b> &amp;");
            other.click("button[type=submit]");
            page.awaitText("#banner", "Größe <b> &amp;");
            other.click("#delete");
            page.awaitText("#banner", "No banner yet");
            assertThat(page.isEnabled("#delete")).isFalse();
            assertThat(browser.complaints()).isEmpty();
        }
    }

    @Test
    void showsThatAKilledInstanceHasLeft() throws Exception {
        try (QuickstartProcess second = startInstance();
                Page other = browser.open(second)) {
            page.awaitText("#members", second.address());

            second.kill();

            other.awaitText("#notice", "lost the application");
            assertThat(other.isEnabled("button[type=submit]")).isFalse();
            assertThat(other.isEnabled("#delete")).isFalse();
            other.screenshot("killed-instance");
            await().atMost(SESSION_TIMEOUT.plus(SLACK)).until(() -> !page.shows("#members", second.address()));
            assertThat(page.text("#members")).contains(first.address());
        }
    }

    @Test
    void showsThatTheServerWentAndCameBack() throws Exception {
        String session = page.text("#session");

        server.stop();
        page.awaitText("#state", "SUSPENDED");
        assertThat(page.text("#notice")).contains("no connection to ZooKeeper");
        page.write("#text", "too early");
        page.click("button[type=submit]");
        page.awaitText("#answer", "Failed: 503");
        page.screenshot("suspended");
        page.awaitText("#state", "LOST");
        assertThat(page.text("#session")).isEqualTo("no session");

        server.start();
        page.awaitText("#state", "CONNECTED");
        assertThat(page.text("#notice")).isEmpty();
        assertThat(page.text("#session")).startsWith("session 0x").isNotEqualTo(session);
        assertThat(page.text("#answer")).isEmpty();
        page.awaitText("#members", first.address());
        page.screenshot("back");
    }
}
