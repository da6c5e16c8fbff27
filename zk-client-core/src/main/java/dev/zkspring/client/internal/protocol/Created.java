package dev.zkspring.client.internal.protocol;

import dev.zkspring.client.data.Stat;
import org.jspecify.annotations.Nullable;

/**
 * A node that was created.
 *
 * @param path as the caller names it
 * @param stat {@code null} if the server did not send it
 */
public record Created(String path, @Nullable Stat stat) {}
