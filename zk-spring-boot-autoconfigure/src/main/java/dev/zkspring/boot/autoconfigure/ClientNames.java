package dev.zkspring.boot.autoconfigure;

import dev.zkspring.client.ZkClient;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The names by which threads, logs, events and meters tell clients apart. */
final class ClientNames {

    private static final String PROPERTY = "zk.client-name";

    private ClientNames() {}

    /**
     * Checks that no two clients have one name. What has no name at all, as the mock of a test, does not count.
     *
     * @param clients by the names of their beans
     * @throws ZkConfigurationException names both beans
     */
    static void check(Map<String, ZkClient> clients) {
        Map<String, String> beans = new HashMap<>();
        clients.forEach((bean, client) ->
                Optional.ofNullable(client.clientName()).ifPresent(name -> check(name, bean, beans.put(name, bean))));
    }

    private static void check(String name, String bean, @Nullable String other) {
        if (other != null) {
            String both = "the clients of the beans '%s' and '%s' are both called '%s'".formatted(other, bean, name);
            String action = "Give each client a name of its own, by .clientName(\"%s\") for example.".formatted(bean);
            throw ZkConfigurationException.refused(PROPERTY, both, action);
        }
    }
}
