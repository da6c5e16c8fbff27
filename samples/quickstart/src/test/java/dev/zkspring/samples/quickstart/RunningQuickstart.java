package dev.zkspring.samples.quickstart;

import dev.zkspring.client.ZkClient;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The whole application in this JVM, with its web server, so that a test sees what it is told inside and over HTTP. */
final class RunningQuickstart implements AutoCloseable {

    static final Duration HEALTH_TIMEOUT = Duration.ofMillis(500);

    /** Of each phase of the shutdown, as the application's own configuration has it. */
    static final Duration PHASE_TIMEOUT = Duration.ofSeconds(1);

    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(40);

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final ConfigurableApplicationContext context;

    private final int port;

    private RunningQuickstart(ConfigurableApplicationContext context) {
        this.context = context;
        this.port = context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
    }

    /** Starts the application on these servers; returns when it is ready, connected or not as it is configured. */
    static RunningQuickstart start(String hosts, String... options) {
        return startWith(List.of(), hosts, options);
    }

    /** As {@link #start}, with more beans. */
    static RunningQuickstart startWith(List<Class<?>> beans, String hosts, String... options) {
        List<Class<?>> sources = new ArrayList<>(beans);
        sources.add(QuickstartApplication.class);
        sources.add(ClientHistories.class);
        SpringApplication application = new SpringApplication(sources.toArray(Class<?>[]::new));
        application.setRegisterShutdownHook(false);
        List<String> arguments = new ArrayList<>(List.of(
                "--server.port=0",
                "--zk.embedded.enabled=false",
                "--zk.hosts=" + hosts,
                "--zk.connection-retry.max-delay=500ms",
                "--zk.health.timeout=" + HEALTH_TIMEOUT.toMillis() + "ms",
                "--management.endpoint.health.group.readiness.include=readinessState,zk",
                "--management.endpoint.health.group.readiness.show-details=always",
                "--spring.main.banner-mode=off"));
        arguments.addAll(List.of(options));
        return new RunningQuickstart(application.run(arguments.toArray(String[]::new)));
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    ZkClient client() {
        return bean(ZkClient.class);
    }

    MeterRegistry meters() {
        return bean(MeterRegistry.class);
    }

    ClientHistories histories() {
        return bean(ClientHistories.class);
    }

    ClientHistory history() {
        return histories().of(client().clientName());
    }

    String address() {
        return "localhost:" + port;
    }

    int port() {
        return port;
    }

    HttpResponse<String> get(String path) {
        return send(request(path).build());
    }

    /** The body as JSON, whatever the status. */
    JsonNode json(String path) {
        return JsonMapper.shared().readTree(get(path).body());
    }

    HttpResponse<String> putBanner(String text) {
        return send(request("/banner")
                .header("Content-Type", "text/plain")
                .PUT(BodyPublishers.ofString(text))
                .build());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                .timeout(REQUEST_TIMEOUT);
    }

    private static HttpResponse<String> send(HttpRequest request) {
        try {
            return CLIENT.send(request, BodyHandlers.ofString());
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(request + " failed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Ends the application as a signal does. */
    @Override
    public void close() {
        context.close();
    }
}
