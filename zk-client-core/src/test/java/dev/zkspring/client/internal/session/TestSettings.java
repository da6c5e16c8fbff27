package dev.zkspring.client.internal.session;

import dev.zkspring.client.config.RetryPolicy;
import dev.zkspring.client.data.ServerAddress;
import dev.zkspring.client.data.SessionId;
import dev.zkspring.client.internal.protocol.Chroot;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executor;

/** Settings to begin with: three servers tried in their order, delays without spread, generous limits. */
final class TestSettings {

    /** So long that a pause of the machine in the middle of a test is not taken for a jump of the wall clock. */
    static final Duration TIMEOUT = Duration.ofSeconds(60);

    List<ServerAddress> hosts =
            List.of(new ServerAddress("zk1", 2181), new ServerAddress("zk2", 2181), new ServerAddress("zk3", 2181));

    Chroot chroot = Chroot.NONE;

    boolean readOnly;

    Duration connectTimeout = Duration.ofSeconds(2);

    Duration requestTimeout = Duration.ofSeconds(300);

    RetryPolicy connectionRetry =
            new RetryPolicy(RetryPolicy.UNLIMITED, Duration.ofMillis(100), 2, 0, Duration.ofSeconds(10), null, true);

    int maxInFlight = 100_000;

    boolean rejectWhenFull;

    int maxRequestSize = 1_048_575;

    int maxResponseSize = 1 << 26;

    Executor completeOn;

    /** Off, so that scripts see each read as its caller made it. */
    boolean readBatching;

    Duration resyncInterval = Duration.ZERO;

    Credentials credentials = Credentials.NONE;

    SessionId resume;

    InstantSource wallClock = InstantSource.system();

    Observers observers = new Observers();

    SessionSettings build() {
        return new SessionSettings(
                "test",
                hosts,
                chroot,
                TIMEOUT,
                readOnly,
                false,
                connectTimeout,
                requestTimeout,
                connectionRetry,
                maxInFlight,
                rejectWhenFull,
                maxRequestSize,
                maxResponseSize,
                completeOn,
                readBatching,
                resyncInterval,
                credentials,
                resume,
                wallClock,
                observers);
    }
}
