package dev.zkspring.client.faults;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the faults of servers of one schedule happen, one after another. Each may have to wait for the servers, so that
 * it comes later than planned; it lasts as long as planned all the same.
 */
final class ServerFaultsPlayer implements Callable<Void> {

    private static final Logger log = LoggerFactory.getLogger(ServerFaultsPlayer.class);

    private static final Duration SERVING_POLL = Duration.ofMillis(100);

    private static final Duration SERVING_LIMIT = Duration.ofMinutes(3);

    private final FaultyEnsemble ensemble;

    private final FaultSchedule schedule;

    private final List<Integer> clients;

    private final PlayedFaults played;

    private final FaultClock clock;

    private final ServerFaults servers;

    /** A player that hits all of these clients. */
    ServerFaultsPlayer(
            FaultyEnsemble ensemble,
            FaultSchedule schedule,
            List<Integer> clients,
            PlayedFaults played,
            FaultClock clock) {
        this.ensemble = ensemble;
        this.schedule = schedule;
        this.clients = clients;
        this.played = played;
        this.clock = clock;
        this.servers = new ServerFaults(ensemble);
    }

    @Override
    public @Nullable Void call() throws InterruptedException {
        for (FaultEvent event : schedule.of(Fault.Scope.SERVER)) {
            clock.waitUntil(event.at());
            servers.prepare(event);
            if (clock.now().compareTo(schedule.length()) < 0) {
                play(event);
            } else {
                log.info("left out, because the servers took their time: {}", event);
            }
        }
        return null;
    }

    private void play(FaultEvent event) throws InterruptedException {
        log.debug("begin {}", event);
        ensemble.active().begin(event, clients);
        Duration began = clock.now();
        List<Integer> failed = servers.begin(event);
        clock.waitUntil(began.plus(event.lasts()));
        log.debug("end {}", event);
        servers.end(failed);
        played.servers(event, began, clock.now(), failed);
        Thread thread = new Thread(() -> endWhenServing(event, failed), "fault-end");
        thread.setDaemon(true);
        thread.start();
    }

    /** For clients a server is down until it serves, and a quorum lost until there is a leader. */
    private void endWhenServing(FaultEvent event, List<Integer> revived) {
        Awaitility.await()
                .pollInterval(SERVING_POLL)
                .atMost(SERVING_LIMIT)
                .until(() -> revived.stream()
                        .allMatch(server -> ensemble.isServing(server)
                                || !ensemble.server(server).isRunning()));
        ensemble.active().end(event);
    }
}
