package dev.zkspring.client.config;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Proof of an identity for a server's authentication provider. Two are equal when scheme and credential are; equal ones
 * are sent once.
 */
public final class AuthInfo {

    private final String scheme;

    private final byte[] credential;

    /**
     * A credential of any scheme that the servers have a provider for.
     *
     * @param scheme for example {@code digest}
     * @param credential what the provider expects; copied
     */
    public AuthInfo(String scheme, byte[] credential) {
        if (scheme.isBlank()) {
            throw new IllegalArgumentException("authentication scheme is blank (expected: digest, for example)");
        }
        this.scheme = scheme;
        this.credential = credential.clone();
    }

    /** A credential that is text, sent as UTF-8. */
    public static AuthInfo of(String scheme, String credential) {
        return new AuthInfo(scheme, credential.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * User and password for scheme {@code digest}, which takes any: a wrong password is another identity, not an error.
     *
     * @param user without a colon, which ends the name for the server
     */
    public static AuthInfo digest(String user, String password) {
        if (user.isEmpty() || user.indexOf(':') >= 0) {
            throw new IllegalArgumentException(
                    "user name for scheme digest: \"%s\" (expected: not empty, without a colon)".formatted(user));
        }
        return of("digest", user + ":" + password);
    }

    public String scheme() {
        return scheme;
    }

    /** A copy of the credential. A secret. */
    public byte[] credential() {
        return credential.clone();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof AuthInfo that
                && scheme.equals(that.scheme)
                && Arrays.equals(credential, that.credential);
    }

    @Override
    public int hashCode() {
        return 31 * scheme.hashCode() + Arrays.hashCode(credential);
    }

    /** The scheme; never the credential. */
    @Override
    public String toString() {
        return "AuthInfo[" + scheme + "]";
    }
}
