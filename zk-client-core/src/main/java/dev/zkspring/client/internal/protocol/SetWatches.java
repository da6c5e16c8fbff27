package dev.zkspring.client.internal.protocol;

import dev.zkspring.client.internal.wire.WireWriter;
import java.util.List;

/**
 * Arms one-shot watches again on a new connection of the same session. The server sends an event at once for whatever
 * changed since the given transaction, and then the answer.
 *
 * @param relativeZxid highest transaction id the client has seen
 * @param data server paths of {@link WatchKind#DATA}
 * @param exist server paths of {@link WatchKind#EXIST}
 * @param child server paths of {@link WatchKind#CHILD}
 */
public record SetWatches(long relativeZxid, List<String> data, List<String> exist, List<String> child) {

    public void write(WireWriter out) {
        out.writeLong(relativeZxid);
        out.writeStrings(data);
        out.writeStrings(exist);
        out.writeStrings(child);
    }
}
