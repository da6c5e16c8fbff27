package dev.zkspring.client.faults;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A watch of any kind under faults. Safe for use by several threads. */
interface Followed {

    /** In what the last that was told differs from the truth, null if it does not. */
    @Nullable
    String difference(Truth truth);

    /** What was told and cannot be true. */
    List<String> violations(Truth truth);

    /** How often it was called. */
    int sightings();
}
