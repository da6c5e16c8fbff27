package dev.zkspring.client.comparison;

import dev.zkspring.client.faults.Reply;
import dev.zkspring.client.faults.Result;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;

/** Creates nodes of names that are used once, and deletes some of them, one call at a time. */
final class UniqueNames implements Task {

    /** So many remain; more would only make the lists long. */
    private static final int REMAINING = 20;

    private final String parent;

    private final Calls calls;

    private final Score score;

    private final Map<String, Result> creates = new HashMap<>();

    private final Map<String, Result> deletes = new HashMap<>();

    private final Deque<String> deletable = new ArrayDeque<>();

    private boolean busy;

    private int made;

    UniqueNames(String parent, Calls calls, Score score) {
        this.parent = parent;
        this.calls = calls;
        this.score = score;
    }

    @Override
    public void step() {
        if (busy) {
            return;
        }
        busy = true;
        if (deletable.size() > REMAINING) {
            String name = deletable.remove();
            calls.make(client -> client.delete(parent + "/" + name, -1), (reply, session) -> deleted(name, reply));
        } else {
            String name = "u" + ++made;
            calls.make(
                    client -> client.create(parent + "/" + name, name, false),
                    (reply, session) -> created(name, reply));
        }
    }

    @Override
    public void judge(Truth truth, Score judged) throws ExecutionException, InterruptedException {
        Set<String> present = new HashSet<>(truth.children(parent));
        creates.forEach((name, result) -> judgeCreate(name, result, present.contains(name), judged));
        deletes.forEach((name, result) -> judgeDelete(name, result, present.contains(name), judged));
    }

    private void created(String name, Reply reply) {
        busy = false;
        creates.put(name, reply.result());
        if (reply.result() == Result.OK) {
            deletable.add(name);
        } else if (reply.result() == Result.NODE_EXISTS) {
            score.violation(Count.TOLD_WRONG, parent + "/" + name + " exists, says the only create of it");
        }
    }

    private void deleted(String name, Reply reply) {
        busy = false;
        deletes.put(name, reply.result());
        if (reply.result() == Result.NO_NODE) {
            score.violation(Count.TOLD_WRONG, parent + "/" + name + " does not exist, says the only delete of it");
        }
    }

    private void judgeCreate(String name, Result result, boolean present, Score judged) {
        if (result == Result.UNKNOWN && !present) {
            judged.add(Count.UNKNOWN_NOT_DONE);
        } else if (result == Result.NOT_SENT && present) {
            judged.violation(Count.NOT_SENT_DONE, parent + "/" + name + " was created");
        } else if (result == Result.OK && !present && !deletes.containsKey(name)) {
            judged.violation(Count.LOST_WRITES, parent + "/" + name + " was created and is not there");
        }
    }

    private void judgeDelete(String name, Result result, boolean present, Score judged) {
        if (result == Result.OK && present) {
            judged.violation(Count.LOST_WRITES, parent + "/" + name + " was deleted and is there");
        } else if (result == Result.NOT_SENT && !present) {
            judged.violation(Count.NOT_SENT_DONE, parent + "/" + name + " was deleted");
        }
    }
}
