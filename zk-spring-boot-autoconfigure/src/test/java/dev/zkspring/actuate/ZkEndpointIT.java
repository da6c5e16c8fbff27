package dev.zkspring.actuate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zkspring.actuate.ZkEndpoint.AnswerDescriptor;
import dev.zkspring.client.ZkClient;
import dev.zkspring.client.it.Ports;
import dev.zkspring.client.it.ZkServer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Words that the endpoint passes on to real servers. */
class ZkEndpointIT {

    private static ZkServer open;

    private static ZkServer closed;

    @BeforeAll
    static void start() {
        open = ZkServer.builder("endpoint-open").build().start();
        closed = ZkServer.builder("endpoint-closed").defaultWhitelist().build().start();
    }

    @AfterAll
    static void stop() {
        open.close();
        closed.close();
    }

    private static Map<String, AnswerDescriptor> ask(ZkClient client, String word) {
        ZkEndpoint endpoint = new ZkEndpoint(Map.of("zkClient", client), List.of());
        return endpoint.word(word, null).clients().get("zkClient").servers();
    }

    @Test
    void areAnsweredOrNotByEachServer() {
        String dead = "127.0.0.1:" + Ports.free();
        String hosts = String.join(",", open.address(), closed.address(), dead);
        try (ZkClient client = ZkClient.builder().hosts(hosts).build()) {
            Map<String, AnswerDescriptor> answers = ask(client, "ruok");

            assertThat(answers).containsOnlyKeys(open.address(), closed.address(), dead);
            assertThat(answers.get(open.address())).isEqualTo(new AnswerDescriptor(List.of("imok"), null));
            assertThat(answers.get(closed.address())).isEqualTo(new AnswerDescriptor(null, "not-whitelisted"));
            assertThat(answers.get(dead).error()).contains("refused");
            assertThat(ask(client, "srvr").get(closed.address()).lines()).contains("Mode: standalone");
            assertThat(ask(client, "isro").get(open.address()).lines()).containsExactly("rw");
            assertThat(ask(client, "wchs").get(open.address()).lines())
                    .anyMatch(line -> line.startsWith("Total watches:"));
        }
    }

    @Test
    void standingStillDelaysTheAnswersOfTheOthersNoLongerThanTheLimit() {
        String hosts = open.address() + "," + closed.address();
        closed.pause();
        try (ZkClient client = ZkClient.builder().hosts(hosts).build()) {
            Map<String, AnswerDescriptor> answers = ask(client, "srvr");

            assertThat(answers.get(open.address()).lines()).contains("Mode: standalone");
            assertThat(answers.get(closed.address()).error()).contains("2000 ms");
        } finally {
            closed.resume();
        }
    }

    @Test
    void nameNoNodes() {
        try (ZkClient client = ZkClient.builder().hosts(open.address()).build()) {
            client.start();
            client.create("/secret-orders", null);
            client.create("/secret-orders/one", null);
            assertThat(client.command("mntr")).contains("secret-orders");

            List<String> lines = ask(client, "mntr").get(open.address()).lines();

            assertThat(lines).anyMatch(line -> line.startsWith("zk_znode_count"));
            assertThat(lines).noneMatch(line -> line.contains("secret-orders"));
        }
    }
}
