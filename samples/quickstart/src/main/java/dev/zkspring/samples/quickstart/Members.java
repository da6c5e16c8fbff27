package dev.zkspring.samples.quickstart;

import dev.zkspring.annotation.ZkChildrenWatch;
import dev.zkspring.client.ZkClient;
import dev.zkspring.client.data.ZkPath;
import dev.zkspring.client.error.NoNodeException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Knows which instances are there: one child each, see {@link Registration}. */
@Component
class Members {

    static final String PATH = "/quickstart/members";

    private final ZkClient client;

    private final EventStreams streams;

    private volatile List<String> addresses = List.of();

    Members(ZkClient client, EventStreams streams) {
        this.client = client;
        this.streams = streams;
    }

    @ZkChildrenWatch(PATH)
    void changed(@Nullable List<String> names) {
        addresses = names == null
                ? List.of()
                : names.stream()
                        .flatMap(name -> address(name).stream())
                        .distinct()
                        .toList();
        streams.publish("members", addresses);
    }

    /** The {@code host:port} of each instance, oldest first. */
    List<String> addresses() {
        return addresses;
    }

    private Optional<String> address(String name) {
        try {
            return Optional.ofNullable(client.get(ZkPath.child(PATH, name)).text());
        } catch (NoNodeException leftMeanwhile) {
            return Optional.empty();
        }
    }
}
