package dev.zkspring.client.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zkspring.client.data.ConnectionEvent;
import dev.zkspring.client.data.ServerAddress;
import dev.zkspring.client.data.ServerVersion;
import dev.zkspring.client.data.WatchEvent;
import dev.zkspring.client.data.Watcher;
import dev.zkspring.client.internal.protocol.GetData;
import dev.zkspring.client.internal.protocol.OpCode;
import dev.zkspring.client.internal.protocol.Operation;
import dev.zkspring.client.internal.transport.Endpoint;
import dev.zkspring.client.internal.watch.CallbackDispatcher;
import dev.zkspring.client.internal.watch.ManualExecutor;
import io.netty.channel.Channel;
import io.netty.channel.ManualIoEventLoop;
import io.netty.channel.local.LocalIoHandler;
import io.netty.util.concurrent.MockTicker;
import io.netty.util.concurrent.Ticker;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A session, alone in the world: its event loop and its callback threads move when the test says {@link #run}, its
 * clock when the test says {@link #advance}, and its servers are {@link Peer}s. The test's thread is the event loop.
 */
final class SessionRig implements AutoCloseable {

    static final long SESSION = 0x100_0000_0000_0007L;

    static final byte[] PASSWORD = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16};

    /** How long ago {@link #connected} has connected. */
    static final Duration STABLE = Duration.ofSeconds(1);

    private static final int TURNS = 10_000;

    private static final int SMALL_ANSWERS = 500;

    final MockTicker clock = Ticker.newMockTicker();

    private boolean closing;

    final ManualIoEventLoop loop =
            new ManualIoEventLoop(null, Thread.currentThread(), LocalIoHandler.newFactory(), new LoopTicker());

    final ScriptedConnector connector = new ScriptedConnector(this);

    final ManualExecutor callbackThreads = new ManualExecutor();

    final List<ConnectionEvent> events = new ArrayList<>();

    final ConnectionListeners listeners;

    final Session session;

    /** What names stand for at present. */
    Function<ServerAddress, Endpoint> names = SessionRig::endpoint;

    /** The client's end of the newest link. */
    private Channel link;

    /** What servers answer when asked for their version. */
    VersionReader versions = (endpoint, done) -> done.accept(new ServerVersion(3, 9, 5));

    /** Looks at each client channel before the session gets it. */
    Consumer<Channel> observer = channel -> {};

    SessionRig() {
        this(settings -> {});
    }

    SessionRig(Consumer<TestSettings> change) {
        TestSettings settings = new TestSettings();
        change.accept(settings);
        CallbackDispatcher callbacks = new CallbackDispatcher(callbackThreads);
        listeners = new ConnectionListeners(callbacks);
        listeners.add(events::add, this);
        Resolver resolver = (servers, callback, done) ->
                callback.execute(() -> done.accept(servers.stream().map(names).toList(), Map.of()));
        VersionReader reader = (endpoint, done) -> versions.read(endpoint, done);
        session = new Session(loop, connector, resolver, reader, settings.build(), callbacks, listeners);
    }

    private static Endpoint endpoint(ServerAddress server) {
        try {
            byte[] loopback = {127, 0, 0, 1};
            return new Endpoint(
                    server, new InetSocketAddress(InetAddress.getByAddress(server.host(), loopback), server.port()));
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    /**
     * Starts the session and connects it to a first server, up to the answer to its first ping and so long before that
     * a broken link is no sign of a server that takes and drops sessions.
     */
    static SessionRig connected(Consumer<TestSettings> change) {
        SessionRig rig = justConnected(change);
        rig.advance(STABLE);
        return rig;
    }

    static SessionRig justConnected(Consumer<TestSettings> change) {
        SessionRig rig = new SessionRig(change);
        rig.session.start();
        rig.peer = rig.connector.next().accept().grant().pong();
        assertThat(rig.phase()).isEqualTo(SessionPhase.CONNECTED);
        return rig;
    }

    static SessionRig connected() {
        return connected(settings -> {});
    }

    /** The server of {@link #connected} or of the last {@link #reconnect}. */
    Peer peer;

    /** Breaks the link and takes the handshake of the next one; what follows is up to the test. */
    Peer reconnect() {
        peer.hangUp();
        peer = connector.next().accept().grant();
        return peer;
    }

    /** Lets the event loop and the callback threads work until nothing is left to do now. */
    void run() {
        for (int turn = 0; turn < TURNS; turn++) {
            if (loop.runNow() + callbackThreads.runAll() == 0) {
                return;
            }
        }
        throw new AssertionError("the event loop does not come to rest");
    }

    /** Moves the clock on in one step, as if the machine had stood still, and lets the timers fire. */
    void advance(Duration duration) {
        clock.advance(duration.toNanos(), TimeUnit.NANOSECONDS);
        run();
    }

    <T extends Channel> T register(T channel) {
        channel.unsafe().register(loop, channel.newPromise());
        run();
        return channel;
    }

    Channel observe(Channel channel) {
        link = channel;
        observer.accept(channel);
        return channel;
    }

    /** From here on the present link's socket takes nothing more; what comes stays in the queue. */
    void stall() {
        link.unsafe().outboundBuffer().setUserDefinedWritability(1, false);
        run();
    }

    /** The socket takes more again. */
    void unstall() {
        link.unsafe().outboundBuffer().setUserDefinedWritability(1, true);
        run();
    }

    SessionPhase phase() {
        run();
        return session.snapshot().phase();
    }

    <R> Request<R> submit(Operation<R> operation) {
        return session.submit(operation, null);
    }

    <R> Request<R> submit(Operation<R> operation, Watcher watcher) {
        return session.submit(operation, watcher);
    }

    /** Lets the session see so many small answers that it expects no others. */
    void learnSmallAnswers() {
        for (int i = 0; i < SMALL_ANSWERS; i++) {
            submit(new GetData("/small", false));
            peer.reply(peer.expect(OpCode.GET_DATA), 1, Peer.node());
            run();
        }
    }

    CompletableFuture<Boolean> stop() {
        CompletableFuture<Boolean> stopped = session.stop(Duration.ofSeconds(10));
        run();
        return stopped;
    }

    /** The states that listeners have seen, in words. */
    List<String> states() {
        run();
        return events.stream()
                .map(event -> event.previousState() + ">" + event.state()
                        + (event.lostReason() == null ? "" : " " + event.lostReason()))
                .toList();
    }

    /** A watcher that remembers its events. */
    static final class Recorder implements Watcher {

        final List<WatchEvent> events = new ArrayList<>();

        @Override
        public void process(WatchEvent event) {
            events.add(event);
        }
    }

    @Override
    public void close() {
        session.stop(Duration.ofMillis(1));
        run();
        advance(Duration.ofMillis(1));
        closing = true;
        loop.shutdownGracefully(0, 0, TimeUnit.SECONDS);
        run();
    }

    /** The mock clock, which at the end moves at every look: while no time goes by a loop sleeps before it ends. */
    private final class LoopTicker implements Ticker {

        @Override
        public long initialNanoTime() {
            return clock.initialNanoTime();
        }

        @Override
        public long nanoTime() {
            if (closing) {
                clock.advance(1, TimeUnit.NANOSECONDS);
            }
            return clock.nanoTime();
        }

        @Override
        public void sleep(long delay, TimeUnit unit) throws InterruptedException {
            clock.sleep(delay, unit);
        }
    }
}
