package dev.zkspring.listener;

import dev.zkspring.client.data.NodeData;
import dev.zkspring.client.watch.ChildrenChange;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ResolvableType;

/** Calls a watch method with the arguments that it declares. */
final class WatchMethodInvoker {

    private final ZkWatchMethod method;

    private final @Nullable ZkPayloadConverter converter;

    /** The converter is needed when the method has a payload parameter. */
    WatchMethodInvoker(ZkWatchMethod method, @Nullable ZkPayloadConverter converter) {
        this.method = method;
        this.converter = converter;
    }

    /**
     * @return false if the method did, to stop the watch
     * @throws ZkPayloadConversionException before the call
     * @throws Exception what the method threw
     */
    boolean invoke(WatchDelivery delivery) throws Exception {
        List<ZkWatchParameter> parameters = method.parameters();
        @Nullable Object[] arguments = new @Nullable Object[parameters.size()];
        for (int i = 0; i < arguments.length; i++) {
            arguments[i] = argument(parameters.get(i), delivery);
        }
        return !Boolean.FALSE.equals(method.invocation().invoke(arguments));
    }

    private @Nullable Object argument(ZkWatchParameter parameter, WatchDelivery delivery) {
        Object value = value(parameter, delivery);
        return parameter.optional() ? Optional.ofNullable(value) : value;
    }

    private @Nullable Object value(ZkWatchParameter parameter, WatchDelivery delivery) {
        NodeData node = delivery.node();
        ChildrenChange change = delivery.change();
        return switch (parameter.source()) {
            case PAYLOAD -> node == null ? null : payload(delivery.path(), node.data(), parameter.type());
            case STAT -> node == null ? null : node.stat();
            case EVENT -> delivery.event();
            case PATH -> delivery.path();
            case CHILDREN -> delivery.children();
            case CHANGE -> change == null ? null : ZkChildrenChange.of(change);
        };
    }

    private @Nullable Object payload(String path, byte @Nullable [] data, ResolvableType type) {
        if (data == null || converter == null) {
            return null;
        }
        int length = data.length;
        try {
            return checked(converter.convert(data, type), type);
        } catch (UnfitDataException e) {
            throw new ZkPayloadConversionException(path, type, length, e.reason(), e);
        } catch (Exception e) {
            throw new ZkPayloadConversionException(
                    path, type, length, e.getClass().getName(), e);
        }
    }

    private static @Nullable Object checked(@Nullable Object payload, ResolvableType type) throws UnfitDataException {
        if (payload == null || type.toClass().isInstance(payload)) {
            return payload;
        }
        throw new UnfitDataException(
                "its converter made a " + payload.getClass().getName(), new IllegalStateException());
    }
}
