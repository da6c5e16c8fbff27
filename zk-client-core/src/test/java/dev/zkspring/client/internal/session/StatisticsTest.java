package dev.zkspring.client.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zkspring.client.internal.protocol.GetData;
import dev.zkspring.client.internal.protocol.OpCode;
import dev.zkspring.client.observe.ClientStatistics;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StatisticsTest {

    private final SessionRig rig = SessionRig.connected(settings -> settings.maxInFlight = 7);

    @AfterEach
    void stop() {
        rig.close();
    }

    @Test
    void countWhatIsPendingAndInFlight() {
        rig.submit(new GetData("/written", false));
        Frame frame = rig.peer.expect(OpCode.GET_DATA);
        rig.stall();
        rig.submit(new GetData("/queued", false));
        rig.run();
        assertThat(rig.session.statistics()).isEqualTo(new ClientStatistics(2, 7, 0, 1, 0));
        rig.peer.reply(frame, 0x10, Peer.node());
        rig.run();
        assertThat(rig.session.statistics()).isEqualTo(new ClientStatistics(1, 7, 0, 0, 0));
    }

    @Test
    void countWatchesUntilTheyFire() {
        rig.submit(new GetData("/a", true), event -> {});
        rig.submit(new GetData("/b", true), event -> {});
        rig.peer.reply(rig.peer.expect(OpCode.GET_DATA), 0x10, Peer.node());
        rig.peer.reply(rig.peer.expect(OpCode.GET_DATA), 0x10, Peer.node());
        rig.run();
        assertThat(rig.session.statistics().watches()).isEqualTo(2);
        rig.peer.event(3, "/a", 0x20);
        rig.run();
        assertThat(rig.session.statistics().watches()).isEqualTo(1);
    }

    @Test
    void areZeroWithoutALink() {
        rig.submit(new GetData("/read", false));
        rig.peer.expect(OpCode.GET_DATA);
        rig.peer.hangUp();
        assertThat(rig.session.statistics().inFlightRequests()).isZero();
        assertThat(rig.session.statistics().pendingRequests()).isEqualTo(1);
    }
}
