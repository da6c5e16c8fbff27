package dev.zkspring.observation;

import dev.zkspring.client.data.WatchEvent;
import dev.zkspring.listener.ZkWatchCall;
import dev.zkspring.listener.ZkWatchInterceptor;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;

/** Makes an observation of each call of a watch method and keeps its scope open during the call. */
public final class ZkWatchObservations implements ZkWatchInterceptor, Ordered {

    private final ObservationRegistry registry;

    private final @Nullable ZkWatchObservationConvention convention;

    /** The default convention is used if none is given. */
    public ZkWatchObservations(ObservationRegistry registry, @Nullable ZkWatchObservationConvention convention) {
        this.registry = registry;
        this.convention = convention;
    }

    @Override
    public boolean intercept(ZkWatchCall call) throws Exception {
        Observation observation = ZkObservation.WATCH.observation(
                convention, DefaultZkWatchObservationConvention.INSTANCE, () -> context(call), registry);
        return observation.<Boolean, Exception>observeChecked(call::proceed);
    }

    private static ZkWatchContext context(ZkWatchCall call) {
        WatchEvent event = call.event();
        return new ZkWatchContext(
                call.container().clientName(),
                call.container().id(),
                call.container().path(),
                event == null ? null : event.type());
    }

    /** Outermost, so that other interceptors are in the scope too. */
    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE;
    }
}
