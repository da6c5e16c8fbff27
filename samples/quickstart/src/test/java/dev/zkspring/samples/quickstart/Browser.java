package dev.zkspring.samples.quickstart;

import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;

/** Chromium without a window, with one tab for each page that is open. Browser and driver come from the PATH. */
final class Browser implements AutoCloseable {

    /** Root cannot have the sandbox; the others keep the browser from calling its maker. */
    private static final List<String> OPTIONS = List.of(
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--disable-dev-shm-usage",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--hide-scrollbars");

    private static final Dimension WINDOW = new Dimension(1100, 900);

    private final ChromeDriver driver;

    private Browser(ChromeDriver driver) {
        this.driver = driver;
    }

    /** Whether it can be started on this machine. */
    static boolean isHere() {
        return program("chromedriver").isPresent() && chromium().isPresent();
    }

    /** A browser with an empty profile below this directory. */
    static Browser start(Path directory) {
        ChromeOptions options = new ChromeOptions();
        options.setBinary(chromium().orElseThrow());
        options.addArguments(OPTIONS);
        options.addArguments("--user-data-dir=" + directory.resolve("profile").toAbsolutePath());
        // Named, so that nothing looks for a driver in the network.
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(program("chromedriver").orElseThrow())
                .usingAnyFreePort()
                .withLogFile(directory.resolve("chromedriver.log").toFile())
                .build();
        ChromeDriver driver = new ChromeDriver(service, options);
        driver.manage().window().setSize(WINDOW);
        return new Browser(driver);
    }

    private static Optional<File> chromium() {
        return Stream.of("chromium", "chromium-browser", "google-chrome")
                .flatMap(name -> program(name).stream())
                .findFirst();
    }

    private static Optional<File> program(String name) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .map(directory -> new File(directory, name))
                .filter(File::canExecute)
                .findFirst();
    }

    /** Opens the page of an instance in a new tab. */
    Page open(QuickstartProcess instance) {
        driver.switchTo().newWindow(WindowType.TAB);
        driver.get("http://" + instance.address() + "/");
        return new Page(driver.getWindowHandle());
    }

    /** What went wrong in scripts and requests since the last call, as the consoles of all tabs tell it. */
    List<String> complaints() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .map(Object::toString)
                .toList();
    }

    @Override
    public void close() {
        driver.quit();
    }

    /** One tab. Each method brings it to the front first. */
    final class Page implements AutoCloseable {

        private final String window;

        private Page(String window) {
            this.window = window;
        }

        private WebElement element(String selector) {
            driver.switchTo().window(window);
            return driver.findElement(By.cssSelector(selector));
        }

        /** The visible text of the element, empty while it is hidden. */
        String text(String selector) {
            return element(selector).getText();
        }

        String value(String selector) {
            return element(selector).getDomProperty("value");
        }

        boolean shows(String selector, String text) {
            try {
                return text(selector).contains(text);
            } catch (StaleElementReferenceException justReplaced) {
                return false;
            }
        }

        void awaitText(String selector, String text) {
            await("\"" + text + "\" in " + selector)
                    .atMost(Duration.ofSeconds(15))
                    .until(() -> shows(selector, text));
        }

        void write(String selector, String text) {
            WebElement field = element(selector);
            field.clear();
            field.sendKeys(text);
        }

        void click(String selector) {
            element(selector).click();
        }

        boolean isEnabled(String selector) {
            return element(selector).isEnabled();
        }

        void screenshot(String name) throws IOException {
            driver.switchTo().window(window);
            Path file = Path.of("target", "screenshots", name + ".png");
            Files.createDirectories(file.getParent());
            Files.write(file, driver.getScreenshotAs(OutputType.BYTES));
        }

        @Override
        public void close() {
            driver.switchTo().window(window);
            driver.close();
            driver.switchTo().window(driver.getWindowHandles().iterator().next());
        }
    }
}
