package dev.zkspring.client;

import dev.zkspring.client.data.NodeData;
import dev.zkspring.client.error.ZkException;
import dev.zkspring.client.internal.operation.ReadOutcome;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What one read of a {@link ZkMultiRead} answered. */
public final class ReadResult {

    private final String path;

    private final @Nullable Object value;

    private final @Nullable ZkException error;

    private ReadResult(String path, @Nullable Object value, @Nullable ZkException error) {
        this.path = path;
        this.value = value;
        this.error = error;
    }

    static ReadResult of(ReadOutcome outcome) {
        return new ReadResult(Objects.requireNonNull(outcome.read().path()), outcome.value(), outcome.error());
    }

    /** The node as the caller named it. */
    public String path() {
        return path;
    }

    /** The error that the server answered with, {@code NoNodeException} for instance; empty if it answered a value. */
    public Optional<ZkException> error() {
        return Optional.ofNullable(error);
    }

    /**
     * What {@link ZkMultiRead#get} has read.
     *
     * @throws ZkException the error that the server answered with
     * @throws IllegalStateException when the children were read
     */
    public NodeData node() {
        if (value() instanceof NodeData node) {
            return node;
        }
        throw new IllegalStateException("getChildren " + path + " has no node(), it has children()");
    }

    /**
     * What {@link ZkMultiRead#getChildren} has read.
     *
     * @throws ZkException the error that the server answered with
     * @throws IllegalStateException when the data was read
     */
    public List<String> children() {
        if (value() instanceof List<?> names) {
            return names.stream().map(String.class::cast).toList();
        }
        throw new IllegalStateException("get " + path + " has no children(), it has node()");
    }

    private @Nullable Object value() {
        if (error != null) {
            throw error.withCallerStack();
        }
        return value;
    }

    /** Path and error or kind of value; never data. */
    @Override
    public String toString() {
        return "ReadResult[" + path + ", " + (error != null ? error.getMessage() : value) + "]";
    }
}
