package dev.zkspring.client.faults;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Holds how calls ended against what the servers logged: an acknowledged change happened once and as the reply says, one
 * that was not sent or was refused did not, one of unknown outcome at most once, and one on a view for a session in no
 * other, which does not even answer it. Nothing happened that nobody called.
 */
final class OutcomeChecker {

    private final Journal journal;

    private final List<String> violations = new ArrayList<>();

    private OutcomeChecker(Journal journal) {
        this.journal = journal;
    }

    /** @param known values that others than these calls wrote */
    static List<String> check(List<Step> steps, Journal journal, Set<String> known) {
        OutcomeChecker checker = new OutcomeChecker(journal);
        steps.stream().filter(step -> step.call().kind().isWrite()).forEach(checker::check);
        steps.stream()
                .filter(step -> step.call().view() != 0 && step.isAnswered())
                .forEach(checker::checkView);
        checker.checkAuthors(steps, known);
        return checker.violations;
    }

    private void check(Step step) {
        List<Change> changes = journal.doneOf(step.call());
        long times = changes.stream().mapToLong(Change::zxid).distinct().count();
        if (step.isOk() && times != 1) {
            violate(step, "acknowledged, but logged %d times: %s".formatted(times, changes));
        } else if (step.isOk()) {
            checkReply(step, changes);
        } else if (times > 0 && step.call().kind() == Call.Kind.SET_ALL_IN_VAIN) {
            violate(step, "done though its condition did not hold: " + changes);
        } else if (times > 1) {
            violate(step, "done %d times: %s".formatted(times, changes));
        } else if (times > 0 && step.reply() != null && step.reply().result() != Result.UNKNOWN) {
            violate(step, "done all the same: " + changes);
        }
        checkWhole(step, changes);
        checkSession(step, changes);
    }

    private void checkReply(Step step, List<Change> changes) {
        Change change = changes.get(0);
        Reply reply = step.reply();
        boolean right = switch (step.call().kind()) {
            case SET, SET_RETRIED -> reply.mzxid() == change.zxid() && reply.version() == change.version();
            case SET_ALL ->
                reply.czxid() == change.zxid() && reply.mzxid() == change.zxid() && reply.version() == changes.size();
            case CREATE, CREATE_PROTECTED ->
                reply.czxid() == change.zxid() && change.path().equals(reply.value()) && isNamed(step.call(), change);
            case SET_ALL_IN_VAIN -> false;
            default -> true;
        };
        int expected = step.call().version();
        if (!right) {
            violate(step, "the reply is not what was done: " + changes);
        } else if (expected >= 0 && change.kind() == Change.Kind.SET && change.version() != expected + 1) {
            violate(step, "done to another version: " + change);
        }
    }

    /** Whether a node has the name that was asked for, a protected one between a token and a counter. */
    private static boolean isNamed(Call call, Change change) {
        if (call.kind() == Call.Kind.CREATE) {
            return change.path().equals(call.path());
        }
        int name = call.path().lastIndexOf('/') + 1;
        String expected = Pattern.quote(call.path().substring(0, name))
                + "_c_\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}-"
                + Pattern.quote(call.path().substring(name))
                + "\\d{10}";
        return change.path().matches(expected);
    }

    private void checkWhole(Step step, List<Change> changes) {
        Set<String> paths = changes.stream().map(Change::path).collect(Collectors.toSet());
        if (step.call().kind() == Call.Kind.SET_ALL
                && !changes.isEmpty()
                && !paths.equals(Set.copyOf(step.call().paths()))) {
            violate(step, "done in part: " + changes);
        }
    }

    private void checkSession(Step step, List<Change> changes) {
        long view = step.call().view();
        long exact = view != 0 ? view : step.call().kind().keepsOrder() ? step.session() : 0;
        for (Change change : changes) {
            if (exact != 0 && change.session() != exact) {
                violate(step, "done in another session than 0x%s: %s".formatted(Long.toHexString(exact), change));
            }
        }
    }

    /** A view is for the session that the client had, so that it can have another one only after that one's end. */
    private void checkView(Step step) {
        long view = step.call().view();
        long answered = step.reply().session();
        if (step.call().session() != view || answered != 0 && answered != view) {
            violate(
                    step,
                    "made in session 0x%s, answered in 0x%s"
                            .formatted(Long.toHexString(step.call().session()), Long.toHexString(answered)));
        }
    }

    private void checkAuthors(List<Step> steps, Set<String> known) {
        Set<String> values = new HashSet<>(known);
        Set<String> deleted = new HashSet<>();
        for (Step step : steps) {
            if (step.call().value() != null) {
                values.add(step.call().value());
            } else if (step.call().kind() == Call.Kind.DELETE) {
                deleted.add(step.call().path());
            }
        }
        journal.all().stream()
                .filter(change -> change.kind() != Change.Kind.EXPIRED)
                .filter(change ->
                        change.value() != null ? !values.contains(change.value()) : !deleted.contains(change.path()))
                .forEach(change -> violations.add("nobody did this: " + change));
    }

    private void violate(Step step, String what) {
        violations.add(step + ": " + what);
    }
}
