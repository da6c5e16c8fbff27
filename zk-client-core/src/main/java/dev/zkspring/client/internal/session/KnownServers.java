package dev.zkspring.client.internal.session;

import dev.zkspring.client.data.ServerVersion;
import dev.zkspring.client.internal.transport.Endpoint;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the servers that this client has connected to, by resolved address: two servers behind one name may
 * be of different versions. Each connection asks anew, because a server may have been upgraded; only the first, and
 * one to a server that was away, has to wait for the answer. Confined to the session's event loop.
 */
final class KnownServers {

    private final VersionReader reader;

    private final Map<Endpoint, ServerFeatures> servers = new RecentServers<>();

    private final Map<Endpoint, List<Runnable>> waiting = new HashMap<>();

    KnownServers(VersionReader reader) {
        this.reader = reader;
    }

    /** Asks a server for its version; what is returned knows the answer once it is there. */
    ServerFeatures ask(Endpoint endpoint) {
        if (waiting.putIfAbsent(endpoint, new ArrayList<>()) == null) {
            reader.read(endpoint, version -> answered(endpoint, version));
        }
        return features(endpoint);
    }

    private ServerFeatures features(Endpoint endpoint) {
        return servers.computeIfAbsent(endpoint, key -> new ServerFeatures());
    }

    private void answered(Endpoint endpoint, @Nullable ServerVersion version) {
        if (version != null) {
            features(endpoint).learn(version);
        }
        List<Runnable> tasks = waiting.remove(endpoint);
        if (tasks != null) {
            tasks.forEach(Runnable::run);
        }
    }

    /**
     * Runs a task when the version is known, or when the server did not tell; now if it was known before.
     *
     * @param wasAway whether a server could not be reached meanwhile: it may have come back in another version, so that
     *     its answer is waited for
     * @return whether it was run
     */
    boolean whenAsked(Endpoint endpoint, boolean wasAway, Runnable task) {
        List<Runnable> tasks = waiting.get(endpoint);
        if (tasks == null || (!wasAway && features(endpoint).version() != null)) {
            task.run();
            return true;
        }
        tasks.add(task);
        return false;
    }
}
