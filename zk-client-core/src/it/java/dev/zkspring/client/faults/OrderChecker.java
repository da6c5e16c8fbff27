package dev.zkspring.client.faults;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Holds the order of changes against the order of the calls that made them: changes of one client happen in the order in
 * which it called, also those whose outcome it does not know, and a change that was acknowledged before another call was
 * made, by whichever client, happened before it.
 */
final class OrderChecker {

    private final Journal journal;

    private final List<String> violations = new ArrayList<>();

    private OrderChecker(Journal journal) {
        this.journal = journal;
    }

    static List<String> check(List<Step> steps, Journal journal) {
        OrderChecker checker = new OrderChecker(journal);
        List<Done> done = steps.stream()
                .filter(step -> step.call().kind().isWrite())
                .map(checker::done)
                .filter(each -> each != null)
                .toList();
        checker.checkClients(done);
        checker.checkTime(done);
        return checker.violations;
    }

    private record Done(Step step, Change change) {

        long zxid() {
            return change.zxid();
        }

        @Override
        public String toString() {
            return step + " (" + change + ")";
        }
    }

    private @Nullable Done done(Step step) {
        List<Change> changes = journal.of(step.call());
        return changes.isEmpty() ? null : new Done(step, changes.get(0));
    }

    private void checkClients(List<Done> all) {
        Map<Integer, Done> last = new HashMap<>();
        all.stream()
                .filter(done -> done.step().call().kind().keepsOrder())
                .sorted(Comparator.comparingInt(done -> done.step().call().number()))
                .forEach(done -> {
                    Done before = last.put(done.step().call().client(), done);
                    if (before != null && before.zxid() >= done.zxid()) {
                        violations.add("reordered%s: %s, called before %s"
                                .formatted(
                                        before.change().session()
                                                        == done.change().session()
                                                ? ""
                                                : " over two sessions",
                                        before,
                                        done));
                    }
                });
    }

    private void checkTime(List<Done> all) {
        List<Done> byEnd = all.stream()
                .filter(done -> done.step().isOk())
                .sorted(Comparator.comparingLong(done -> done.step().ended()))
                .toList();
        List<Done> byStart = all.stream()
                .sorted(Comparator.comparingLong(done -> done.step().call().started()))
                .toList();
        Done newest = null;
        int ended = 0;
        for (Done done : byStart) {
            while (ended < byEnd.size()
                    && byEnd.get(ended).step().ended() < done.step().call().started()) {
                Done candidate = byEnd.get(ended++);
                newest = newest == null || candidate.zxid() > newest.zxid() ? candidate : newest;
            }
            if (newest != null && newest.zxid() > done.zxid()) {
                violations.add(
                        "happened before what was acknowledged before its call: %s, but %s".formatted(done, newest));
            }
        }
    }
}
