package dev.zkspring.client.data;

import java.util.concurrent.Executor;

/**
 * A watcher that only wants to know that it should look again. What it gives up lets the client read and arm very many
 * of them in bulk:
 *
 * <ul>
 *   <li>It may be told of a change that its own read has seen already, and it may be told {@link
 *       WatchEvent.Type#RESYNC}.
 *   <li>Its read may see the effect of requests that were made after it, but never misses that of earlier ones.
 *   <li>It is called on its own executor, and need not see all of the events that come together.
 * </ul>
 *
 * <p>Its read is outside of {@code maxInFlight}: it neither waits for room nor takes any. A thousand such reads are under
 * way at a time, and the others follow them, whatever was called for meanwhile.
 *
 * <p>A plain watcher on the same node may notice: when a server from before 3.9, or one that does not tell its version,
 * arms in bulk, that one may be told twice of a change, and whatever the server, one that was armed between the read and
 * the arming may be told of a change that its own read has seen. None misses a change.
 *
 * <p>As with every watcher no change after the read stays untold. Whoever makes one reads again when it is called, with
 * the same watcher.
 */
public interface StateWatcher extends Watcher {

    /** Where it is called; must run its tasks one at a time and in order, and never changes. */
    Executor executor();

    @Override
    void process(WatchEvent event);
}
