package dev.zkspring.client.data;

/**
 * What the server knows of a node besides its data. Times are milliseconds since 1970-01-01 UTC by the server's clock.
 *
 * @param czxid transaction that created the node
 * @param mzxid transaction that last changed its data
 * @param ctime when the node was created
 * @param mtime when its data last changed
 * @param version number of changes of the data
 * @param cversion number of changes of the list of children
 * @param aversion number of changes of the ACL
 * @param ephemeralOwner id of the session that owns an ephemeral node, 0 for every other node
 * @param dataLength bytes of data
 * @param numChildren children at the time of the answer
 * @param pzxid transaction that last created or deleted a child
 */
public record Stat(
        long czxid,
        long mzxid,
        long ctime,
        long mtime,
        int version,
        int cversion,
        int aversion,
        long ephemeralOwner,
        int dataLength,
        int numChildren,
        long pzxid) {

    /**
     * Whether both describe the same value of the same incarnation of a node. Transaction ids alone would not do: they
     * start again when the data of the servers was wiped.
     */
    public boolean sameValueAs(Stat other) {
        return czxid == other.czxid
                && mzxid == other.mzxid
                && version == other.version
                && ctime == other.ctime
                && mtime == other.mtime;
    }
}
