package dev.zkspring.client.faults;

import static dev.zkspring.client.faults.FaultEvent.ALL;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/** Draws the events of a {@link FaultSchedule}: of links and of servers each from a random source of its own. */
final class FaultDice {

    private static final int SERVERS = FaultyEnsemble.SERVERS;

    /** How many link faults begin per second, and how many more for each client. */
    private static final double LINK_FAULTS = 1;

    private static final double LINK_FAULTS_PER_CLIENT = 0.25;

    private static final int ATTEMPTS = 20;

    private static final int SHORTEST_MILLIS = 50;

    private static final int SHORT_MILLIS = 900;

    /** Longer than the session timeouts that the workloads ask for. */
    private static final int LONG_MILLIS = 3_500;

    private static final int SHORTEST_GAP_MILLIS = 200;

    private static final int LONGEST_GAP_MILLIS = 2_000;

    /** A server that lost its data gets this time, and what more it needs, before the next one fails. */
    static final Duration RESYNC = Duration.ofSeconds(2);

    private final long length;

    private final int clients;

    private final List<Fault> linkFaults;

    private final List<Fault> serverFaults;

    private final SplittableRandom links;

    private final SplittableRandom servers;

    FaultDice(long seed, Duration length, int clients, Set<Fault> faults) {
        SplittableRandom random = new SplittableRandom(seed);
        this.length = length.toMillis();
        this.clients = clients;
        this.linkFaults = weighted(faults, Fault.Scope.LINK);
        this.serverFaults = weighted(faults, Fault.Scope.SERVER);
        this.links = random.split();
        this.servers = random.split();
    }

    List<FaultEvent> events() {
        List<FaultEvent> events = new ArrayList<>();
        if (!serverFaults.isEmpty()) {
            addServerFaults(events);
        }
        if (!linkFaults.isEmpty() && clients > 0) {
            addLinkFaults(events);
        }
        return events;
    }

    private static List<Fault> weighted(Set<Fault> faults, Fault.Scope scope) {
        List<Fault> weighted = new ArrayList<>();
        // In the order of the enum, whatever kind of set it is.
        for (Fault fault : Fault.values()) {
            for (int i = 0; i < fault.weight() && fault.scope() == scope && faults.contains(fault); i++) {
                weighted.add(fault);
            }
        }
        return weighted;
    }

    private void addServerFaults(List<FaultEvent> events) {
        long at = servers.nextLong(SHORTEST_GAP_MILLIS, LONGEST_GAP_MILLIS);
        while (at < length) {
            Fault fault = serverFaults.get(servers.nextInt(serverFaults.size()));
            long lasts = Math.min(duration(servers), length - at);
            int server = isOfLeader(fault) ? ALL : servers.nextInt(SERVERS);
            events.add(new FaultEvent(Duration.ofMillis(at), Duration.ofMillis(lasts), fault, ALL, server, 0));
            long gap = servers.nextLong(SHORTEST_GAP_MILLIS, LONGEST_GAP_MILLIS);
            at += lasts + gap + (fault == Fault.WIPE ? RESYNC.toMillis() : 0);
        }
    }

    private void addLinkFaults(List<FaultEvent> events) {
        long count = Math.round((LINK_FAULTS + LINK_FAULTS_PER_CLIENT * clients) * length / 1_000);
        for (int i = 0; i < count; i++) {
            addLinkFault(events);
        }
    }

    private void addLinkFault(List<FaultEvent> events) {
        for (int i = 0; i < ATTEMPTS; i++) {
            FaultEvent event = linkFault();
            if (events.stream().noneMatch(other -> event.sharesLinkWith(other) && event.overlaps(other))) {
                events.add(event);
                return;
            }
        }
    }

    private FaultEvent linkFault() {
        Fault fault = linkFaults.get(links.nextInt(linkFaults.size()));
        long at = links.nextLong(length);
        long lasts = fault == Fault.CUT ? 0 : Math.min(duration(links), length - at);
        int client = links.nextInt(4) == 0 ? ALL : links.nextInt(clients);
        // A client has a link to one server at a time, so that most faults of one link would hit nobody.
        int server = links.nextInt(3) > 0 ? ALL : links.nextInt(SERVERS);
        return new FaultEvent(Duration.ofMillis(at), Duration.ofMillis(lasts), fault, client, server, amount(fault));
    }

    private int amount(Fault fault) {
        return switch (fault) {
            case DELAY -> links.nextInt(5, 200);
            case THROTTLE -> links.nextInt(2_000, 50_000);
            case SPLIT -> links.nextInt(1, 8);
            case CORRUPT -> links.nextInt(200, 5_000);
            default -> 0;
        };
    }

    private static long duration(SplittableRandom random) {
        return random.nextInt(4) > 0
                ? random.nextLong(SHORTEST_MILLIS, SHORT_MILLIS)
                : random.nextLong(SHORT_MILLIS, LONG_MILLIS);
    }

    private static boolean isOfLeader(Fault fault) {
        return fault == Fault.RESTART_LEADER || fault == Fault.PAUSE_LEADER;
    }
}
