package dev.zkspring.client.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class FaultScheduleTest {

    private static final Duration LENGTH = Duration.ofSeconds(8);

    private static final int CLIENTS = 6;

    private static FaultSchedule schedule(long seed) {
        return FaultSchedule.random(seed, LENGTH, CLIENTS, Fault.HONEST);
    }

    @Test
    void sameSeedGivesTheSameSchedule() {
        assertThat(schedule(42)).isEqualTo(schedule(42)).isNotEqualTo(schedule(43));
    }

    @Test
    void orderOfTheGivenKindsDoesNotMatter() {
        Set<Fault> shuffled = Set.copyOf(Fault.HONEST);
        assertThat(FaultSchedule.random(42, LENGTH, CLIENTS, shuffled)).isEqualTo(schedule(42));
    }

    @Test
    void textIsReadBack() {
        LongStream.range(0, 100)
                .mapToObj(FaultScheduleTest::schedule)
                .forEach(schedule ->
                        assertThat(FaultSchedule.parse(schedule.text())).isEqualTo(schedule));
    }

    @Test
    void strangeTextIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FaultSchedule.parse("program seed=1 length=2 clients=3"))
                .withMessageContaining("expected: 'schedule seed=<n>");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FaultSchedule.parse("schedule seed=1 length=2 clients=3\n1 +2 CUT client=1"))
                .withMessageContaining("1 +2 CUT client=1");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        FaultSchedule.parse("schedule seed=1 length=2 clients=3\n1 +2 CUT server=1 client=1 amount=0"))
                .withMessageContaining("expected: client=<n>");
    }

    @Test
    void everyKindIsDrawnAndOnlyThoseAskedFor() {
        Set<Fault> drawn = LongStream.range(0, 200)
                .mapToObj(seed -> FaultSchedule.random(seed, LENGTH, CLIENTS, EnumSet.allOf(Fault.class)))
                .flatMap(schedule -> schedule.events().stream())
                .map(FaultEvent::fault)
                .collect(Collectors.toSet());
        assertThat(drawn).containsExactlyInAnyOrder(Fault.values());
        assertThat(FaultSchedule.random(1, LENGTH, CLIENTS, Set.of(Fault.CUT, Fault.PAUSE))
                        .events())
                .extracting(FaultEvent::fault)
                .containsOnly(Fault.CUT, Fault.PAUSE);
        assertThat(FaultSchedule.random(1, LENGTH, 0, Fault.ofLinks()).events()).isEmpty();
    }

    @Test
    void faultsOfOneLinkOrOfServersNeverOverlapAndEndInTime() {
        LongStream.range(0, 10_000).mapToObj(FaultScheduleTest::schedule).forEach(FaultScheduleTest::checkOverlaps);
    }

    private static void checkOverlaps(FaultSchedule schedule) {
        List<FaultEvent> events = schedule.events();
        assertThat(events).allMatch(event -> event.end().compareTo(LENGTH) <= 0);
        IntStream.range(0, events.size())
                .forEach(i -> events.subList(i + 1, events.size())
                        .forEach(later -> checkOverlap(schedule, events.get(i), later)));
    }

    private static void checkOverlap(FaultSchedule schedule, FaultEvent event, FaultEvent later) {
        boolean bothOfServers =
                event.fault().scope() == Fault.Scope.SERVER && later.fault().scope() == Fault.Scope.SERVER;
        if (event.overlaps(later) && (bothOfServers || event.sharesLinkWith(later))) {
            throw new AssertionError(event + " overlaps " + later + " with seed " + schedule.seed());
        }
    }

    @Test
    void serverThatLostItsDataHasTimeToGetItAgainBeforeAnotherServerFails() {
        LongStream.range(0, 10_000)
                .mapToObj(FaultScheduleTest::schedule)
                .forEach(schedule -> schedule.events().stream()
                        .filter(event -> event.fault() == Fault.WIPE)
                        .forEach(wipe ->
                                assertThat(serverFaultsDuring(schedule, wipe)).isEmpty()));
    }

    private static List<FaultEvent> serverFaultsDuring(FaultSchedule schedule, FaultEvent wipe) {
        Duration resynced = wipe.end().plus(FaultDice.RESYNC);
        return schedule.events().stream()
                .filter(event -> event.fault().scope() == Fault.Scope.SERVER && !event.equals(wipe))
                .filter(event ->
                        event.end().compareTo(wipe.at()) >= 0 && event.at().compareTo(resynced) < 0)
                .toList();
    }
}
