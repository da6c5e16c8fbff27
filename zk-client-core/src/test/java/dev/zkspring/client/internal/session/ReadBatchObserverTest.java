package dev.zkspring.client.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zkspring.client.internal.protocol.GetData;
import dev.zkspring.client.internal.protocol.OpCode;
import dev.zkspring.client.observe.ClientObserver;
import dev.zkspring.client.observe.RequestReport;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What observers hear of reads that share a request: each read and its own part. */
class ReadBatchObserverTest {

    /** Of a read among others, and of its answer: type, whether it is the last, error. */
    private static final int PART_HEADER = 4 + 1 + 4;

    private static final int NO_NODE = -101;

    private final List<String> reports = new ArrayList<>();

    private final SessionRig rig = SessionRig.connected(settings -> {
        settings.readBatching = true;
        settings.observers.add(new ClientObserver() {
            @Override
            public void requestCompleted(RequestReport request, @Nullable Object context) {
                reports.add("%s %s %s %d %d"
                        .formatted(
                                request.operationName(),
                                request.path(),
                                request.failure() == null
                                        ? "ok"
                                        : request.failure().code(),
                                request.requestBytes(),
                                request.responseBytes()));
            }
        });
    });

    @AfterEach
    void stop() {
        rig.close();
    }

    private static int sent(String path) {
        return PART_HEADER + 4 + path.length() + 1;
    }

    private static int received(int data) {
        return 4 + data + 68;
    }

    @Test
    void eachReadReportsItsOwnBytesAndError() {
        rig.submit(new GetData("/a", false));
        rig.submit(new GetData("/longer", false));
        rig.submit(new GetData("/c", false));
        BatchFrame.next(rig.peer)
                .answer(
                        rig.peer,
                        1,
                        BatchFrame.node(1, 2, 3),
                        BatchFrame.error(NO_NODE),
                        BatchFrame.node(1),
                        BatchFrame.end());
        rig.run();

        assertThat(reports)
                .containsExactly(
                        "getData /a ok %d %d".formatted(sent("/a"), received(3)),
                        "getData /longer NO_NODE %d 0".formatted(sent("/longer")),
                        "getData /c ok %d %d".formatted(sent("/c"), received(1)));
    }

    @Test
    void aReadThatWasSentAgainReportsBothTimes() {
        rig.submit(new GetData("/a", false));
        rig.submit(new GetData("/b", false));
        rig.peer.refuse(BatchFrame.next(rig.peer).frame(), 1, -1);
        Frame alone = rig.peer.expect(OpCode.GET_DATA, "/a");
        rig.peer.reply(alone, 1, Peer.node());
        rig.run();

        assertThat(reports)
                .containsExactly("getData /a ok %d %d".formatted(sent("/a") + 4 + alone.bytes().length, received(0)));
    }
}
