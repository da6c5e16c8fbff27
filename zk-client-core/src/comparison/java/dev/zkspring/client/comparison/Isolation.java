package dev.zkspring.client.comparison;

import dev.zkspring.client.faults.Fault;
import dev.zkspring.client.faults.FaultEvent;
import dev.zkspring.client.faults.FaultSchedule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Three clients, each cut off from all servers in another way, and for so long that their sessions end. */
final class Isolation {

    /** Three session timeouts. */
    static final Duration LENGTH = ComparisonWorkload.SESSION_TIMEOUT.multipliedBy(3);

    private static final List<Fault> WAYS = List.of(Fault.BLACK_HOLE, Fault.STALL, Fault.REFUSE);

    /** So that the last faults before are over. */
    private static final Duration GAP = Duration.ofMillis(500);

    private Isolation() {}

    /** The schedule with an isolation of its first clients behind it. */
    static FaultSchedule after(FaultSchedule schedule) {
        Duration begin = schedule.length().plus(GAP);
        List<FaultEvent> events = new ArrayList<>(schedule.events());
        for (int client = 0; client < WAYS.size(); client++) {
            events.add(new FaultEvent(begin, LENGTH, WAYS.get(client), client, FaultEvent.ALL, 0));
        }
        return new FaultSchedule(schedule.seed(), begin.plus(LENGTH).plus(GAP), schedule.clients(), events);
    }
}
