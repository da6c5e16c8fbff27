package dev.zkspring.client.internal.operation;

import dev.zkspring.client.error.ZkException;
import dev.zkspring.client.internal.protocol.Operation;
import org.jspecify.annotations.Nullable;

/**
 * What became of one of many reads.
 *
 * @param read the operation
 * @param value what the server answered, {@code null} if that was an error
 * @param error {@code null} if the server answered with a value
 */
public record ReadOutcome(
        Operation<?> read, @Nullable Object value, @Nullable ZkException error) {}
