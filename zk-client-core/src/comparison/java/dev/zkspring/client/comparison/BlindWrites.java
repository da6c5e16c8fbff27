package dev.zkspring.client.comparison;

import dev.zkspring.client.faults.Reply;
import dev.zkspring.client.faults.Result;
import java.util.concurrent.ExecutionException;
import org.apache.zookeeper.data.Stat;

/** Sets one node's data, which nobody else does, several calls at a time, without a condition. */
final class BlindWrites implements Task {

    private static final int WINDOW = 4;

    private final String path;

    private final Calls calls;

    private final Floors floors;

    private final Score score;

    private int open;

    private long made;

    private long acknowledged;

    private long unknown;

    private long newestWrite;

    private long newestZxid = -1;

    BlindWrites(String path, Calls calls, Floors floors, Score score) {
        this.path = path;
        this.calls = calls;
        this.floors = floors;
        this.score = score;
    }

    @Override
    public void step() {
        if (open == WINDOW) {
            return;
        }
        open++;
        long number = ++made;
        calls.make(
                client -> client.set(path, Long.toString(number), -1),
                (reply, session) -> ended(number, reply, session));
    }

    /** Every acknowledged write is one version; those of unknown outcome may each be one more. */
    @Override
    public void judge(Truth truth, Score judged) throws ExecutionException, InterruptedException {
        Stat stat = truth.stat(path);
        for (long i = stat.getVersion(); i < acknowledged; i++) {
            judged.violation(
                    Count.LOST_WRITES,
                    path + " has version " + stat.getVersion() + " after " + acknowledged + " acknowledged writes");
        }
        for (long i = acknowledged + unknown; i < stat.getVersion(); i++) {
            judged.violation(
                    Count.DONE_TWICE,
                    path + " has version " + stat.getVersion() + " after " + acknowledged + " acknowledged writes and "
                            + unknown + " of unknown outcome");
        }
    }

    private void ended(long number, Reply reply, long session) {
        open--;
        if (reply.result() == Result.OK) {
            acknowledged++;
            floors.raise(path, reply.mzxid(), session);
            order(number, reply.mzxid());
        } else if (reply.result() == Result.UNKNOWN) {
            unknown++;
        }
    }

    /** Of two acknowledged writes the one made later has the higher zxid. */
    private void order(long number, long zxid) {
        boolean later = number > newestWrite;
        if (newestZxid >= 0 && later != zxid > newestZxid) {
            score.violation(
                    Count.REORDERED,
                    path + ", write " + number + " has zxid 0x" + Long.toHexString(zxid) + ", write " + newestWrite
                            + " has 0x" + Long.toHexString(newestZxid));
        }
        if (later) {
            newestWrite = number;
            newestZxid = zxid;
        }
    }
}
