package dev.zkspring.client.config;

import java.nio.file.Path;
import java.util.function.Supplier;
import javax.security.auth.Subject;
import org.jspecify.annotations.Nullable;

/** Where the Kerberos tickets of a client come from. They are looked at, and renewed when due, on each connection. */
public sealed interface KerberosLogin {

    /**
     * Logs in with the key of a principal.
     *
     * @param principal for example {@code player@EXAMPLE.COM}
     * @param file the key table, read at each login
     */
    static KerberosLogin keytab(String principal, Path file) {
        return new Keytab(principal, file);
    }

    /** The tickets that {@code kinit} left in the user's default cache, which somebody has to keep fresh. */
    static KerberosLogin ticketCache() {
        return new TicketCache(null, null);
    }

    /** As {@link #ticketCache()}, from a certain file and for a certain principal. */
    static KerberosLogin ticketCache(String principal, Path file) {
        return new TicketCache(principal, file);
    }

    /** A subject that is logged in already; whoever made it keeps its tickets fresh. */
    static KerberosLogin subject(Subject subject) {
        return new GivenSubject(() -> subject);
    }

    /** Asks for a subject that is logged in before each connection, on a thread that may block. */
    static KerberosLogin subject(Supplier<Subject> subject) {
        return new GivenSubject(subject);
    }

    /** Logs in by an entry of the JVM's JAAS configuration. It must not ask questions: nobody answers. */
    static KerberosLogin jaasEntry(String name) {
        return new JaasEntry(name);
    }

    /** By the key of a principal. */
    record Keytab(String principal, Path file) implements KerberosLogin {}

    /** By tickets in a cache; null stands for the JVM's default. */
    record TicketCache(@Nullable String principal, @Nullable Path file) implements KerberosLogin {}

    /** By whatever the application does. */
    record GivenSubject(Supplier<Subject> subject) implements KerberosLogin {

        /** Nothing of the subject, whose text shows tickets and keys. */
        @Override
        public String toString() {
            return "GivenSubject";
        }
    }

    /** By an entry of the JVM's JAAS configuration. */
    record JaasEntry(String name) implements KerberosLogin {}
}
