package dev.zkspring.client.faults;

import dev.zkspring.client.it.Peer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooDefs;
import org.awaitility.Awaitility;

/**
 * Makes servers fail so that no acknowledged write can be lost: data is wiped only when both others are known to have
 * all of it, and nothing else fails until the wiped server has it again. Used by one thread.
 */
final class ServerFaults {

    private static final Duration LIMIT = Duration.ofSeconds(120);

    private static final String BARRIER = "/wipe-barrier";

    private static final int NONE = -1;

    private final FaultyEnsemble ensemble;

    private int wiped = NONE;

    private long barrier;

    ServerFaults(FaultyEnsemble ensemble) {
        this.ensemble = ensemble;
    }

    /** Waits until this fault can begin without any loss of data. */
    void prepare(FaultEvent event) {
        awaitResync();
        if (event.fault() == Fault.WIPE || ensemble.isStuck()) {
            ensemble.makeServe();
        }
    }

    /** Begins a fault that was prepared and says which servers it made fail, for its end. */
    List<Integer> begin(FaultEvent event) {
        List<Integer> servers = targets(event);
        switch (event.fault()) {
            case KILL, KILL_QUORUM, RESTART_LEADER -> servers.forEach(ensemble::kill);
            case PAUSE, PAUSE_LEADER, PAUSE_QUORUM -> servers.forEach(ensemble::pause);
            case RESTART -> servers.forEach(ensemble::stop);
            case WIPE -> servers.forEach(this::wipe);
            default -> throw new IllegalArgumentException("no fault of servers: " + event);
        }
        return servers;
    }

    /** Ends a fault of these servers. */
    void end(List<Integer> servers) {
        servers.forEach(ensemble::revive);
    }

    private List<Integer> targets(FaultEvent event) {
        return switch (event.fault()) {
            case RESTART_LEADER, PAUSE_LEADER ->
                IntStream.of(ensemble.leader())
                        .filter(leader -> leader >= 0)
                        .boxed()
                        .toList();
            case KILL_QUORUM, PAUSE_QUORUM -> others(event.server());
            default -> List.of(event.server());
        };
    }

    private static List<Integer> others(int server) {
        return IntStream.range(0, FaultyEnsemble.SERVERS)
                .filter(other -> other != server)
                .boxed()
                .toList();
    }

    /** A write that both others acknowledge proves that they have all that was written before. */
    private void wipe(int server) {
        ensemble.kill(server);
        await("a quorum of the others acknowledges a write", () -> {
            barrier = writeBarrier();
            return true;
        });
        ensemble.server(server).wipe();
        wiped = server;
    }

    private long writeBarrier() {
        try (Peer peer = ensemble.observer()) {
            String path = peer.zooKeeper()
                    .create(BARRIER, null, ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT_SEQUENTIAL);
            long zxid = peer.zooKeeper().exists(path, false).getCzxid();
            peer.zooKeeper().delete(path, -1);
            return zxid;
        } catch (KeeperException | InterruptedException e) {
            throw new IllegalStateException("no quorum before one server is wiped", e);
        }
    }

    private long zxid(int server) {
        return Long.decode(ensemble.server(server).line("srvr", "Zxid:"));
    }

    private static void await(String what, Callable<Boolean> condition) {
        Awaitility.await(what).atMost(LIMIT).ignoreExceptions().until(condition);
    }

    private void awaitResync() {
        if (wiped != NONE) {
            await("the wiped server has its data again", () -> ensemble.isServing(wiped) && zxid(wiped) >= barrier);
            wiped = NONE;
        }
    }
}
