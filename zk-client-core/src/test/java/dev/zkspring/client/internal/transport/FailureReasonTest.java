package dev.zkspring.client.internal.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.ConnectTimeoutException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FailureReasonTest {

    @ParameterizedTest
    @MethodSource("failures")
    void saysInPlainWordsWhatHappened(Throwable failure, String reason) {
        assertThat(FailureReason.of(failure)).isEqualTo(reason);
    }

    static Stream<Arguments> failures() {
        return Stream.of(
                Arguments.of(new ConnectException("Connection refused: zk1/10.0.0.1:2181"), "connection refused"),
                Arguments.of(new ConnectException(), "connection refused"),
                Arguments.of(new ConnectException("Connection timed out: zk1/10.0.0.1:2181"), "connection timed out"),
                Arguments.of(
                        new ConnectTimeoutException("connection timed out after 3333 ms: zk1/10.0.0.1:2181"),
                        "connection timed out after 3333 ms"),
                Arguments.of(new ConnectTimeoutException(), "connection timed out"),
                Arguments.of(new UnknownHostException("zk1: Name or service not known"), "unknown host"),
                Arguments.of(new CompletionException(new UnknownHostException("zk1")), "unknown host"),
                Arguments.of(
                        new NameLookupTimeoutException("name lookup took longer than 5 s"),
                        "name lookup took longer than 5 s"),
                Arguments.of(new NoRouteToHostException("No route to host: zk1/10.0.0.1:2181"), "no route to host"),
                Arguments.of(
                        new SocketException("Network is unreachable: zk1/10.0.0.1:2181"), "network is unreachable"),
                Arguments.of(new SocketException("Connection reset"), "connection reset"),
                Arguments.of(new IOException("Connection reset by peer"), "connection reset"),
                Arguments.of(new IOException("Broken pipe"), "connection reset"),
                Arguments.of(new ClosedChannelException(), "connection closed"),
                Arguments.of(new IOException("Too many open files"), "IOException: Too many open files"),
                Arguments.of(new IllegalStateException(), "IllegalStateException"));
    }
}
