package dev.zkspring.client.internal.protocol;

/** The operations this client sends, with their numbers and names on the wire. */
public enum OpCode {
    CREATE(1, "create", true),
    DELETE(2, "delete", true),
    EXISTS(3, "exists", false),
    GET_DATA(4, "getData", false),
    SET_DATA(5, "setData", true),
    GET_CHILDREN(8, "getChildren", false),
    SYNC(9, "sync", false),
    PING(11, "ping", false),
    CREATE2(15, "create2", true),
    REMOVE_WATCHES(18, "removeWatches", false),
    SET_WATCHES(101, "setWatches", false),
    CLOSE_SESSION(-11, "closeSession", false);

    private final int number;

    private final String wireName;

    private final boolean changesState;

    OpCode(int number, String wireName, boolean changesState) {
        this.number = number;
        this.wireName = wireName;
        this.changesState = changesState;
    }

    public int number() {
        return number;
    }

    /** The name in ZooKeeper's documentation. */
    public String wireName() {
        return wireName;
    }

    /** Whether sending it twice may differ from sending it once; what does not may be sent again after a lost link. */
    public boolean changesState() {
        return changesState;
    }
}
