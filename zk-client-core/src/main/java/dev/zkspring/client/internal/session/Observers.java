package dev.zkspring.client.internal.session;

import dev.zkspring.client.data.ConnectionEvent;
import dev.zkspring.client.data.WatchEvent;
import dev.zkspring.client.observe.ClientObserver;
import dev.zkspring.client.observe.RequestReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Those who observe a client. A request keeps to the observers it found when it was made, so that each of them hears of
 * both its ends or of none. Safe for use by any thread.
 */
public final class Observers {

    private static final Logger log = LoggerFactory.getLogger(Observers.class);

    /** {@code null} while there are none, so that a request asks nothing else. */
    private volatile @Nullable ClientObserver present;

    private List<Guarded> all = List.of();

    /** Adds an observer unless it is here, by {@code equals}. */
    public synchronized void add(ClientObserver observer) {
        if (all.stream().noneMatch(each -> each.target.equals(observer))) {
            List<Guarded> more = new ArrayList<>(all);
            more.add(new Guarded(observer));
            publish(more);
        }
    }

    /** Those of its requests that are under way are still reported to it. */
    public synchronized void remove(ClientObserver observer) {
        publish(all.stream().filter(each -> !each.target.equals(observer)).toList());
    }

    private void publish(List<Guarded> next) {
        all = List.copyOf(next);
        present = switch (all.size()) {
            case 0 -> null;
            case 1 -> all.get(0);
            default -> new Several(all);
        };
    }

    /** One that stands for all and never throws, {@code null} if there are none. */
    @Nullable
    ClientObserver present() {
        return present;
    }

    void stateChanged(ConnectionEvent event) {
        ClientObserver observer = present;
        if (observer != null) {
            observer.stateChanged(event);
        }
    }

    void eventReceived(WatchEvent.Type type) {
        ClientObserver observer = present;
        if (observer != null) {
            observer.eventReceived(type);
        }
    }

    /** Keeps what an observer throws away from the client. */
    private static final class Guarded implements ClientObserver {

        private final ClientObserver target;

        private volatile boolean reported;

        Guarded(ClientObserver target) {
            this.target = target;
        }

        @Override
        public @Nullable Object requestSubmitted(String operation, @Nullable String path) {
            try {
                return target.requestSubmitted(operation, path);
            } catch (RuntimeException | LinkageError | AssertionError e) {
                report(e);
                return null;
            }
        }

        @Override
        public void requestCompleted(RequestReport request, @Nullable Object context) {
            try {
                target.requestCompleted(request, context);
            } catch (RuntimeException | LinkageError | AssertionError e) {
                report(e);
            }
        }

        @Override
        public void requestSettled(@Nullable Object context) {
            try {
                target.requestSettled(context);
            } catch (RuntimeException | LinkageError | AssertionError e) {
                report(e);
            }
        }

        @Override
        public void stateChanged(ConnectionEvent event) {
            try {
                target.stateChanged(event);
            } catch (RuntimeException | LinkageError | AssertionError e) {
                report(e);
            }
        }

        @Override
        public void eventReceived(WatchEvent.Type type) {
            try {
                target.eventReceived(type);
            } catch (RuntimeException | LinkageError | AssertionError e) {
                report(e);
            }
        }

        private void report(Throwable failure) {
            if (!reported) {
                reported = true;
                log.warn("Observer {} threw; it will not be reported again", target, failure);
            }
        }
    }

    /** Hands everything to each in turn, and each its own context back. */
    private record Several(List<Guarded> observers) implements ClientObserver {

        @Override
        public Object requestSubmitted(String operation, @Nullable String path) {
            @Nullable Object[] contexts = new @Nullable Object[observers.size()];
            for (int i = 0; i < contexts.length; i++) {
                contexts[i] = observers.get(i).requestSubmitted(operation, path);
            }
            return contexts;
        }

        @Override
        public void requestCompleted(RequestReport request, @Nullable Object context) {
            @Nullable Object[] contexts = (@Nullable Object[]) Objects.requireNonNull(context);
            for (int i = 0; i < contexts.length; i++) {
                observers.get(i).requestCompleted(request, contexts[i]);
            }
        }

        @Override
        public void requestSettled(@Nullable Object context) {
            @Nullable Object[] contexts = (@Nullable Object[]) Objects.requireNonNull(context);
            for (int i = contexts.length - 1; i >= 0; i--) {
                observers.get(i).requestSettled(contexts[i]);
            }
        }

        @Override
        public void stateChanged(ConnectionEvent event) {
            for (Guarded each : observers) {
                each.stateChanged(event);
            }
        }

        @Override
        public void eventReceived(WatchEvent.Type type) {
            for (Guarded each : observers) {
                each.eventReceived(type);
            }
        }
    }
}
