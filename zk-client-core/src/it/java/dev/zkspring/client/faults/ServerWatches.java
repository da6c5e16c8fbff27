package dev.zkspring.client.faults;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** What the servers of a healed ensemble say that they watch. They tell of all watches but those of children alone. */
final class ServerWatches {

    private static final String SESSION = "0x";

    private ServerWatches() {}

    /** Paths by session. */
    static Map<Long, Set<String>> bySession(FaultyEnsemble ensemble) {
        Map<Long, Set<String>> found = new HashMap<>();
        for (int server = 0; server < FaultyEnsemble.SERVERS; server++) {
            parse(ensemble.server(server).command("wchc"), found);
        }
        return found;
    }

    private static void parse(String answer, Map<Long, Set<String>> found) {
        Set<String> paths = new HashSet<>();
        for (String line : answer.lines().map(String::strip).toList()) {
            if (line.startsWith(SESSION)) {
                long session = Long.parseUnsignedLong(line.substring(SESSION.length()), 16);
                paths = found.computeIfAbsent(session, key -> new HashSet<>());
            } else if (!line.isEmpty()) {
                paths.add(line);
            }
        }
    }
}
