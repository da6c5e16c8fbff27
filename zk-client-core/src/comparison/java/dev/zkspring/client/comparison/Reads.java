package dev.zkspring.client.comparison;

import dev.zkspring.client.faults.Reply;
import dev.zkspring.client.faults.Result;
import java.util.List;

/** Reads nodes in turns, and never wants to see less than the session has seen before. */
final class Reads implements Task {

    private static final int WINDOW = 4;

    private final List<String> paths;

    private final Calls calls;

    private final Floors floors;

    private final Score score;

    private final SessionOf session;

    private int open;

    private int made;

    /** @param paths what the client itself or another one writes */
    Reads(List<String> paths, Calls calls, Floors floors, Score score, SessionOf session) {
        this.paths = paths;
        this.calls = calls;
        this.floors = floors;
        this.score = score;
        this.session = session;
    }

    @Override
    public void step() {
        if (open == WINDOW) {
            return;
        }
        open++;
        String path = paths.get(made++ % paths.size());
        long present = session.id();
        long floor = floors.of(path, present);
        calls.make(
                client -> client.get(path),
                (reply, inSession) -> ended(path, inSession == present ? floor : -1, reply, inSession));
    }

    @Override
    public void judge(Truth truth, Score judged) {
        // Each read was judged when it ended.
    }

    private void ended(String path, long floor, Reply reply, long inSession) {
        open--;
        if (reply.result() != Result.OK) {
            return;
        }
        if (reply.mzxid() < floor) {
            score.violation(
                    Count.READS_BACK,
                    path + " read at zxid 0x" + Long.toHexString(reply.mzxid()) + " after 0x" + Long.toHexString(floor)
                            + " in session 0x" + Long.toHexString(inSession));
        }
        floors.raise(path, reply.mzxid(), inSession);
    }

    /** Tells the client's present session. */
    interface SessionOf {

        long id();
    }
}
