package dev.zkspring.metrics;

import static org.awaitility.Awaitility.await;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;

import dev.zkspring.client.ZkAsyncClient;
import dev.zkspring.client.ZkClient;
import dev.zkspring.client.admin.CommandAnswer;
import dev.zkspring.client.admin.FourLetterWord;
import dev.zkspring.client.data.ClientState;
import dev.zkspring.client.data.ConnectionState;
import dev.zkspring.client.data.ServerAddress;
import dev.zkspring.client.error.ErrorCode;
import dev.zkspring.client.error.Outcome;
import dev.zkspring.client.observe.ClientObserver;
import dev.zkspring.client.observe.ClientStatistics;
import dev.zkspring.listener.ZkWatchCall;
import dev.zkspring.listener.ZkWatchContainer;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.mockito.ArgumentCaptor;

/** Fills a registry with every meter that there is, by way of the classes that register them. */
public final class AllMeters {

    private static final ServerAddress SERVER = new ServerAddress("zk1", 2181);

    private final ZkClient client = mock(ZkClient.class);

    private final MeterRegistry registry;

    private AllMeters(MeterRegistry registry) {
        this.registry = registry;
        given(client.clientName()).willReturn("app");
        given(client.state()).willReturn(ConnectionState.CONNECTED);
        given(client.clientState()).willReturn(ClientState.CONNECTED);
        given(client.negotiatedTimeout()).willReturn(Duration.ofSeconds(10));
        given(client.statistics()).willReturn(new ClientStatistics(0, 1000, 0, 0, 0));
        given(client.hosts()).willReturn(List.of(SERVER));
    }

    public static void registerIn(MeterRegistry registry) throws Exception {
        AllMeters meters = new AllMeters(registry);
        meters.ofTheClient();
        meters.ofAWatch();
        meters.ofAServer();
    }

    private void ofTheClient() {
        new ZkClientMetrics(client).bindTo(registry);
        ArgumentCaptor<ClientObserver> observer = ArgumentCaptor.captor();
        verify(client).addObserver(observer.capture());
        observer.getValue().requestCompleted(Reports.success("getData", 1, 1, 1), null);
        observer.getValue().requestCompleted(Reports.failure("getData", ErrorCode.NO_NODE, Outcome.REFUSED), null);
    }

    private void ofAWatch() throws Exception {
        ZkWatchContainer container = mock(ZkWatchContainer.class);
        given(container.clientName()).willReturn("app");
        given(container.id()).willReturn("banner");
        given(container.isRunning()).willReturn(true);
        ZkWatchCall call = mock(ZkWatchCall.class);
        given(call.container()).willReturn(container);
        new ZkWatchMetrics(registry).intercept(call);
    }

    private void ofAServer() {
        ZkAsyncClient async = mock(ZkAsyncClient.class);
        given(client.async()).willReturn(async);
        given(async.commandAll(any(FourLetterWord.class), any(Duration.class)))
                .willReturn(CompletableFuture.completedFuture(
                        Map.of(SERVER, CommandAnswer.of("zk_server_state\tleader\nzk_packets_sent\t1\n"))));
        ZkServerMetrics metrics =
                new ZkServerMetrics(client, Tags.of("client", "app"), Duration.ofHours(1), Duration.ofSeconds(1));
        metrics.bindTo(registry);
        await().until(() -> registry.find("zk.server.packets.sent").functionCounter() != null);
    }
}
