package dev.zkspring.samples.quickstart;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.CompletableFuture.completedFuture;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import dev.zkspring.client.ZkAsyncClient;
import dev.zkspring.client.ZkClient;
import dev.zkspring.client.data.CreateMode;
import dev.zkspring.client.data.CreateRequest;
import dev.zkspring.client.data.CreateResult;
import dev.zkspring.client.data.SessionId;
import dev.zkspring.client.data.Stat;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.mockito.ArgumentCaptor;
import org.springframework.mock.env.MockEnvironment;

class RegistrationTest {

    private static final String NODE = Members.PATH + "/member-0000000001";

    private static final Stat STAT = new Stat(1, 1, 1, 1, 0, 0, 0, 1, 14, 0, 1);

    private final ZkClient client = mock();

    private final ZkAsyncClient async = mock();

    private final MockEnvironment environment = new MockEnvironment().withProperty("local.server.port", "8080");

    private final Registration registration = new Registration(client, environment);

    private final List<CompletableFuture<CreateResult>> creations = new ArrayList<>();

    /** Ephemeral nodes that the session has already. */
    private final List<String> own = new ArrayList<>();

    @BeforeEach
    void answerCreations() {
        when(client.async()).thenReturn(async);
        when(client.withSession(any())).thenReturn(client);
        when(async.getEphemerals(Members.PATH + "/member-")).thenAnswer(call -> completedFuture(List.copyOf(own)));
        when(async.create(any(CreateRequest.class))).thenAnswer(call -> {
            CompletableFuture<CreateResult> creation = new CompletableFuture<>();
            creations.add(creation);
            return creation;
        });
        when(async.delete(anyString())).thenReturn(completedFuture(null));
        when(async.set(anyString(), any())).thenReturn(completedFuture(STAT));
    }

    private void session(long id) {
        when(client.sessionId()).thenReturn(new SessionId(id, new byte[16]));
    }

    private CreateRequest request() {
        ArgumentCaptor<CreateRequest> request = ArgumentCaptor.captor();
        verify(async).create(request.capture());
        return request.getValue();
    }

    private void complete(int creation) {
        creations.get(creation).complete(new CreateResult(NODE, STAT));
    }

    @Nested
    class Registers {

        @Test
        void anEphemeralNodeWithHostAndPort() {
            session(1);
            registration.whenReady();

            assertThat(request().path()).isEqualTo(Members.PATH + "/member-");
            assertThat(request().data()).isEqualTo("localhost:8080".getBytes(UTF_8));
            assertThat(request().mode()).isEqualTo(CreateMode.EPHEMERAL_SEQUENTIAL);
            assertThat(request().createParents()).isTrue();
        }

        @Test
        void withTheConfiguredAddress() {
            session(1);
            environment.setProperty("server.address", "::1");
            registration.whenReady();

            assertThat(request().data()).isEqualTo("[::1]:8080".getBytes(UTF_8));
        }

        @Test
        void onceWhenConnectedBeforeReady() {
            session(1);
            registration.whenConnected();
            assertThat(creations).isEmpty();

            registration.whenReady();
            assertThat(creations).hasSize(1);
        }

        @Test
        void onceWhenReadyBeforeConnected() {
            registration.whenReady();
            assertThat(creations).isEmpty();

            session(1);
            registration.whenConnected();
            assertThat(creations).hasSize(1);
        }

        @Test
        void againInANewSession() {
            session(1);
            registration.whenReady();
            complete(0);

            session(2);
            registration.whenConnected();
            assertThat(creations).hasSize(2);
        }

        @Test
        void notAgainWhenTheSessionReconnects() {
            session(1);
            registration.whenReady();
            complete(0);

            registration.whenConnected();
            assertThat(creations).hasSize(1);
        }

        @Test
        void againWhenTheFirstAttemptFailed() {
            session(1);
            registration.whenReady();
            creations.get(0).completeExceptionally(new IllegalStateException("link broke"));

            registration.whenConnected();
            assertThat(creations).hasSize(2);
        }

        @Test
        void nothingWithoutAWebServer() {
            environment.getPropertySources().forEach(source -> ((java.util.Map<?, ?>) source.getSource()).clear());
            session(1);
            registration.whenReady();

            assertThat(creations).isEmpty();
        }
    }

    @Nested
    class TakesOver {

        @Test
        void theNodeOfTheProcessBeforeAndTellsWhereItIsNow() {
            own.add(NODE);
            session(1);
            registration.whenReady();

            verify(async).set(NODE, "localhost:8080".getBytes(UTF_8));
            assertThat(creations).isEmpty();
            registration.whenClosing();
            verify(async).delete(NODE);
        }

        @Test
        void theNodeOfATryThatSeemedToFail() {
            session(1);
            registration.whenReady();
            creations.get(0).completeExceptionally(new IllegalStateException("link broke"));
            own.add(NODE);

            registration.whenConnected();

            verify(async).set(NODE, "localhost:8080".getBytes(UTF_8));
            assertThat(creations).hasSize(1);
        }

        @Test
        void nothingFromALateFailureOfTheSessionBefore() {
            session(1);
            registration.whenReady();
            session(2);
            registration.whenConnected();

            creations.get(0).completeExceptionally(new IllegalStateException("expired"));
            complete(1);
            registration.whenConnected();

            assertThat(creations).hasSize(2);
        }
    }

    @Nested
    class Leaves {

        @Test
        void itsNodeBehindWhenTheSessionIsKept() {
            environment.setProperty("zk.session.keep-on-shutdown", "true");
            session(1);
            registration.whenReady();
            complete(0);

            registration.whenClosing();

            verify(async, never()).delete(anyString());
        }

        @Test
        void byDeletingItsNode() {
            session(1);
            registration.whenReady();
            complete(0);

            registration.whenClosing();
            verify(async).delete(NODE);
        }

        @Test
        void withoutAWordWhenNeverRegistered() {
            registration.whenClosing();

            verify(async, never()).delete(anyString());
        }

        @Test
        void forGood() {
            session(1);
            registration.whenReady();
            registration.whenClosing();

            session(2);
            registration.whenConnected();
            verify(async, times(1)).create(any(CreateRequest.class));
        }
    }
}
