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
    EPHEMERAL_SEQUENTIAL(3);

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
        return this == PERSISTENT_SEQUENTIAL || this == EPHEMERAL_SEQUENTIAL;
    }
}
