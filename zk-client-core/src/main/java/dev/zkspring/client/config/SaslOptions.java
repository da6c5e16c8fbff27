package dev.zkspring.client.config;

import dev.zkspring.client.data.ServerAddress;
import java.util.function.Function;

/**
 * How a client authenticates by SASL, by settings of its own: neither a property of the JVM nor a JAAS file is read,
 * unless {@link KerberosLogin#jaasEntry} names an entry. The exchange comes before anything else on each connection.
 */
public sealed interface SaslOptions {

    /** The name of the mechanism on the wire. */
    String mechanism();

    /** User and password as in the servers' JAAS file, by mechanism DIGEST-MD5. */
    static DigestMd5 digestMd5(String username, String password) {
        return new DigestMd5(username, password);
    }

    /**
     * Kerberos, by mechanism GSSAPI. The JVM finds the Kerberos servers by its own {@code krb5.conf}. The servers'
     * principal is {@code zookeeper/<host>}, where the host is the configured name of the server.
     */
    static Gssapi gssapi(KerberosLogin login) {
        return new Gssapi(login, "zookeeper", ServerAddress::host);
    }

    /** User and password. */
    record DigestMd5(String username, String password) implements SaslOptions {

        public DigestMd5 {
            if (username.isEmpty()) {
                throw new IllegalArgumentException("SASL user name is empty");
            }
        }

        @Override
        public String mechanism() {
            return "DIGEST-MD5";
        }

        /** The user; never the password. */
        @Override
        public String toString() {
            return "DIGEST-MD5[" + username + "]";
        }
    }

    /**
     * A Kerberos identity.
     *
     * @param login where the client's tickets come from
     * @param serviceName first part of the servers' principal
     * @param serverHost tells the second part for a configured server; may block, a lookup of the canonical name for
     *     example
     */
    record Gssapi(KerberosLogin login, String serviceName, Function<ServerAddress, String> serverHost)
            implements SaslOptions {

        public Gssapi {
            if (serviceName.isEmpty()) {
                throw new IllegalArgumentException("SASL service name is empty (expected: zookeeper, for example)");
            }
        }

        @Override
        public String mechanism() {
            return "GSSAPI";
        }

        /** The same with another first part of the servers' principal; default {@code zookeeper}. */
        public Gssapi withServiceName(String name) {
            return new Gssapi(login, name, serverHost);
        }

        /** The same with another second part of the servers' principal; default the configured host name. */
        public Gssapi withServerHost(Function<ServerAddress, String> host) {
            return new Gssapi(login, serviceName, host);
        }

        @Override
        public String toString() {
            return "GSSAPI[" + login + ", " + serviceName + "]";
        }
    }
}
