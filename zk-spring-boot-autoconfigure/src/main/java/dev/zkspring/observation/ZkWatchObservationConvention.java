package dev.zkspring.observation;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;

/** Names and keys of {@link ZkObservation#WATCH}; a bean of this type replaces the default. */
public interface ZkWatchObservationConvention extends ObservationConvention<ZkWatchContext> {

    @Override
    default boolean supportsContext(Observation.Context context) {
        return context instanceof ZkWatchContext;
    }
}
