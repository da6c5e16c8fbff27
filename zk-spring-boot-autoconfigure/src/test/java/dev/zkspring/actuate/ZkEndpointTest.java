package dev.zkspring.actuate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;

import dev.zkspring.FakeClient;
import dev.zkspring.actuate.ZkEndpoint.AnswerDescriptor;
import dev.zkspring.actuate.ZkEndpoint.ServersDescriptor;
import dev.zkspring.client.ZkClient;
import dev.zkspring.client.admin.CommandAnswer;
import dev.zkspring.client.admin.FourLetterWord;
import dev.zkspring.client.data.ClientState;
import dev.zkspring.client.data.ConnectionState;
import dev.zkspring.client.data.ServerAddress;
import dev.zkspring.client.data.ServerVersion;
import dev.zkspring.client.data.SessionId;
import dev.zkspring.client.error.ErrorCode;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.annotation.ReflectiveRuntimeHintsRegistrar;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;

class ZkEndpointTest {

    private static final ServerAddress DEAD = new ServerAddress("zk2", 2181);

    private final ZkClient client = new FakeClient().client();

    private final ZkClient other = new FakeClient().client();

    private final ZkEndpoint endpoint = new ZkEndpoint(clients(), List.of());

    @BeforeEach
    void clientIsConnected() {
        given(client.state()).willReturn(ConnectionState.CONNECTED);
        given(client.clientState()).willReturn(ClientState.CONNECTED_RO);
        given(client.server()).willReturn(FakeClient.SERVER);
        given(client.serverVersion()).willReturn(new ServerVersion(3, 9, 5));
        given(client.chroot()).willReturn("/app");
        given(client.sessionId()).willReturn(new SessionId(0x12ab, "super-secret-pwd".getBytes()));
        given(client.negotiatedTimeout()).willReturn(Duration.ofSeconds(10));
        given(client.lastZxid()).willReturn(0x1_0000_0002L);
        given(client.connectFailures()).willReturn(Map.of(DEAD, "connection refused"));
        given(other.state()).willReturn(ConnectionState.LOST);
        given(other.chroot()).willReturn("");
    }

    private Map<String, ZkClient> clients() {
        Map<String, ZkClient> clients = new LinkedHashMap<>();
        clients.put("zkClient", client);
        clients.put("second", other);
        return clients;
    }

    private void answers(ZkClient asked, FourLetterWord word, Map<ServerAddress, CommandAnswer> answers) {
        given(asked.commandAll(eq(word), any())).willReturn(answers);
    }

    @Nested
    class Clients {

        @Test
        void areShownByBeanNameWithoutThePasswordOfTheSession() {
            ZkEndpoint.ZkDescriptor shown = endpoint.zk();

            assertThat(shown.clients()).containsOnlyKeys("zkClient", "second");
            assertThat(shown.clients().get("zkClient"))
                    .isEqualTo(new ClientDescriptor(
                            "fake",
                            "CONNECTED",
                            "CONNECTED_RO",
                            true,
                            List.of("localhost:2181"),
                            Map.of("zk2:2181", "connection refused"),
                            "localhost:2181",
                            "3.9.5",
                            "/app",
                            "0x12ab",
                            "PT10S",
                            "0x100000002"));
            assertThat(shown.toString()).doesNotContain("super-secret-pwd");
        }

        @Test
        void withoutASessionHaveNoTimeout() {
            ClientDescriptor shown = endpoint.zk().clients().get("second");

            assertThat(shown.state()).isEqualTo("LOST");
            assertThat(shown.session()).isNull();
            assertThat(shown.negotiatedTimeout()).isNull();
            assertThat(shown.server()).isNull();
        }
    }

    @Nested
    class Words {

        @Test
        void areAskedOfEveryServerAndOneThatIsDownHasItsError() {
            Map<ServerAddress, CommandAnswer> answers = new LinkedHashMap<>();
            answers.put(FakeClient.SERVER, CommandAnswer.of("imok"));
            answers.put(DEAD, CommandAnswer.failed(FakeClient.failure(ErrorCode.CONNECTION_LOSS, "refused")));
            answers(client, FourLetterWord.RUOK, answers);

            Map<String, AnswerDescriptor> shown =
                    endpoint.word("ruok", "zkClient").clients().get("zkClient").servers();

            assertThat(shown.get("localhost:2181")).isEqualTo(new AnswerDescriptor(List.of("imok"), null));
            assertThat(shown.get("zk2:2181").lines()).isNull();
            assertThat(shown.get("zk2:2181").error()).contains("refused");
            verify(other, never()).commandAll(any(), any());
        }

        @Test
        void goToTheServersOfAllClientsIfNoneIsNamed() {
            answers(client, FourLetterWord.SRVR, Map.of(FakeClient.SERVER, CommandAnswer.of("a\nb\n")));
            answers(
                    other,
                    FourLetterWord.SRVR,
                    Map.of(DEAD, CommandAnswer.failed(FakeClient.failure(ErrorCode.NOT_WHITELISTED, null))));

            assertThat(endpoint.word("srvr", null).clients())
                    .isEqualTo(Map.of(
                            "zkClient",
                                    new ServersDescriptor(
                                            Map.of("localhost:2181", new AnswerDescriptor(List.of("a", "b"), null))),
                            "second",
                                    new ServersDescriptor(
                                            Map.of("zk2:2181", new AnswerDescriptor(null, "not-whitelisted")))));
        }

        @Test
        void doNotNameNodes() {
            String mntr = "zk_znode_count\t5\nzk_avg_orders_write_per_namespace\t3.0\n";
            answers(client, FourLetterWord.MNTR, Map.of(FakeClient.SERVER, CommandAnswer.of(mntr)));

            assertThat(endpoint.word("mntr", "zkClient").toString())
                    .contains("zk_znode_count")
                    .doesNotContain("orders");
        }

        @ParameterizedTest
        @EnumSource(
                names = {"RUOK", "ISRO", "SRVR", "MNTR", "WCHS"},
                mode = EnumSource.Mode.EXCLUDE)
        void thatChangeOrTellMoreAreRefused(FourLetterWord word) {
            assertThatExceptionOfType(InvalidEndpointRequestException.class)
                    .isThrownBy(() -> endpoint.word(word.word(), null))
                    .withMessage("word \"%s\" (expected: one of [ruok, isro, srvr, mntr, wchs])", word);
            verify(client, never()).commandAll(any(), any());
        }

        @Test
        void forAnUnknownClientAreRefusedNamingTheKnownOnes() {
            assertThatExceptionOfType(InvalidEndpointRequestException.class)
                    .isThrownBy(() -> endpoint.word("ruok", "third"))
                    .withMessage("client \"third\" (expected: one of [zkClient, second])");
        }

        @Test
        void areRefusedOverHttpWithTheAllowedOnes() {
            var response = new ZkEndpointWebExtension(endpoint).word("kill", null);

            assertThat(response.getStatus()).isEqualTo(404);
            assertThat(response.getBody())
                    .isEqualTo(Map.of("error", "word \"kill\" (expected: one of [ruok, isro, srvr, mntr, wchs])"));
        }
    }

    @Test
    void whatItAnswersCanBeWrittenAsJsonInANativeImage() {
        RuntimeHints hints = new RuntimeHints();
        new ReflectiveRuntimeHintsRegistrar()
                .registerRuntimeHints(hints, ZkEndpoint.class, ZkEndpointWebExtension.class);

        for (Class<?> type : List.of(ZkEndpoint.class, ZkEndpointWebExtension.class)) {
            assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(type, "word"))
                    .accepts(hints);
        }
        assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(ZkEndpoint.ZkDescriptor.class, "clients"))
                .accepts(hints);
        assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(ClientDescriptor.class, "lastZxid"))
                .accepts(hints);
        assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(WatchDescriptor.class, "lastError"))
                .accepts(hints);
        assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(AnswerDescriptor.class, "lines"))
                .accepts(hints);
    }
}
