package dev.zkspring.client.data;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
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

    /** Everybody may do everything: what a node gets when no list is given and no default is set. */
    public static final List<Acl> OPEN = List.of(new Acl(ALL, "world", "anyone"));

    /** Everybody may read and nobody may change anything, the list itself included. */
    public static final List<Acl> READ_ONLY = List.of(new Acl(READ, "world", "anyone"));

    /**
     * Only the identities that the creating connection is authenticated as may do anything; the server puts them here
     * in its own words. {@code InvalidAclException} when there is none.
     */
    public static final List<Acl> CREATOR_ALL = List.of(new Acl(ALL, "auth", ""));

    private static final String DIGEST = "digest";

    /** The letters of ZooKeeper's command line for the permissions, lowest bit first. */
    private static final String LETTERS = "rwcda";

    public Acl {
        if (permissions < 0 || permissions > ALL) {
            throw new IllegalArgumentException("ACL permissions: %d (expected: 0 to %d)".formatted(permissions, ALL));
        }
    }

    /**
     * For a user who authenticates with the scheme {@code digest}.
     *
     * @param user without a colon, because servers split user and password at the first one
     * @param password in clear; only its hash is kept and sent
     */
    public static Acl digest(String user, String password, int permissions) {
        return new Acl(permissions, DIGEST, digestId(user, password));
    }

    /**
     * The identity of a digest user, {@code user:hash}, as servers store it by default: base64 of the SHA-1 of
     * {@code user:password}. Servers since 3.7 can be told to use another hash.
     */
    public static String digestId(String user, String password) {
        if (user.indexOf(':') >= 0) {
            throw new IllegalArgumentException("digest user \"" + user.substring(0, user.indexOf(':'))
                    + ":...\": a colon ends the name (expected: a name without one)");
        }
        byte[] hash = sha1().digest((user + ":" + password).getBytes(StandardCharsets.UTF_8));
        return user + ":" + Base64.getEncoder().encodeToString(hash);
    }

    private static MessageDigest sha1() {
        try {
            return MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-1", e);
        }
    }

    /** For clients from an address, or from a network in the form {@code 10.1.0.0/16}. */
    public static Acl ip(String addressOrNetwork, int permissions) {
        return new Acl(permissions, "ip", addressOrNetwork);
    }

    /** For a principal that authenticates by SASL, for example {@code app/host@REALM}. */
    public static Acl sasl(String principal, int permissions) {
        return new Acl(permissions, "sasl", principal);
    }

    /** For the owner of a TLS client certificate, named by its subject, for example {@code CN=app,O=corp}. */
    public static Acl x509(String subject, int permissions) {
        return new Acl(permissions, "x509", subject);
    }

    /** For example {@code rwcda digest user:***}: the hash is left out, since passwords can be guessed from it. */
    @Override
    public String toString() {
        StringBuilder letters = new StringBuilder();
        for (int bit = 0; bit < LETTERS.length(); bit++) {
            if ((permissions & 1 << bit) != 0) {
                letters.append(LETTERS.charAt(bit));
            }
        }
        return letters + " " + scheme + " " + shownId();
    }

    private String shownId() {
        int colon = id.indexOf(':');
        return scheme.equals(DIGEST) && colon >= 0 ? id.substring(0, colon) + ":***" : id;
    }
}
