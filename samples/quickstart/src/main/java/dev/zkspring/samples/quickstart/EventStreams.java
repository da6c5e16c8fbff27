package dev.zkspring.samples.quickstart;

import dev.zkspring.client.data.ConnectionState;
import dev.zkspring.client.data.SessionId;
import dev.zkspring.event.ZkConnectionEvent;
import java.io.IOException;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.EventListener;
import org.springframework.http.MediaType;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter.SseEventBuilder;

/**
 * The open pages. Each is told the newest events when it comes and every later one.
 *
 * <p>Has the default phase, the highest, and so stops first: a web server that shuts down gracefully waits for open
 * requests, and an event stream is one that never ends by itself.
 */
@Component
class EventStreams implements SmartLifecycle {

    private final Map<String, Object> newest = new LinkedHashMap<>();

    private final Set<Stream> open = new HashSet<>();

    /** From the beginning, because pages may come before the last phase of the start. */
    private boolean running = true;

    EventStreams() {
        newest.put("banner", Collections.singletonMap("text", null));
        newest.put("members", List.of());
        newest.put("state", new State(ConnectionState.LOST, null));
    }

    /** A stream of events for one page; it ends when the page goes or this instance stops. */
    synchronized SseEmitter open() {
        Stream stream = new Stream();
        stream.emitter.onCompletion(() -> remove(stream));
        if (running) {
            open.add(stream);
            newest.forEach(stream::send);
        } else {
            stream.end();
        }
        return stream.emitter;
    }

    private synchronized void remove(Stream stream) {
        open.remove(stream);
    }

    @EventListener
    void connectionChanged(ZkConnectionEvent event) {
        Long session = event.state() == ConnectionState.LOST ? null : event.sessionId();
        publish("state", new State(event.state(), session == null ? null : SessionId.toString(session)));
    }

    /** Queues an event for every page; does not wait for any of them. */
    synchronized void publish(String name, Object data) {
        newest.put(name, data);
        open.forEach(stream -> stream.send(name, data));
    }

    /** Keeps proxies from closing silent streams, and finds the pages that went without a word. */
    @Scheduled(initialDelay = 15, fixedRate = 15, timeUnit = TimeUnit.SECONDS)
    synchronized void keepAlive() {
        open.forEach(stream -> stream.send(() -> SseEmitter.event().comment("still there")));
    }

    @Override
    public synchronized void start() {
        running = true;
    }

    @Override
    public synchronized void stop() {
        running = false;
        open.forEach(Stream::end);
    }

    @Override
    public synchronized boolean isRunning() {
        return running;
    }

    private record State(ConnectionState state, @Nullable String session) {}

    /** One page. Writing may block on a slow one: a thread of its own does it, which lives only while there is work. */
    private static final class Stream {

        private static final int MAX_PENDING = 100;

        private final SseEmitter emitter = new SseEmitter(0L);

        private final ThreadPoolExecutor writer = writer();

        void send(String name, Object data) {
            send(() -> SseEmitter.event().name(name).data(data, MediaType.APPLICATION_JSON));
        }

        void send(Supplier<SseEventBuilder> event) {
            if (writer.getQueue().remainingCapacity() == 0) {
                end();
            } else {
                writer.execute(() -> write(event.get()));
            }
        }

        /** Drops what is pending; the page comes back by itself and is told the newest then. */
        void end() {
            writer.getQueue().clear();
            writer.execute(emitter::complete);
        }

        private void write(SseEventBuilder event) {
            try {
                emitter.send(event);
            } catch (IOException | IllegalStateException gone) {
                writer.getQueue().clear();
            }
        }

        private static ThreadPoolExecutor writer() {
            CustomizableThreadFactory threads = new CustomizableThreadFactory("events-");
            threads.setDaemon(true);
            ThreadPoolExecutor writer =
                    new ThreadPoolExecutor(1, 1, 1, TimeUnit.SECONDS, new ArrayBlockingQueue<>(MAX_PENDING), threads);
            writer.allowCoreThreadTimeOut(true);
            return writer;
        }
    }
}
