package dev.zkspring.client.internal.session;

import dev.zkspring.client.internal.transport.Endpoint;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What is known of the servers used last. The addresses behind a name may change without end, and nobody says which of
 * them will not come back.
 */
final class RecentServers<V> extends LinkedHashMap<Endpoint, V> {

    private static final long serialVersionUID = 1L;

    /** More than any ensemble has at a time. */
    private static final int MAX = 100;

    RecentServers() {
        super(16, 0.75f, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<Endpoint, V> eldest) {
        return size() > MAX;
    }
}
