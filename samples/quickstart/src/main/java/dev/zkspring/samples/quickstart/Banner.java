package dev.zkspring.samples.quickstart;

import dev.zkspring.annotation.ZkDataWatch;
import dev.zkspring.client.ZkClient;
import dev.zkspring.client.data.CreateRequest;
import dev.zkspring.client.error.NoNodeException;
import dev.zkspring.client.error.NodeExistsException;
import java.util.Collections;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** A text that every instance shows: one of them writes the node, all of them are told. */
@Component
class Banner {

    static final String PATH = "/quickstart/banner";

    private final ZkClient client;

    private final EventStreams streams;

    private volatile @Nullable String text;

    Banner(ZkClient client, EventStreams streams) {
        this.client = client;
        this.streams = streams;
    }

    @ZkDataWatch(PATH)
    void changed(@Nullable String newText) {
        text = newText;
        streams.publish("banner", Collections.singletonMap("text", newText));
    }

    /** The text as last seen, {@code null} if there is none. */
    @Nullable
    String text() {
        return text;
    }

    void write(byte[] newText) {
        try {
            client.set(PATH, newText);
        } catch (NoNodeException absent) {
            create(newText);
        }
    }

    private void create(byte[] newText) {
        try {
            client.create(CreateRequest.of(PATH).data(newText).createParents().build());
        } catch (NodeExistsException otherWasFaster) {
            write(newText);
        }
    }

    void delete() {
        try {
            client.delete(PATH);
        } catch (NoNodeException absent) {
            // It shall not exist and does not.
        }
    }
}
