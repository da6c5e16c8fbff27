package dev.zkspring.listener;

import dev.zkspring.client.data.WatchEvent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A call with the interceptors that are still before it.
 *
 * @param next index of the interceptor that {@link #proceed} calls, the method's if there is none
 */
record InterceptedCall(
        ZkWatchContainer container,
        WatchDelivery delivery,
        WatchMethodInvoker invoker,
        List<ZkWatchInterceptor> interceptors,
        int next)
        implements ZkWatchCall {

    @Override
    public @Nullable WatchEvent event() {
        return delivery.event();
    }

    @Override
    public boolean proceed() throws Exception {
        return next == interceptors.size()
                ? invoker.invoke(delivery)
                : interceptors
                        .get(next)
                        .intercept(new InterceptedCall(container, delivery, invoker, interceptors, next + 1));
    }
}
