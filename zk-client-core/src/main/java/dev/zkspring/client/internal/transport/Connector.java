package dev.zkspring.client.internal.transport;

import io.netty.channel.Channel;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Opens one connection to whichever of several addresses answers. */
public interface Connector {

    /**
     * Starts to connect. Returns before the listener is called.
     *
     * @param endpoints in the order of preference; none at all is a failure without causes
     * @param connectTimeout for each endpoint on its own, the TLS handshake included
     * @param listener called on the event loop of the connector
     */
    Attempt connect(List<Endpoint> endpoints, Duration connectTimeout, Listener listener);

    /** Gets any number of {@link #attemptFailed} and then one of the other two, or nothing more after a cancellation. */
    interface Listener {

        /**
         * A connection stands; from now on the channel is the listener's to close. It does not read yet. Its pipeline
         * is empty, or holds TLS whose handshake is done. A handler added last in this call misses nothing but, with
         * TLS, {@code channelActive}.
         *
         * @param untried endpoints that neither won nor failed, in their order
         */
        void connected(Channel channel, Endpoint endpoint, List<Endpoint> untried);

        /** No endpoint is left; the causes are in the order of the failures. */
        void failed(Map<Endpoint, Throwable> causes);

        /** One endpoint failed; others may be on their way. */
        void attemptFailed(Endpoint endpoint, Throwable cause);
    }

    /** A running attempt. */
    interface Attempt {

        /**
         * Ends the attempt: no callback comes any more and no channel stays open. Does nothing once {@code connected}
         * or {@code failed} was called. Only on the event loop.
         */
        void cancel();
    }
}
