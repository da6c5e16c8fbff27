package dev.zkspring.client.internal.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import dev.zkspring.client.data.ServerAddress;
import dev.zkspring.client.error.ClientClosedException;
import dev.zkspring.client.error.ConnectionLossException;
import dev.zkspring.client.error.NotServingException;
import dev.zkspring.client.error.NotWhitelistedException;
import dev.zkspring.client.error.Outcome;
import dev.zkspring.client.error.RequestTimeoutException;
import dev.zkspring.client.error.ResponseTooLargeException;
import dev.zkspring.client.error.UnknownWordException;
import dev.zkspring.client.error.ZkException;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FourLetterWordClientTest {

    private static final Duration LONG = Duration.ofMinutes(5);

    private static final Duration SHORT = Duration.ofMillis(200);

    private static final int LIMIT = 100_000;

    private final EventLoopGroup group = EventLoops.newLoop("words");

    private final EventLoop loop = group.next();

    private final CountDownLatch lookupGate = new CountDownLatch(1);

    private final HostResolver resolver = new HostResolver("words", this::addressesOf, LONG);

    private final FourLetterWordClient client = client(LONG);

    @AfterEach
    void end() {
        lookupGate.countDown();
        resolver.close();
        group.shutdownGracefully(0, 0, TimeUnit.SECONDS).syncUninterruptibly();
    }

    @Nested
    class Answers {

        @Test
        void areReadToTheEndOfTheStream() throws Exception {
            try (ScriptedServer server = answering("Zookeeper version: 3.9.5\n", "Mode: standalone\n", "é")) {
                assertThat(get(client.send("srvr", server.address())))
                        .isEqualTo("Zookeeper version: 3.9.5\nMode: standalone\né");
                assertThat(get(server.outcome)).isEqualTo("srvr");
            }
        }

        @Test
        void mayBeLong() throws Exception {
            String text = "/node\n".repeat(LIMIT / 6);
            try (ScriptedServer server = answering(text)) {
                assertThat(get(client.send("wchp", server.address()))).isEqualTo(text);
            }
        }

        @Test
        void areEmptyOnlyForTheDigestsOfAServerThatHasNone() throws Exception {
            try (ScriptedServer server = answering()) {
                assertThat(get(client.send("hash", server.address()))).isEmpty();
            }
        }

        @Test
        void comeFromTheAddressThatWasAskedFor() throws Exception {
            try (ScriptedServer server = answering("imok")) {
                ServerAddress unknown =
                        new ServerAddress("unknown", server.address().port());
                Endpoint endpoint = new Endpoint(unknown, server.endpoint().address());

                assertThat(get(client.send("ruok", endpoint))).isEqualTo("imok");
            }
        }

        @Test
        void completeOnTheLoopAndTheConnectionIsClosed() throws Exception {
            try (ScriptedServer server = new ScriptedServer(visitor -> {
                String word = ScriptedServer.read(visitor, 4);
                ScriptedServer.write(visitor, "imok");
                visitor.shutdownOutput();
                return word + ScriptedServer.readToEnd(visitor);
            })) {
                CompletableFuture<Boolean> onLoop =
                        client.send("ruok", server.address()).thenApply(text -> loop.inEventLoop());

                assertThat(get(server.outcome)).isEqualTo("ruok");
                assertThat(get(onLoop)).isTrue();
            }
        }

        @Test
        void comeFromAnyAddressOfTheServer() throws Exception {
            try (ScriptedServer server = answering("imok")) {
                ServerAddress both = new ServerAddress("both", server.address().port());

                assertThat(get(client.send("ruok", both))).isEqualTo("imok");
            }
        }
    }

    @Nested
    class Errors {

        @ParameterizedTest
        @ValueSource(strings = {"", "ruo", "ruok\n", "ruokk", "ru k", "r\u00fcok", "1234"})
        void aWordThatIsNotFourLettersIsRefusedAtOnce(String word) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> client.send(word, new ServerAddress("127.0.0.1", 1)))
                    .withMessage("four-letter word \"%s\" (expected: four ASCII letters, for example ruok)", word);
        }

        @Test
        void aWordThatIsNotAllowedSaysWhatToDo() throws Exception {
            try (ScriptedServer server = answering("mntr is not executed because it is not in the whitelist.\n")) {
                ZkException error = error(client.send("mntr", server.address()));

                assertThat(error).isInstanceOf(NotWhitelistedException.class);
                assertThat(error.outcome()).isEqualTo(Outcome.REFUSED);
                assertThat(error)
                        .hasMessage(
                                "command mntr: not in the whitelist (%s: add mntr to 4lw.commands.whitelist there)",
                                server.address());
            }
        }

        @Test
        void aWordWithoutAnAnswerIsUnknown() throws Exception {
            try (ScriptedServer server = answering()) {
                ZkException error = error(client.send("reqs", server.address()));

                assertThat(error).isInstanceOf(UnknownWordException.class);
                assertThat(error)
                        .hasMessageStartingWith(
                                "command reqs: unknown four-letter word (%s: closed the connection without an answer",
                                server.address())
                        .hasMessageContaining("maxClientCnxns");
            }
        }

        @Test
        void aServerWithoutAQuorumIsNotServing() throws Exception {
            try (ScriptedServer server = answering("This ZooKeeper instance is not currently serving requests\n")) {
                ZkException error = error(client.send("srvr", server.address()));

                assertThat(error).isInstanceOf(NotServingException.class);
                assertThat(error)
                        .hasMessage(
                                "command srvr: the server is not serving (%s: no quorum, or not yet)",
                                server.address());
            }
        }

        @Test
        void aCallMayHaveALimitOfItsOwn() throws Exception {
            try (ScriptedServer server = new ScriptedServer(ScriptedServer::readToEnd)) {
                ZkException error = error(client.send("ruok", server.address(), SHORT));

                assertThat(error).isInstanceOf(RequestTimeoutException.class).hasMessageContaining("200 ms");
            }
        }

        @Test
        void aRefusedPortIsALossThatSentNothing() throws Exception {
            ServerAddress server = ScriptedServer.refusing();
            ZkException error = error(client.send("ruok", server));

            assertThat(error).isInstanceOf(ConnectionLossException.class);
            assertThat(error)
                    .hasMessage("command ruok: connection loss (%s: connection refused), outcome NOT_SENT", server);
        }

        @Test
        void anUnknownHostIsALossThatSentNothing() throws Exception {
            ZkException error = error(client.send("ruok", new ServerAddress("unknown", 2181)));

            assertThat(error).isInstanceOf(ConnectionLossException.class);
            assertThat(error)
                    .hasMessage("command ruok: connection loss (unknown:2181: unknown host), outcome NOT_SENT");
        }

        @Test
        void aSlowNameIsALossThatSentNothing() throws Exception {
            ZkException error = error(client(SHORT).send("ruok", new ServerAddress("slow", 2181)));

            assertThat(error).isInstanceOf(ConnectionLossException.class);
            assertThat(error).hasMessageContaining("slow:2181: name lookup took longer than 200 ms), outcome NOT_SENT");
        }

        @Test
        void anAddressThatNeverAnswersIsGivenUpAndCancelled() throws Exception {
            AtomicInteger cancelled = new AtomicInteger();
            Connector blackHole = (endpoints, timeout, listener) -> cancelled::incrementAndGet;
            FourLetterWordClient impatient = new FourLetterWordClient(loop, resolver, blackHole, LONG, SHORT, LIMIT);
            ZkException error = error(impatient.send("ruok", new ServerAddress("127.0.0.1", 2181)));

            assertThat(error).isInstanceOf(ConnectionLossException.class);
            assertThat(error)
                    .hasMessageContaining("127.0.0.1:2181: connecting took longer than 200 ms), outcome NOT_SENT");
            await().until(() -> cancelled.get() == 1);
        }

        @Test
        void aServerThatNeverAnswersIsATimeoutThatClosesTheConnection() throws Exception {
            try (ScriptedServer server = new ScriptedServer(ScriptedServer::readToEnd)) {
                ZkException error = error(client(SHORT).send("ruok", server.address()));

                assertThat(error).isInstanceOf(RequestTimeoutException.class);
                assertThat(error)
                        .hasMessageContaining(
                                "%s: the answer took longer than 200 ms), outcome UNKNOWN", server.address());
                assertThat(get(server.outcome)).isEqualTo("ruok");
            }
        }

        @Test
        void aResetIsALossEvenAfterText() throws Exception {
            try (ScriptedServer server = new ScriptedServer(visitor -> {
                ScriptedServer.read(visitor, 4);
                ScriptedServer.write(visitor, "imok");
                visitor.setSoLinger(true, 0);
                return "";
            })) {
                ZkException error = error(client.send("ruok", server.address()));

                assertThat(error).isInstanceOf(ConnectionLossException.class);
                assertThat(error.outcome()).isEqualTo(Outcome.UNKNOWN);
                assertThat(error).hasMessageContaining("%s: connection reset after ", server.address());
            }
        }

        @Test
        void anAnswerBeyondTheLimitClosesTheConnection() throws Exception {
            try (ScriptedServer server = new ScriptedServer(visitor -> {
                ScriptedServer.write(visitor, "x".repeat(LIMIT + 1));
                return ScriptedServer.readToEnd(visitor);
            })) {
                ZkException error = error(client.send("cons", server.address()));

                assertThat(error).isInstanceOf(ResponseTooLargeException.class);
                assertThat(error)
                        .hasMessageContaining(
                                "%s: answer of more than 100000 bytes; see max-response-size", server.address());
                assertThat(server.outcome).succeedsWithin(10, TimeUnit.SECONDS);
            }
        }
    }

    @Nested
    class Ending {

        @Test
        void cancellingTheFutureClosesTheConnection() throws Exception {
            CountDownLatch asked = new CountDownLatch(1);
            try (ScriptedServer server = new ScriptedServer(visitor -> {
                String word = ScriptedServer.read(visitor, 4);
                asked.countDown();
                return word + ScriptedServer.readToEnd(visitor);
            })) {
                CompletableFuture<String> answer = client.send("ruok", server.address());
                assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();
                answer.cancel(false);

                assertThat(get(server.outcome)).isEqualTo("ruok");
            }
        }

        @Test
        void closingTheClientFailsWhatWaitsAndWhatComesLater() throws Exception {
            CompletableFuture<String> waiting = client.send("ruok", new ServerAddress("slow", 2181));
            client.close();
            CompletableFuture<String> later = client.send("ruok", new ServerAddress("127.0.0.1", 2181));

            assertThat(error(waiting)).isInstanceOf(ClientClosedException.class);
            assertThat(error(later)).isInstanceOf(ClientClosedException.class);
        }

        @Test
        void afterTheLoopEndedACallFailsAtOnce() throws Exception {
            group.shutdownGracefully(0, 0, TimeUnit.SECONDS).syncUninterruptibly();
            CompletableFuture<String> answer = client.send("ruok", new ServerAddress("127.0.0.1", 2181));
            client.close();

            assertThat(answer).isDone();
            assertThat(error(answer)).isInstanceOf(ClientClosedException.class);
        }
    }

    private FourLetterWordClient client(Duration timeout) {
        return new FourLetterWordClient(loop, resolver, new ConnectionRace(loop), LONG, timeout, LIMIT);
    }

    private InetAddress[] addressesOf(String host) throws UnknownHostException {
        switch (host) {
            case "slow" -> awaitGate();
            case "unknown" -> throw new UnknownHostException(host);
            case "both" -> {
                // The server listens on the second of them only.
                return new InetAddress[] {InetAddress.getByName("127.0.0.77"), InetAddress.getByName("127.0.0.1")};
            }
            default -> {}
        }
        return InetAddress.getAllByName("127.0.0.1");
    }

    private void awaitGate() {
        try {
            lookupGate.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static ScriptedServer answering(String... pieces) {
        return new ScriptedServer(visitor -> {
            visitor.setTcpNoDelay(true);
            String word = ScriptedServer.read(visitor, 4);
            for (String piece : pieces) {
                ScriptedServer.write(visitor, piece);
            }
            return word;
        });
    }

    private static <T> T get(CompletableFuture<T> future) throws Exception {
        return future.get(10, TimeUnit.SECONDS);
    }

    private static ZkException error(CompletableFuture<String> answer) {
        Throwable thrown = catchThrowable(() -> get(answer));
        assertThat(thrown).isInstanceOf(ExecutionException.class).hasCauseInstanceOf(ZkException.class);
        return (ZkException) thrown.getCause();
    }
}
