package dev.zkspring.client.data;

import java.util.List;

/**
 * One entry of an access control list.
 *
 * @param permissions sum of {@link #READ}, {@link #WRITE}, {@link #CREATE}, {@link #DELETE} and {@link #ADMIN}
 * @param scheme authentication scheme, for example {@code world}
 * @param id identity within the scheme, for example {@code anyone}
 */
public record Acl(int permissions, String scheme, String id) {

    public static final int READ = 1;

    public static final int WRITE = 1 << 1;

    public static final int CREATE = 1 << 2;

    public static final int DELETE = 1 << 3;

    public static final int ADMIN = 1 << 4;

    public static final int ALL = READ | WRITE | CREATE | DELETE | ADMIN;

    /** Everybody may do everything: what a node gets when no list is given. */
    public static final List<Acl> OPEN = List.of(new Acl(ALL, "world", "anyone"));

    public Acl {
        if (permissions < 0 || permissions > ALL) {
            throw new IllegalArgumentException("ACL permissions: %d (expected: 0 to %d)".formatted(permissions, ALL));
        }
    }
}
