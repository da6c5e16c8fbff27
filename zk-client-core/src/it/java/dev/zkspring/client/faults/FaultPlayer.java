package dev.zkspring.client.faults;

import static dev.zkspring.client.faults.FaultEvent.ALL;

import dev.zkspring.client.it.CuttingProxy;
import dev.zkspring.client.it.CuttingProxy.Direction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the faults of one schedule happen, each at its time. Used by one thread. */
final class FaultPlayer {

    private static final Logger log = LoggerFactory.getLogger(FaultPlayer.class);

    private static final Duration SERVING_POLL = Duration.ofMillis(100);

    private static final Duration SERVING_LIMIT = Duration.ofMinutes(3);

    private final FaultyEnsemble ensemble;

    private final FaultSchedule schedule;

    private final List<Integer> clients;

    private final ServerFaults servers;

    /** What a fault made fail, where that shows only when it begins. */
    private final Map<FaultEvent, List<Integer>> failed = new HashMap<>();

    /**
     * A player.
     *
     * @param clients the numbers of the clients that the schedule knows as 0, 1 and so on
     */
    FaultPlayer(FaultyEnsemble ensemble, FaultSchedule schedule, List<Integer> clients) {
        this.ensemble = ensemble;
        this.schedule = schedule;
        this.clients = List.copyOf(clients);
        if (clients.size() < schedule.clients()) {
            throw new IllegalArgumentException(
                    clients.size() + " clients (expected: at least the schedule's " + schedule.clients() + ")");
        }
        this.servers = new ServerFaults(ensemble);
    }

    /** Comes back when the last fault has ended, which may be later than scheduled if a server was slow to come back. */
    void play() throws InterruptedException {
        List<Step> steps = new ArrayList<>();
        for (FaultEvent event : schedule.events()) {
            steps.add(new Step(event.at(), () -> begin(event)));
            steps.add(new Step(event.end(), () -> end(event)));
        }
        // Stable: an event that ends at once begins before.
        steps.sort(Comparator.comparing(Step::at));
        long start = System.nanoTime();
        for (Step step : steps) {
            waitUntil(start, step.at());
            step.action().run();
        }
        waitUntil(start, schedule.length());
    }

    private static void waitUntil(long start, Duration time) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(start + time.toNanos() - System.nanoTime());
    }

    private void begin(FaultEvent event) {
        log.debug("begin {}", event);
        ensemble.active().begin(event, hit(event));
        if (event.fault().scope() == Fault.Scope.LINK) {
            eachProxy(event, proxy -> breakLink(event, proxy));
        } else {
            failed.put(event, servers.begin(event));
        }
    }

    private void end(FaultEvent event) {
        log.debug("end {}", event);
        if (event.fault().scope() == Fault.Scope.SERVER) {
            List<Integer> revived = failed.getOrDefault(event, List.of());
            servers.end(revived);
            Thread thread = new Thread(() -> endWhenServing(event, revived), "fault-end");
            thread.setDaemon(true);
            thread.start();
            return;
        }
        if (event.fault() != Fault.CUT) {
            eachProxy(event, CuttingProxy::heal);
        }
        ensemble.active().end(event);
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

    /** Whom a fault may hit. */
    private List<Integer> hit(FaultEvent event) {
        return event.client() == ALL ? clients : List.of(clients.get(event.client()));
    }

    private static void breakLink(FaultEvent event, CuttingProxy proxy) {
        switch (event.fault()) {
            case CUT -> proxy.cut();
            case REFUSE -> proxy.refuse();
            case STALL -> proxy.stall(Direction.values());
            case STALL_TO_SERVER -> proxy.stall(Direction.TO_SERVER);
            case STALL_TO_CLIENT -> proxy.stall(Direction.TO_CLIENT);
            case BLACK_HOLE -> proxy.blackHole();
            case BLACK_HOLE_TO_SERVER -> proxy.blackHole(Direction.TO_SERVER);
            case BLACK_HOLE_TO_CLIENT -> proxy.blackHole(Direction.TO_CLIENT);
            case DELAY -> proxy.delay(Duration.ofMillis(event.amount()));
            case THROTTLE -> proxy.throttle(event.amount());
            case SPLIT -> proxy.split(event.amount());
            case CORRUPT -> proxy.corrupt(event.amount());
            default -> throw new IllegalArgumentException("no fault of links: " + event);
        }
    }

    private void eachProxy(FaultEvent event, Consumer<CuttingProxy> action) {
        hit(event).forEach(client -> eachProxy(client, event.server(), action));
    }

    private void eachProxy(int client, int server, Consumer<CuttingProxy> action) {
        IntStream.range(0, FaultyEnsemble.SERVERS)
                .filter(number -> server == ALL || server == number)
                .mapToObj(number -> ensemble.proxy(client, number))
                .forEach(action);
    }

    private record Step(Duration at, Runnable action) {}
}
