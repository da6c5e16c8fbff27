package dev.zkspring.client.faults;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A watch of any kind under faults. Safe for use by several threads. */
interface Followed extends AutoCloseable {

    /** In what the last that was told differs from the truth, null if it does not or the watch is closed. */
    @Nullable
    String difference(Truth truth);

    /** What was told and cannot be true; called once, in the end. */
    List<String> violations(Past past);

    /** The transactions that what was told shows. */
    Stream<Long> zxids();

    /** Says what the server has to watch for it when nothing changes any more. */
    void expect(ExpectedWatches expected);

    /** How often it was called. */
    int sightings();

    /** Does not block. Idempotent. */
    @Override
    void close();
}
