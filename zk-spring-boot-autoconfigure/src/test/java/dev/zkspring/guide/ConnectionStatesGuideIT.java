package dev.zkspring.guide;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.zkspring.client.ZkClient;
import dev.zkspring.client.data.CreateMode;
import dev.zkspring.client.data.CreateRequest;
import dev.zkspring.client.data.SessionId;
import dev.zkspring.client.error.Outcome;
import dev.zkspring.client.error.ZkException;
import dev.zkspring.event.ZkConnectedEvent;
import dev.zkspring.event.ZkConnectionEvent;
import dev.zkspring.event.ZkLostEvent;
import dev.zkspring.event.ZkReconnectedEvent;
import dev.zkspring.event.ZkSuspendedEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** The examples of docs/guide/connection-states.md, which stand there word for word. */
@SpringBootTest(classes = ConnectionStatesGuideIT.Application.class, properties = "zk.embedded.enabled=true")
class ConnectionStatesGuideIT {

    private static final Pattern EXAMPLE = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

    private static final Path HERE = Path.of("src/test/java/dev/zkspring/guide/ConnectionStatesGuideIT.java");

    @Autowired
    private ZkClient client;

    @Autowired
    private Worker worker;

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import(Worker.class)
    static class Application {}

    @Component
    static class Worker {

        private volatile boolean mayWork;

        @EventListener({ZkConnectedEvent.class, ZkReconnectedEvent.class})
        void connected(ZkConnectionEvent event) {
            SessionId session = event.client().sessionId();
            if (session == null) {
                return;
            }
            // Fails, rather than acting in a later session.
            ZkClient client = event.client().withSession(session);
            if (client.getEphemerals("/workers/worker-").isEmpty()) {
                client.create(CreateRequest.of("/workers/worker-")
                        .mode(CreateMode.EPHEMERAL_SEQUENTIAL)
                        .createParents()
                        .build());
            }
            mayWork = true;
        }

        @EventListener({ZkSuspendedEvent.class, ZkLostEvent.class})
        void disconnected() {
            mayWork = false;
        }
    }

    boolean save(byte[] text) {
        try {
            client.set("/workers", text);
            return true;
        } catch (ZkException e) {
            if (e.outcome() == Outcome.UNKNOWN) {
                // Done once or not at all: read before you write again.
                return Arrays.equals(text, client.get("/workers").data());
            }
            throw e;
        }
    }

    private static String withoutSpace(String text) {
        return text.replaceAll("\\s+", "");
    }

    @Test
    void everyExampleOfThePageIsHere() throws IOException {
        String here = withoutSpace(Files.readString(HERE));
        List<String> examples = EXAMPLE.matcher(
                        Files.readString(Path.of("..", "docs", "guide", "connection-states.md")))
                .results()
                .map(match -> match.group(1))
                .toList();

        assertThat(examples).hasSize(2).allSatisfy(example -> assertThat(here).contains(withoutSpace(example)));
    }

    @Test
    void aWorkerHasOneNodeInEachSessionAndWorksWhileConnected() {
        await().until(() -> worker.mayWork);
        List<String> first = client.getChildren("/workers");
        assertThat(first).hasSize(1);

        client.stop();
        await().until(() -> !worker.mayWork);
        client.start();

        await().until(() -> worker.mayWork);
        assertThat(client.getChildren("/workers")).hasSize(1).isNotEqualTo(first);
    }

    @Test
    void whatIsSavedIsThere() {
        await().until(() -> worker.mayWork);
        assertThat(save("text".getBytes(UTF_8))).isTrue();
        assertThat(client.get("/workers").text()).isEqualTo("text");
    }
}
