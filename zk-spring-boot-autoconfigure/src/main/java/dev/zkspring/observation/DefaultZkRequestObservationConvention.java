package dev.zkspring.observation;

import dev.zkspring.client.error.ZkException;
import dev.zkspring.observation.ZkObservation.PathKey;
import dev.zkspring.observation.ZkObservation.RequestKey;
import io.micrometer.common.KeyValues;
import java.util.Locale;

/** Names and keys of requests as documented. To be extended by conventions that only add to it. */
public class DefaultZkRequestObservationConvention implements ZkRequestObservationConvention {

    static final DefaultZkRequestObservationConvention INSTANCE = new DefaultZkRequestObservationConvention();

    @Override
    public String getName() {
        return "zk.client.request";
    }

    @Override
    public String getContextualName(ZkRequestContext context) {
        return "zk " + context.operation();
    }

    @Override
    public KeyValues getLowCardinalityKeyValues(ZkRequestContext context) {
        ZkException failure = context.failure();
        return KeyValues.of(
                RequestKey.CLIENT.withValue(context.clientName()),
                RequestKey.OPERATION.withValue(context.operation()),
                RequestKey.OUTCOME.withValue(failure == null ? "success" : lowerCase(failure.outcome())),
                RequestKey.CODE.withValue(failure == null ? "none" : lowerCase(failure.code())));
    }

    @Override
    public KeyValues getHighCardinalityKeyValues(ZkRequestContext context) {
        String path = context.path();
        return path == null ? KeyValues.empty() : KeyValues.of(PathKey.PATH.withValue(path));
    }

    private static String lowerCase(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
