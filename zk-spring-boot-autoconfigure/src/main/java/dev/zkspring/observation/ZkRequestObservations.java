package dev.zkspring.observation;

import dev.zkspring.client.error.ZkException;
import dev.zkspring.client.observe.ClientObserver;
import dev.zkspring.client.observe.RequestReport;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Makes an observation of each request of a client, a child of the one that is current on the calling thread. It ends on
 * the client's event loop, so handlers of observations must not block. A request that follows from another one there, as
 * the next step of an operation or in a stage that depends on a future, is a child of the same. To be added to the client
 * by {@code addObserver}.
 */
public final class ZkRequestObservations implements ClientObserver {

    /** What the callers of the requests observed that complete on this thread now, the innermost first. */
    private static final ThreadLocal<@Nullable Deque<Observation>> CALLERS = new ThreadLocal<>();

    private final ObservationRegistry registry;

    private final String clientName;

    private final @Nullable ZkRequestObservationConvention convention;

    /** The default convention is used if none is given. */
    public ZkRequestObservations(
            ObservationRegistry registry, String clientName, @Nullable ZkRequestObservationConvention convention) {
        this.registry = registry;
        this.clientName = clientName;
        this.convention = convention;
    }

    @Override
    public @Nullable Object requestSubmitted(String operation, @Nullable String path) {
        if (registry.isNoop()) {
            return null;
        }
        Observation current = registry.getCurrentObservation();
        Observation caller = current == null ? callerHere() : current;
        return ZkObservation.REQUEST
                .observation(
                        convention,
                        DefaultZkRequestObservationConvention.INSTANCE,
                        () -> new ZkRequestContext(clientName, operation, path, caller),
                        registry)
                .parentObservation(caller)
                .start();
    }

    @Override
    public void requestCompleted(RequestReport request, @Nullable Object context) {
        if (context instanceof Observation observation) {
            Observation caller = caller(observation);
            if (caller != null) {
                push(caller);
            }
            ZkException failure = request.failure();
            if (failure != null) {
                observation.error(failure);
            }
            observation.stop();
        }
    }

    @Override
    public void requestSettled(@Nullable Object context) {
        Deque<Observation> callers = CALLERS.get();
        if (callers != null && context instanceof Observation observation && caller(observation) != null) {
            callers.poll();
        }
    }

    private static @Nullable Observation callerHere() {
        Deque<Observation> callers = CALLERS.get();
        return callers == null ? null : callers.peek();
    }

    private static void push(Observation caller) {
        Deque<Observation> callers = CALLERS.get();
        if (callers == null) {
            callers = new ArrayDeque<>();
            CALLERS.set(callers);
        }
        callers.push(caller);
    }

    private static @Nullable Observation caller(Observation observation) {
        return observation.getContext() instanceof ZkRequestContext own ? own.caller() : null;
    }
}
