package dev.zkspring.client.internal.protocol;

import dev.zkspring.client.data.ServerVersion;

/** The operations this client sends, with their numbers and names on the wire. */
public enum OpCode {
    CREATE(1, "create", true),
    DELETE(2, "delete", true),
    EXISTS(3, "exists", false),
    GET_DATA(4, "getData", false),
    SET_DATA(5, "setData", true),
    GET_ACL(6, "getACL", false),
    SET_ACL(7, "setACL", true),
    GET_CHILDREN(8, "getChildren", false),
    SYNC(9, "sync", false),
    PING(11, "ping", false),
    GET_CHILDREN2(12, "getChildren2", false),
    CHECK(13, "check", false),
    MULTI(14, "multi", true),
    CREATE2(15, "create2", true, new ServerVersion(3, 5, 0)),
    RECONFIG(16, "reconfig", true, new ServerVersion(3, 5, 0)),
    REMOVE_WATCHES(18, "removeWatches", false, new ServerVersion(3, 5, 0)),
    CREATE_CONTAINER(19, "createContainer", true, new ServerVersion(3, 5, 1)),
    CREATE_TTL(21, "createTTL", true, new ServerVersion(3, 5, 3)),
    MULTI_READ(22, "multiRead", false, new ServerVersion(3, 6, 0)),
    AUTH(100, "auth", false),
    SET_WATCHES(101, "setWatches", false),
    SASL(102, "sasl", false),
    GET_EPHEMERALS(103, "getEphemerals", false, new ServerVersion(3, 6, 0)),
    GET_ALL_CHILDREN_NUMBER(104, "getAllChildrenNumber", false, new ServerVersion(3, 6, 0)),
    SET_WATCHES2(105, "setWatches2", false, new ServerVersion(3, 6, 0)),
    ADD_WATCH(106, "addWatch", false, new ServerVersion(3, 6, 0)),
    WHO_AM_I(107, "whoAmI", false, new ServerVersion(3, 7, 0)),
    CLOSE_SESSION(-11, "closeSession", false);

    private final int number;

    private final String wireName;

    private final boolean changesState;

    private final ServerVersion since;

    OpCode(int number, String wireName, boolean changesState) {
        this(number, wireName, changesState, new ServerVersion(3, 4, 0));
    }

    OpCode(int number, String wireName, boolean changesState, ServerVersion since) {
        this.number = number;
        this.wireName = wireName;
        this.changesState = changesState;
        this.since = since;
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

    /** The first server that knows it; an older one ends the connection. 3.4.0 stands for all that this client supports. */
    public ServerVersion since() {
        return since;
    }
}
