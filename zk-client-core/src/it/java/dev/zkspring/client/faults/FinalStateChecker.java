package dev.zkspring.client.faults;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/** Holds what each server says in the end against the result of all changes: nothing is lost and nothing came back. */
final class FinalStateChecker {

    private FinalStateChecker() {}

    /**
     * Compares them.
     *
     * @param servers the nodes as each server shows them, by its name
     * @param end the zxid before they were asked; what is gone with its session later may have been seen or not
     */
    static List<String> check(Map<String, Map<String, NodeState>> servers, Journal journal, long end) {
        Map<String, NodeState> expected = journal.finalState();
        List<String> violations = new ArrayList<>();
        servers.forEach((server, found) -> {
            Set<String> paths = new TreeSet<>(expected.keySet());
            paths.addAll(found.keySet());
            paths.removeAll(journal.expiredAfter(end));
            for (String path : paths) {
                if (!Objects.equals(expected.get(path), found.get(path))) {
                    violations.add("%s on server %s in the end: %s (expected by the transactions: %s)"
                            .formatted(path, server, found.get(path), expected.get(path)));
                }
            }
        });
        return violations;
    }
}
