package dev.zkspring.client.faults;

import dev.zkspring.client.ZkClient;
import dev.zkspring.client.ZkClientBuilder;
import dev.zkspring.client.config.TlsOptions;
import dev.zkspring.client.it.CuttingProxy;
import dev.zkspring.client.it.Peer;
import dev.zkspring.client.it.Ports;
import dev.zkspring.client.it.SecureServer;
import dev.zkspring.client.it.TlsCertificates;
import dev.zkspring.client.it.ZkEnsemble;
import dev.zkspring.client.it.ZkServer;
import dev.zkspring.client.it.ZkServerBuilder;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Three servers, and for each client a proxy in front of each of them. Safe for use by several threads, but only one
 * may make servers fail.
 */
public final class FaultyEnsemble implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(FaultyEnsemble.class);

    /** How many servers there are, numbered from 0. */
    public static final int SERVERS = 3;

    /** The servers' unit of time. They grant session timeouts of two ticks and more. */
    public static final Duration TICK = Duration.ofMillis(500);

    private static final Duration LONGEST_SESSION = Duration.ofSeconds(60);

    /** In ticks: a frozen leader is left after 3 s, and a busy machine's pauses are forgiven. */
    private static final String SYNC_LIMIT = "6";

    /** In ticks: how long a new leader waits for a server that was frozen before it had followed. */
    private static final String INIT_LIMIT = "12";

    /** What a server says that was killed while an epoch began, and cannot start any more: ZOOKEEPER-2354. */
    private static final String EPOCH_LOST = "is older than the last zxid";

    private static final Duration HEAL_TIMEOUT = Duration.ofSeconds(120);

    /** Of TLS; a third of a short session's timeout, over three servers, is too little for a busy machine. */
    private static final Duration HANDSHAKE_TIMEOUT = Duration.ofSeconds(3);

    private static final AtomicInteger ROOTS = new AtomicInteger();

    private final ZkEnsemble ensemble;

    private final Map<Integer, List<CuttingProxy>> proxies = new ConcurrentHashMap<>();

    private final Set<Integer> clients = new ConcurrentSkipListSet<>();

    private final FrozenTimes frozen = new FrozenTimes();

    private final ActiveFaults active = new ActiveFaults();

    private volatile long seed;

    /** Null if the links are not encrypted. */
    private final @Nullable TlsOptions tls;

    /** Where the servers take encrypted links, in their order. */
    private final List<Integer> securePorts = new ArrayList<>();

    private FaultyEnsemble(String name, @Nullable TlsOptions tls) {
        this.tls = tls;
        ensemble = ZkEnsemble.of(name, SERVERS, this::settings);
    }

    private ZkServerBuilder settings(ZkServerBuilder builder) {
        if (tls == null) {
            // Servers start often here, and only so much of their code is worth to be compiled well; encryption is.
            builder.jvmOption("-XX:TieredStopAtLevel=1");
        } else {
            securePorts.add(Ports.free());
            SecureServer.secured(builder, securePorts.get(securePorts.size() - 1));
        }
        return commonSettings(builder);
    }

    private static ZkServerBuilder commonSettings(ZkServerBuilder builder) {
        return builder.tickTime(TICK)
                .sessionTimeouts(TICK.multipliedBy(2), LONGEST_SESSION)
                .setting("initLimit", INIT_LIMIT)
                .setting("syncLimit", SYNC_LIMIT)
                // Votes are repeated after ever longer times, by default up to a minute.
                .jvmOption("-Dzookeeper.fastleader.maxNotificationInterval=1000")
                .jvmOption("-Xmx256m");
    }

    /** An ensemble that serves; the name is for the servers' logs. */
    public static FaultyEnsemble start(String name) {
        return started(new FaultyEnsemble(name, null));
    }

    /** As {@link #start}, with links that are encrypted; those of observers are not. */
    static FaultyEnsemble startWithTls(String name) {
        TlsOptions trust =
                TlsOptions.builder().trustPem(TlsCertificates.shared().ca()).build();
        FaultyEnsemble made = started(new FaultyEnsemble(name, trust));
        made.securePorts.forEach(made::warmUp);
        return made;
    }

    /** The first handshake of a server takes a busy machine longer than clients with short sessions wait. */
    private void warmUp(int port) {
        try (ZkClient client = settings(ZkClient.builder().hosts("127.0.0.1:" + port))
                .connectTimeout(HEAL_TIMEOUT)
                .build()) {
            client.start();
        }
    }

    private static FaultyEnsemble started(FaultyEnsemble made) {
        made.ensemble.start();
        return made;
    }

    /** What a client of this number is built from. */
    public ZkClientBuilder client(int number) {
        return settings(ZkClient.builder().hosts(hosts(number)));
    }

    /** What clients of {@link #hosts} need besides: they keep to the order, and use TLS where the links do. */
    public ZkClientBuilder settings(ZkClientBuilder builder) {
        builder.randomizeHosts(false);
        return tls == null
                ? builder
                : builder.tls(tls).connectTimeout(HANDSHAKE_TIMEOUT).startTimeout(HEAL_TIMEOUT);
    }

    /**
     * The servers as this client names them: its own proxies, made at the first call, in an order that the seed says.
     * The client should keep to it.
     */
    public String hosts(int client) {
        clients.add(client);
        List<String> hosts = new ArrayList<>(
                proxies(client).stream().map(CuttingProxy::address).toList());
        Collections.shuffle(hosts, new Random(mixed(client, 0)));
        return String.join(",", hosts);
    }

    /** The servers without proxies, for observers. */
    public String directHosts() {
        return ensemble.hosts();
    }

    /** Whether nobody but client and server can read what a link carries. */
    boolean isEncrypted() {
        return tls != null;
    }

    /** How many bytes were changed on all links since they were made. */
    long corrupted() {
        return proxies.values().stream()
                .flatMap(List::stream)
                .mapToLong(CuttingProxy::corrupted)
                .sum();
    }

    /** What stands between a client and a server. */
    public CuttingProxy proxy(int client, int server) {
        return proxies(client).get(server);
    }

    /** The numbers of all clients that asked for their hosts since {@link #begin}, sorted. */
    public List<Integer> clients() {
        return List.copyOf(clients);
    }

    /**
     * Begins a run: with no clients, whose proxies stay for the next ones of these numbers, and with everything that is
     * random in links drawn from this seed.
     */
    public void begin(long runSeed) {
        clients.clear();
        active.clear();
        seed = runSeed;
        proxies.forEach(this::seed);
    }

    private void seed(int client, List<CuttingProxy> links) {
        IntStream.range(0, SERVERS).forEach(server -> links.get(server).seed(mixed(client, 1 + server)));
    }

    private long mixed(int client, int use) {
        return (seed * 1_009 + client) * 31 + use;
    }

    /**
     * When the last fault ended that may have hit this client, by {@link System#nanoTime}; {@link Long#MAX_VALUE} while
     * one lasts, {@link Long#MIN_VALUE} if there was none. A fault of servers lasts until they serve again.
     */
    public long wellSince(int client) {
        return active.wellSince(client);
    }

    ActiveFaults active() {
        return active;
    }

    /** A path below which nobody else works; there is no such node yet, and it has no parent but "/". */
    public String root() {
        return "/run" + ROOTS.incrementAndGet();
    }

    /** Deletes all nodes below {@code "/"}, which would make later starts of servers slow. */
    void deleteRoots() {
        try (Peer peer = observer()) {
            for (String root : peer.children("/")) {
                peer.deleteRecursive("/" + root);
            }
        }
    }

    public ZkServer server(int server) {
        return ensemble.server(server);
    }

    /** The server that says that it leads, -1 if none does. */
    public int leader() {
        return servers(server -> mode(server).equals("leader")).stream()
                .findFirst()
                .orElse(-1);
    }

    /** Whether this server answers clients and has a leader. */
    public boolean isServing(int server) {
        String mode = mode(server);
        return mode.equals("leader") || mode.equals("follower");
    }

    /** When servers were frozen. */
    FrozenTimes frozen() {
        return frozen;
    }

    /** Freezes a server. Idempotent. */
    public void pause(int server) {
        if (server(server).isRunning() && frozen.begin(server)) {
            server(server).pause();
        }
    }

    /** Crashes a server, also a frozen one. Idempotent. */
    public void kill(int server) {
        server(server).kill();
        frozen.end(server);
    }

    /** Ends a server as an operator would, also a frozen one. Idempotent. */
    public void stop(int server) {
        revive(server);
        server(server).stop();
    }

    /** Lets a server run again, without waiting until it serves. Idempotent. */
    public void revive(int server) {
        if (frozen.end(server)) {
            server(server).resume();
        }
        server(server).launch();
    }

    /** Makes all links and servers well and waits until all servers serve. */
    public void heal() {
        proxies.values().forEach(links -> links.forEach(CuttingProxy::heal));
        makeServe();
    }

    /** Makes all servers well and waits until they serve, with one leader. */
    void makeServe() {
        Awaitility.await("all servers serve").atMost(HEAL_TIMEOUT).until(() -> {
            wipeStuck();
            IntStream.range(0, SERVERS).forEach(this::revive);
            return isServing();
        });
    }

    /** Whether a server cannot start any more with the data it has. */
    boolean isStuck() {
        return !stuck().isEmpty();
    }

    private List<Integer> stuck() {
        return servers(server -> server(server).endedBy(EPOCH_LOST));
    }

    /** What an operator would do with such a server. Followers that serve have all that the leader has. */
    private void wipeStuck() {
        List<Integer> stuck = stuck();
        if (stuck.size() == 1 && servers(this::isServing).size() == SERVERS - 1) {
            log.warn("server {} cannot start and is wiped: its epoch {}", stuck.get(0), EPOCH_LOST);
            server(stuck.get(0)).wipe();
        }
    }

    /** Whether all links are well and all servers serve, with one leader. */
    public boolean isHealed() {
        return proxies.values().stream().flatMap(List::stream).allMatch(CuttingProxy::isHealed) && isServing();
    }

    /** Whether all servers serve, with one leader. */
    private boolean isServing() {
        List<String> modes =
                IntStream.range(0, SERVERS).mapToObj(this::mode).sorted().toList();
        return modes.equals(List.of("follower", "follower", "leader"));
    }

    /** Another application on the servers, whose links never break. To be closed by the caller. */
    public Peer observer() {
        return Peer.connect(directHosts());
    }

    @Override
    public void close() {
        proxies.values().forEach(links -> links.forEach(CuttingProxy::close));
        ensemble.close();
    }

    private List<CuttingProxy> proxies(int client) {
        return proxies.computeIfAbsent(client, this::newProxies);
    }

    private List<CuttingProxy> newProxies(int client) {
        List<Integer> ports = tls != null
                ? securePorts
                : ensemble.servers().stream().map(ZkServer::port).toList();
        List<CuttingProxy> links = ports.stream().map(CuttingProxy::new).toList();
        seed(client, links);
        return links;
    }

    private List<Integer> servers(Predicate<Integer> condition) {
        return IntStream.range(0, SERVERS).boxed().filter(condition).toList();
    }

    private String mode(int server) {
        if (frozen.isFrozen(server) || !server(server).isRunning()) {
            return "";
        }
        try {
            return server(server).line("srvr", "Mode:");
        } catch (UncheckedIOException e) {
            return "";
        }
    }
}
