package dev.zkspring.client.internal.protocol;

/** Request numbers with a meaning of their own; ordinary ones run from 1 to {@link Integer#MAX_VALUE}. */
public final class Xid {

    public static final int NOTIFICATION = -1;

    /** Servers answer every ping with this number, whatever was sent (FinalRequestProcessor). */
    public static final int PING = -2;

    public static final int AUTH = -4;

    public static final int SET_WATCHES = -8;

    private Xid() {}

    /** The number after this one; never 0 or below, which are reserved. */
    public static int next(int xid) {
        return xid == Integer.MAX_VALUE ? 1 : xid + 1;
    }
}
