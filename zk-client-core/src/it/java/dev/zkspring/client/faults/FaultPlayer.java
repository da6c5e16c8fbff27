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
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the faults of one schedule happen, each at its time. Those of servers have a thread of their own: a server that
 * comes back slowly makes no fault of links longer. Used by one thread.
 */
final class FaultPlayer {

    private static final Logger log = LoggerFactory.getLogger(FaultPlayer.class);

    private final FaultyEnsemble ensemble;

    private final FaultSchedule schedule;

    private final List<Integer> clients;

    private final PlayedFaults played;

    /** The faults of links that have begun and not ended. */
    private final Map<FaultEvent, Begun> begun = new HashMap<>();

    /**
     * A player.
     *
     * @param clients the numbers of the clients that the schedule knows as 0, 1 and so on
     */
    FaultPlayer(FaultyEnsemble ensemble, FaultSchedule schedule, List<Integer> clients, PlayedFaults played) {
        this.ensemble = ensemble;
        this.schedule = schedule;
        this.clients = List.copyOf(clients);
        this.played = played;
        if (clients.size() < schedule.clients()) {
            throw new IllegalArgumentException(
                    clients.size() + " clients (expected: at least the schedule's " + schedule.clients() + ")");
        }
    }

    /** Comes back when the last fault has ended, which may be later than scheduled if a server was slow to come back. */
    void play() throws InterruptedException {
        FaultClock clock = new FaultClock();
        FutureTask<Void> servers = new FutureTask<>(new ServerFaultsPlayer(ensemble, schedule, clients, played, clock));
        Thread thread = new Thread(servers, "server-faults");
        thread.setDaemon(true);
        thread.start();
        try {
            playLinks(clock);
            servers.get();
            clock.waitUntil(schedule.length());
        } catch (ExecutionException e) {
            throw new IllegalStateException("a fault of servers could not be played", e.getCause());
        } finally {
            servers.cancel(true);
        }
    }

    private void playLinks(FaultClock clock) throws InterruptedException {
        List<Step> steps = new ArrayList<>();
        for (FaultEvent event : schedule.of(Fault.Scope.LINK)) {
            steps.add(new Step(event.at(), () -> begin(event, clock)));
            steps.add(new Step(event.end(), () -> end(event, clock)));
        }
        // Stable: an event that ends at once begins before.
        steps.sort(Comparator.comparing(Step::at));
        for (Step step : steps) {
            clock.waitUntil(step.at());
            step.action().run();
        }
    }

    private void begin(FaultEvent event, FaultClock clock) {
        log.debug("begin {}", event);
        ensemble.active().begin(event, hit(event));
        List<CuttingProxy> proxies = proxies(event);
        begun.put(
                event,
                new Begun(
                        clock.now(),
                        proxies.stream().mapToInt(CuttingProxy::open).sum(),
                        proxies.stream().mapToInt(CuttingProxy::accepted).sum()));
        proxies.forEach(proxy -> breakLink(event, proxy));
    }

    private void end(FaultEvent event, FaultClock clock) {
        log.debug("end {}", event);
        Begun begin = begun.remove(event);
        List<CuttingProxy> proxies = proxies(event);
        int accepted = proxies.stream().mapToInt(CuttingProxy::accepted).sum() - begin.accepted();
        if (event.fault() != Fault.CUT) {
            proxies.forEach(CuttingProxy::heal);
        }
        ensemble.active().end(event);
        // What comes after a cut is not hit by it.
        played.links(event, begin.at(), clock.now(), begin.open() + (event.fault() == Fault.CUT ? 0 : accepted));
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

    private List<CuttingProxy> proxies(FaultEvent event) {
        return hit(event).stream()
                .flatMap(client -> IntStream.range(0, FaultyEnsemble.SERVERS)
                        .filter(server -> event.server() == ALL || event.server() == server)
                        .mapToObj(server -> ensemble.proxy(client, server)))
                .toList();
    }

    private record Step(Duration at, Runnable action) {}

    /** When a fault began, how many connections there were then, and how many there had ever been. */
    private record Begun(Duration at, int open, int accepted) {}
}
