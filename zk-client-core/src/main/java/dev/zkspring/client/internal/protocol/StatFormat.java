package dev.zkspring.client.internal.protocol;

import dev.zkspring.client.data.Stat;
import dev.zkspring.client.internal.wire.WireReader;

/** The 68 bytes of a {@link Stat}. */
final class StatFormat {

    static final int LENGTH = 68;

    private StatFormat() {}

    static Stat read(WireReader in) {
        return new Stat(
                in.readLong(),
                in.readLong(),
                in.readLong(),
                in.readLong(),
                in.readInt(),
                in.readInt(),
                in.readInt(),
                in.readLong(),
                in.readInt(),
                in.readInt(),
                in.readLong());
    }
}
