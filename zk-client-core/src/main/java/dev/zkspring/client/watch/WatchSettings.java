package dev.zkspring.client.watch;

import dev.zkspring.client.ZkClient;
import java.util.concurrent.Executor;

/**
 * What a {@link WatchBuilder} was told.
 *
 * @param queue runs its tasks one at a time and in order
 * @param initial whether the value found at the start is reported
 */
record WatchSettings(ZkClient client, String path, Executor queue, WatchErrorHandler errorHandler, boolean initial) {}
