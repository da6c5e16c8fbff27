package dev.zkspring.client.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zkspring.client.data.ServerAddress;
import dev.zkspring.client.data.ServerVersion;
import dev.zkspring.client.internal.transport.Endpoint;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class KnownServersTest {

    private static final ServerVersion VERSION = new ServerVersion(3, 9, 5);

    private final Queue<Consumer<ServerVersion>> questions = new ArrayDeque<>();

    private final KnownServers servers = new KnownServers((endpoint, done) -> questions.add(done));

    private final AtomicInteger served = new AtomicInteger();

    private static Endpoint server(int number) {
        return new Endpoint(
                new ServerAddress("zk", 2181), new InetSocketAddress(InetAddress.getLoopbackAddress(), number));
    }

    private void answer() {
        questions.remove().accept(VERSION);
    }

    private void connect(int number) {
        servers.ask(server(number));
        servers.whenAsked(server(number), false, served::incrementAndGet);
    }

    @Test
    void firstConnectionWaitsForTheAnswer() {
        connect(1);
        assertThat(served).hasValue(0);
        answer();

        assertThat(served).hasValue(1);
    }

    @Test
    void laterOnesDoNot() {
        servers.ask(server(1));
        answer();
        connect(1);

        assertThat(questions).hasSize(1);
        assertThat(served).hasValue(1);
    }

    @Test
    void oneToAServerThatWasAwayDoes() {
        servers.ask(server(1));
        answer();
        servers.ask(server(1));
        servers.whenAsked(server(1), true, served::incrementAndGet);

        assertThat(served).hasValue(0);
    }

    /** The addresses behind a name may change with every look at it. */
    @Nested
    class OfManyAddresses {

        private void connectToAll() {
            for (int number = 1; number <= 1_000; number++) {
                servers.ask(server(number));
                answer();
            }
        }

        @Test
        void thoseUsedLastAreKnown() {
            connectToAll();
            connect(1_000);
            connect(950);

            assertThat(served).hasValue(2);
        }

        @Test
        void thoseOfLongAgoAreForgotten() {
            connectToAll();
            connect(1);

            assertThat(served).hasValue(0);
        }
    }
}
