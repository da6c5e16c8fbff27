package dev.zkspring.observation;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;

/** Names and keys of {@link ZkObservation#REQUEST}; a bean of this type replaces the default. */
public interface ZkRequestObservationConvention extends ObservationConvention<ZkRequestContext> {

    @Override
    default boolean supportsContext(Observation.Context context) {
        return context instanceof ZkRequestContext;
    }
}
