package dev.zkspring.observation;

import dev.zkspring.client.data.WatchEvent;
import dev.zkspring.observation.ZkObservation.PathKey;
import dev.zkspring.observation.ZkObservation.WatchKey;
import io.micrometer.common.KeyValues;
import java.util.Locale;

/** Names and keys of watches as documented. To be extended by conventions that only add to it. */
public class DefaultZkWatchObservationConvention implements ZkWatchObservationConvention {

    static final DefaultZkWatchObservationConvention INSTANCE = new DefaultZkWatchObservationConvention();

    @Override
    public String getName() {
        return "zk.watch";
    }

    @Override
    public String getContextualName(ZkWatchContext context) {
        return "zk watch " + context.watchId();
    }

    @Override
    public KeyValues getLowCardinalityKeyValues(ZkWatchContext context) {
        WatchEvent.Type type = context.eventType();
        return KeyValues.of(
                WatchKey.CLIENT.withValue(context.clientName()),
                WatchKey.WATCH.withValue(context.watchId()),
                WatchKey.EVENT.withValue(type == null ? "none" : type.name().toLowerCase(Locale.ROOT)));
    }

    @Override
    public KeyValues getHighCardinalityKeyValues(ZkWatchContext context) {
        return KeyValues.of(PathKey.PATH.withValue(context.path()));
    }
}
