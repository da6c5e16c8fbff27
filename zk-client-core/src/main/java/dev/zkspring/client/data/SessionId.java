package dev.zkspring.client.data;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Identity of a session: the id and the password that together own it. Whoever holds both can take the session over. */
public final class SessionId {

    private final long id;

    private final byte[] password;

    public SessionId(long id, byte[] password) {
        this.id = id;
        this.password = password.clone();
    }

    /** Signed 64 bits; the top byte is the number of the server that opened the session. */
    public long id() {
        return id;
    }

    /** A copy of the password. A secret. */
    public byte[] password() {
        return password.clone();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SessionId that && id == that.id && Arrays.equals(password, that.password);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(id);
    }

    /** The id in hexadecimal as servers log it; never the password. */
    @Override
    public String toString() {
        return toString(id);
    }

    /** A session id as servers log it. */
    public static String toString(long id) {
        return "0x" + Long.toHexString(id);
    }
}
