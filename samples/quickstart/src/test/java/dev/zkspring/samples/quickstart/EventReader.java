package dev.zkspring.samples.quickstart;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** Reads an event stream as a page does, but does not come back when it ends. */
final class EventReader implements AutoCloseable {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final List<String> lines = new CopyOnWriteArrayList<>();

    private final HttpResponse<Stream<String>> response;

    private final Thread thread = new Thread(this::read, "event-reader");

    private EventReader(HttpResponse<Stream<String>> response) {
        this.response = response;
        thread.setDaemon(true);
        thread.start();
    }

    static EventReader open(int port) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/events"))
                .build();
        return new EventReader(CLIENT.send(request, BodyHandlers.ofLines()));
    }

    private void read() {
        try (Stream<String> body = response.body()) {
            body.forEach(lines::add);
        } catch (RuntimeException broken) {
            lines.add("broken: " + broken);
        }
    }

    HttpResponse<?> response() {
        return response;
    }

    /** The lines so far: {@code event:name}, {@code data:json}, {@code :comment}, or empty. */
    List<String> lines() {
        return List.copyOf(lines);
    }

    /** The data of the last event of a name, {@code null} if there was none. */
    String last(String name) {
        List<String> read = lines();
        int event = read.lastIndexOf("event:" + name);
        return event < 0 || event + 1 == read.size()
                ? null
                : read.get(event + 1).substring("data:".length());
    }

    boolean ended() {
        return !thread.isAlive();
    }

    @Override
    public void close() {
        response.body().close();
    }
}
