package dev.zkspring.observation;

import dev.zkspring.client.error.ZkException;
import dev.zkspring.client.observe.ClientObserver;
import dev.zkspring.client.observe.RequestReport;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;

/**
 * Makes an observation of each request of a client, a child of the one that is current on the calling thread. It ends on
 * the client's event loop, so handlers of observations must not block. To be added to the client by {@code addObserver}.
 * An operation that takes several requests makes the later ones on the event loop, where no observation is current, so
 * they have no parent.
 */
public final class ZkRequestObservations implements ClientObserver {

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
        return ZkObservation.REQUEST
                .observation(
                        convention,
                        DefaultZkRequestObservationConvention.INSTANCE,
                        () -> new ZkRequestContext(clientName, operation, path),
                        registry)
                .start();
    }

    @Override
    public void requestCompleted(RequestReport request, @Nullable Object context) {
        if (context instanceof Observation observation) {
            ZkException failure = request.failure();
            if (failure != null) {
                observation.error(failure);
            }
            observation.stop();
        }
    }
}
