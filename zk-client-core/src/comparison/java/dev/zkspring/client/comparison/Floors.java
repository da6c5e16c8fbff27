package dev.zkspring.client.comparison;

import java.util.HashMap;
import java.util.Map;

/** What a client knows already: for each node the newest zxid that an answer in the present session showed. */
final class Floors {

    private final Map<String, Long> zxids = new HashMap<>();

    private long session;

    /** The zxid below which no later answer in this session may be; -1 if any may. */
    long of(String path, long inSession) {
        return inSession == session ? zxids.getOrDefault(path, -1L) : -1;
    }

    /** @param inSession the session of the answer, 0 if that is not certain */
    void raise(String path, long zxid, long inSession) {
        if (inSession == 0 || zxid < 0) {
            return;
        }
        if (inSession != session) {
            zxids.clear();
            session = inSession;
        }
        zxids.merge(path, zxid, Math::max);
    }
}
