package dev.zkspring.listener;

import dev.zkspring.client.data.WatchEvent;
import org.jspecify.annotations.Nullable;

/** One call of a watch method on its way through the {@link ZkWatchInterceptor}s. */
public interface ZkWatchCall {

    /** Whose method is called. */
    ZkWatchContainer container();

    /** What set off the call, {@code null} for the value found at the start and after a reconnect. */
    @Nullable
    WatchEvent event();

    /**
     * Goes on to the next interceptor, in the end to the conversion of the data and the method.
     *
     * @return false if the method did, to stop the watch
     * @throws ZkPayloadConversionException before the call of the method
     * @throws Exception what the method threw
     */
    boolean proceed() throws Exception;
}
