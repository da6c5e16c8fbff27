package dev.zkspring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.willThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.timeout;
import static org.mockito.Mockito.verify;

import dev.zkspring.FakeClient;
import dev.zkspring.client.ZkAsyncClient;
import dev.zkspring.client.ZkClient;
import dev.zkspring.client.data.ClientState;
import dev.zkspring.client.data.CreateRequest;
import dev.zkspring.client.data.Stat;
import dev.zkspring.client.error.ClientClosedException;
import dev.zkspring.client.error.ErrorCode;
import dev.zkspring.client.error.NoAuthException;
import dev.zkspring.client.error.SessionClosedRequireSaslAuthException;
import dev.zkspring.client.error.ZkInterruptedException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class FirstRequestTest {

    private final ZkClient client = new FakeClient().client();

    private final ZkAsyncClient async = mock(ZkAsyncClient.class);

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(ZkAutoConfiguration.class))
            .withBean("myClient", ZkClient.class, () -> client);

    private final ApplicationContextRunner creating = runner.withPropertyValues("zk.create-chroot=true");

    @BeforeEach
    void hasAChrootThatIsMissing() {
        given(client.chroot()).willReturn("/app");
        given(client.server()).willReturn(FakeClient.SERVER);
        given(client.async()).willReturn(async);
        given(async.create(any(CreateRequest.class))).willReturn(new CompletableFuture<>());
    }

    @Test
    void stopsTheStartWhenTheChrootIsMissing() {
        runner.run(context -> {
            assertThat(context)
                    .getFailure()
                    .cause()
                    .isInstanceOf(MissingChrootException.class)
                    .hasMessage("The chroot /app of the ZooKeeper client fake does not exist on localhost:2181");
            verify(client, never()).ensurePath(anyString());
        });
    }

    @Test
    void isContentWithAChrootThatExists() {
        given(client.exists("/")).willReturn(mock(Stat.class));
        runner.run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    void isContentWithoutAChroot() {
        given(client.chroot()).willReturn("");
        runner.run(context -> {
            assertThat(context).hasNotFailed();
            verify(client).exists("/");
        });
    }

    @Test
    void isContentWithAChrootThatMayNotBeRead() {
        willThrow(FakeClient.failure(ErrorCode.NO_AUTH, null)).given(client).exists("/");
        creating.run(context -> {
            assertThat(context).hasNotFailed();
            verify(client, never()).ensurePath(anyString());
        });
    }

    @Test
    void startsWithoutTheChrootWhenNotFailFast() {
        runner.withPropertyValues("zk.fail-fast=false")
                .run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    void createsTheChrootWhenToldTo(CapturedOutput output) {
        creating.run(context -> {
            assertThat(context).hasNotFailed();
            verify(client).ensurePath("/");
            assertThat(output).contains("Created the chroot /app");
        });
    }

    @Test
    void createsTheChrootBeforeBeansAskForAnything() {
        given(client.exists("/")).willReturn(mock(Stat.class));
        creating.run(context -> {
            verify(async).create(any(CreateRequest.class));
            verify(client, never()).ensurePath(anyString());
        });
    }

    @Test
    void stopsTheStartWhenTheChrootMayNotBeCreated() {
        willThrow(FakeClient.failure(ErrorCode.NO_AUTH, null)).given(client).ensurePath("/");
        creating.run(context -> assertThat(context)
                .getFailure()
                .cause()
                .isInstanceOf(MissingChrootException.class)
                .hasMessageContaining("cannot be created")
                .hasCauseInstanceOf(NoAuthException.class));
    }

    @Test
    void warnsOnlyWhenTheChrootCannotBeCreatedAndNotFailFast(CapturedOutput output) {
        willThrow(FakeClient.failure(ErrorCode.NOT_READ_ONLY, null))
                .given(client)
                .ensurePath("/");
        creating.withPropertyValues("zk.fail-fast=false").run(context -> {
            assertThat(context).hasNotFailed();
            assertThat(output).contains("WARN", "chroot /app", "cannot be created");
        });
    }

    @Test
    void createsTheChrootWhenAServerIsThereAtLast() {
        CompletableFuture<Void> connected = connectLater();
        creating.withPropertyValues("zk.fail-fast=false").run(context -> {
            assertThat(context).hasNotFailed();
            verify(client, never()).exists("/");
            connected.complete(null);
            verify(client, timeout(10_000)).ensurePath("/");
        });
    }

    private CompletableFuture<Void> connectLater() {
        willThrow(FakeClient.failure(ErrorCode.CONNECT_FAILED, null))
                .given(client)
                .start(any());
        CompletableFuture<Void> connected = new CompletableFuture<>();
        given(client.startAsync()).willReturn(connected);
        return connected;
    }

    @Test
    void warnsWhenAServerIsThereAtLastAndTheChrootIsNot(CapturedOutput output) {
        CompletableFuture<Void> connected = connectLater();
        runner.withPropertyValues("zk.fail-fast=false").run(context -> {
            assertThat(output).doesNotContain("The chroot /app");
            connected.complete(null);
            await().untilAsserted(() -> assertThat(output)
                    .contains("The chroot /app of the ZooKeeper client fake does not exist on localhost:2181")
                    .contains("zk.create-chroot=true"));
        });
    }

    @Test
    void warnsWhenTheServersThatAreThereAtLastRefuseTheClient(CapturedOutput output) {
        willThrow(FakeClient.failure(ErrorCode.SESSION_CLOSED_REQUIRE_SASL_AUTH, null))
                .given(client)
                .exists("/");
        CompletableFuture<Void> connected = connectLater();
        runner.withPropertyValues("zk.fail-fast=false").run(context -> {
            connected.complete(null);
            await().untilAsserted(() -> assertThat(output).contains("WARN", "first request of fake failed"));
        });
    }

    @Test
    void stopsTheStartWhenItsThreadIsInterrupted() {
        willThrow(FakeClient.failure(ErrorCode.INTERRUPTED, null)).given(client).exists("/");
        runner.run(context -> assertThat(context).getFailure().cause().isInstanceOf(ZkInterruptedException.class));
    }

    @Test
    void goesOnWhenNobodyKnowsWhetherThereIsAChroot(CapturedOutput output) {
        willThrow(FakeClient.failure(ErrorCode.CONNECTION_LOSS, null))
                .given(client)
                .exists("/");
        runner.run(context -> {
            assertThat(context).hasNotFailed();
            assertThat(output).contains("WARN", "first request of fake failed");
        });
    }

    @Test
    void stopsTheStartWhenTheServersWantSaslEvenWhenNotFailFast() {
        willThrow(FakeClient.failure(ErrorCode.SESSION_CLOSED_REQUIRE_SASL_AUTH, null))
                .given(client)
                .exists("/");
        runner.withPropertyValues("zk.fail-fast=false")
                .run(context -> assertThat(context)
                        .getFailure()
                        .cause()
                        .isInstanceOf(SessionClosedRequireSaslAuthException.class));
    }

    @Test
    void stopsTheStartWhenTheClientWasRefusedMeanwhile() {
        willThrow(FakeClient.failure(ErrorCode.CLIENT_CLOSED, null))
                .given(client)
                .exists("/");
        given(client.clientState()).willReturn(ClientState.AUTH_FAILED);
        runner.run(context -> assertThat(context).getFailure().cause().isInstanceOf(ClientClosedException.class));
    }
}
