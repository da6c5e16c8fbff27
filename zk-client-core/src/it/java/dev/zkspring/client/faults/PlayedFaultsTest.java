package dev.zkspring.client.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlayedFaultsTest {

    private static FaultEvent event(long at, long lasts, Fault fault, int client, int server) {
        return new FaultEvent(Duration.ofMillis(at), Duration.ofMillis(lasts), fault, client, server, 0);
    }

    private static Duration millis(double millis) {
        return Duration.ofNanos((long) (millis * 1_000_000));
    }

    @Test
    void whatWasPlayedIsASchedule() throws IOException {
        FaultEvent stall = event(5, 10, Fault.STALL, 1, FaultEvent.ALL);
        FaultEvent cut = event(30, 0, Fault.CUT, FaultEvent.ALL, 2);
        FaultEvent restart = event(7, 20, Fault.RESTART_LEADER, FaultEvent.ALL, FaultEvent.ALL);
        FaultEvent pause = event(40, 20, Fault.PAUSE_LEADER, FaultEvent.ALL, FaultEvent.ALL);
        FaultEvent wipe = event(70, 10, Fault.WIPE, FaultEvent.ALL, 0);
        FaultSchedule schedule =
                new FaultSchedule(-77, Duration.ofMillis(100), 2, List.of(stall, cut, restart, pause, wipe));
        PlayedFaults played = new PlayedFaults(schedule);
        played.links(stall, millis(5.9), millis(16.2), 3);
        played.servers(restart, millis(8), millis(28), List.of(2));
        played.links(cut, millis(31.7), millis(32.9), 0);
        played.servers(pause, millis(41), millis(61), List.of());
        played.servers(wipe, millis(90), millis(100), List.of(0));

        FaultSchedule read = FaultSchedule.parse(Files.readString(played.file()));
        assertThat(read)
                .isEqualTo(new FaultSchedule(
                        -77,
                        Duration.ofMillis(100),
                        2,
                        List.of(
                                event(5, 11, Fault.STALL, 1, FaultEvent.ALL),
                                event(8, 20, Fault.KILL, FaultEvent.ALL, 2),
                                event(31, 0, Fault.CUT, FaultEvent.ALL, 2),
                                event(90, 10, Fault.WIPE, FaultEvent.ALL, 0))));
        assertThat(Files.readString(played.file()))
                .contains("0 connections, planned for 30 +0", "# the leader, servers []");
        assertThat(played.hits()).hasToString("{RESTART_LEADER=1, STALL=1, WIPE=1}");
        assertThat(played.misses()).hasToString("{CUT=1, PAUSE_LEADER=1}");
        Files.delete(played.file());
    }
}
