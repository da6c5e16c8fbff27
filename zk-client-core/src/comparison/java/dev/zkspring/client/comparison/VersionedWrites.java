package dev.zkspring.client.comparison;

import dev.zkspring.client.faults.Reply;
import dev.zkspring.client.faults.Result;
import java.util.concurrent.ExecutionException;

/** Sets one node's data, which nobody else does, each time on condition of the version that the call before left. */
final class VersionedWrites implements Task {

    private static final int NO_VERSION = -1;

    private final String path;

    private final Calls calls;

    private final Score score;

    private boolean busy;

    private int version = NO_VERSION;

    /** Whether the version is that of an acknowledged write, not of a read, which may be an old one. */
    private boolean certain;

    private int acknowledged;

    private int uncertain;

    VersionedWrites(String path, Calls calls, Score score) {
        this.path = path;
        this.calls = calls;
        this.score = score;
    }

    @Override
    public void step() {
        if (busy) {
            return;
        }
        busy = true;
        if (version == NO_VERSION) {
            calls.make(client -> client.get(path), (reply, session) -> read(reply));
        } else {
            int expected = version;
            calls.make(client -> client.set(path, "v" + expected, expected), (reply, session) -> wrote(reply));
        }
    }

    @Override
    public void judge(Truth truth, Score judged) throws ExecutionException, InterruptedException {
        int found = truth.stat(path).getVersion();
        if (found < acknowledged) {
            judged.violation(
                    Count.LOST_WRITES,
                    path + " has version " + found + " after " + acknowledged + " acknowledged writes");
        }
        if (found > acknowledged + uncertain) {
            judged.violation(
                    Count.DONE_TWICE,
                    path + " has version " + found + " after " + acknowledged + " acknowledged writes and " + uncertain
                            + " of unknown outcome");
        }
    }

    private void read(Reply reply) {
        busy = false;
        if (reply.result() == Result.OK) {
            version = reply.version();
            certain = false;
        }
    }

    private void wrote(Reply reply) {
        busy = false;
        switch (reply.result()) {
            case OK -> {
                acknowledged++;
                version++;
                certain = true;
            }
            case BAD_VERSION -> {
                refused();
                version = NO_VERSION;
            }
            case UNKNOWN -> {
                uncertain++;
                version = NO_VERSION;
            }
            default -> version = NO_VERSION;
        }
    }

    /** Nobody else writes: after an acknowledged write only this call itself can have made the version a higher one. */
    private void refused() {
        if (certain) {
            uncertain++;
            score.violation(
                    Count.TOLD_WRONG, path + ", the set on condition of version " + version + " met a higher one");
        }
    }
}
