package dev.zkspring.client.comparison;

import dev.zkspring.client.faults.Reply;
import dev.zkspring.client.faults.Result;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** What one follower reported, judged as it comes. Safe for use by several threads. */
final class Sightings {

    private final String path;

    private final boolean ofChildren;

    private final Score score;

    private @Nullable Reply last;

    Sightings(String path, boolean ofChildren, Score score) {
        this.path = path;
        this.ofChildren = ofChildren;
        this.score = score;
    }

    synchronized void saw(Reply reply) {
        Reply before = last;
        last = reply;
        if (before == null) {
            return;
        }
        if (isSame(before, reply)) {
            score.add(Count.DUPLICATES);
        } else if (before.session() == reply.session() && zxid(reply) >= 0 && zxid(reply) < zxid(before)) {
            score.violation(
                    Count.OUT_OF_ORDER,
                    path + " at zxid 0x" + Long.toHexString(zxid(reply)) + " after 0x"
                            + Long.toHexString(zxid(before)));
        }
    }

    /** Whether the last report is what is there now. */
    synchronized boolean isNewest(Truth truth) throws ExecutionException, InterruptedException {
        String newest = ofChildren ? Replies.joined(truth.children(path)) : truth.text(path);
        Reply seen = last;
        return seen != null && seen.result() == Result.OK && newest.equals(seen.value());
    }

    synchronized void judgeEnd(Truth truth) throws ExecutionException, InterruptedException {
        if (!isNewest(truth)) {
            score.violation(Count.STALE, path + (ofChildren ? " (children)" : "") + ", last report " + last);
        }
    }

    private long zxid(Reply reply) {
        return ofChildren ? reply.pzxid() : reply.mzxid();
    }

    private static boolean isSame(Reply one, Reply other) {
        return one.result() == other.result()
                && one.czxid() == other.czxid()
                && one.mzxid() == other.mzxid()
                && one.pzxid() == other.pzxid()
                && Objects.equals(one.value(), other.value());
    }
}
