package dev.zkspring.client.data;

/** How long a node lives and whether the server completes its name. */
public enum CreateMode {
    /** Lives until somebody deletes it. */
    PERSISTENT(0),
    /** Lives as long as the session that created it; has no children. */
    EPHEMERAL(1),
    /** Persistent, and the server appends a counter of ten digits to the name. */
    PERSISTENT_SEQUENTIAL(2),
    /** Ephemeral, and the server appends a counter of ten digits to the name. */
    EPHEMERAL_SEQUENTIAL(3),
    /**
     * Deleted by the servers some time after its last child was deleted, so creating a child may fail for want of it.
     * One that never had a child stays. Since server 3.5.1.
     */
    CONTAINER(4),
    /**
     * Deleted by the servers some time after it had neither children nor changes for its {@link CreateRequest#ttl}.
     * Since server 3.5.3, where {@code zookeeper.extendedTypesEnabled} must be set, else {@code UnimplementedException}.
     */
    PERSISTENT_WITH_TTL(5),
    /** As {@link #PERSISTENT_WITH_TTL}, and the server appends a counter of ten digits to the name. */
    PERSISTENT_SEQUENTIAL_WITH_TTL(6);

    private final int flag;

    CreateMode(int flag) {
        this.flag = flag;
    }

    /** The number that stands for this mode in a create request. */
    public int flag() {
        return flag;
    }

    public boolean isEphemeral() {
        return this == EPHEMERAL || this == EPHEMERAL_SEQUENTIAL;
    }

    public boolean isSequential() {
        return this == PERSISTENT_SEQUENTIAL || this == EPHEMERAL_SEQUENTIAL || this == PERSISTENT_SEQUENTIAL_WITH_TTL;
    }

    /** Whether a {@link CreateRequest} with this mode needs a time to live. */
    public boolean hasTtl() {
        return this == PERSISTENT_WITH_TTL || this == PERSISTENT_SEQUENTIAL_WITH_TTL;
    }
}
