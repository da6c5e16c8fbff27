package dev.zkspring.boot.testcontainers;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.TimeUnit;
import org.rnorth.ducttape.TimeoutException;
import org.rnorth.ducttape.ratelimits.RateLimiterBuilder;
import org.rnorth.ducttape.unreliables.Unreliables;
import org.testcontainers.containers.ContainerLaunchException;
import org.testcontainers.containers.wait.strategy.AbstractWaitStrategy;

/**
 * Waits until the server answers {@code srvr} with its version. An open port is not enough: the engine opens it before
 * there is a server, and a server opens it before it serves.
 */
final class ServingWaitStrategy extends AbstractWaitStrategy {

    private static final String QUESTION = "srvr";

    /** The beginning of the first line of every version's answer. */
    private static final String SERVING = "Zookeeper version";

    private static final String REFUSED = "not in the whitelist";

    private static final int TIMEOUT_MILLIS = 1000;

    private static final int TRIES_PER_SECOND = 10;

    private volatile String lastAnswer = "none";

    ServingWaitStrategy() {
        withRateLimiter(RateLimiterBuilder.newBuilder()
                .withRate(TRIES_PER_SECOND, TimeUnit.SECONDS)
                .withConstantThroughput()
                .build());
    }

    @Override
    protected void waitUntilReady() {
        int port = waitStrategyTarget.getFirstMappedPort();
        InetSocketAddress address = new InetSocketAddress(waitStrategyTarget.getHost(), port);
        try {
            Unreliables.retryUntilTrue(
                    (int) startupTimeout.toSeconds(),
                    TimeUnit.SECONDS,
                    () -> getRateLimiter().getWhenReady(() -> hasEnded() || isServing(address)));
        } catch (TimeoutException e) {
            throw notServing(" within " + startupTimeout);
        }
        if (!lastAnswer.startsWith(SERVING)) {
            throw notServing(hasEnded() ? ": the container has ended" : "; allow this word to it");
        }
    }

    private ContainerLaunchException notServing(String why) {
        return new ContainerLaunchException(
                "ZooKeeper does not serve%s (last answer to %s: %s)".formatted(why, QUESTION, lastAnswer));
    }

    private boolean hasEnded() {
        return !waitStrategyTarget.isRunning();
    }

    /** Also true when there is no use in waiting longer. */
    private boolean isServing(InetSocketAddress address) {
        lastAnswer = ask(address);
        return lastAnswer.startsWith(SERVING) || lastAnswer.contains(REFUSED);
    }

    private static String ask(InetSocketAddress address) {
        try (Socket socket = new Socket()) {
            socket.connect(address, TIMEOUT_MILLIS);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.getOutputStream().write(QUESTION.getBytes(US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), US_ASCII).strip();
        } catch (IOException e) {
            return e.toString();
        }
    }
}
