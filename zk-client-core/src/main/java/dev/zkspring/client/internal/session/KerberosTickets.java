package dev.zkspring.client.internal.session;

import dev.zkspring.client.config.KerberosLogin;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import javax.security.auth.Subject;
import javax.security.auth.kerberos.KerberosTicket;
import javax.security.auth.login.AppConfigurationEntry;
import javax.security.auth.login.AppConfigurationEntry.LoginModuleControlFlag;
import javax.security.auth.login.Configuration;
import javax.security.auth.login.LoginContext;
import javax.security.auth.login.LoginException;
import org.jspecify.annotations.Nullable;

/**
 * The Kerberos tickets of a client: logs in when there are none, or when they are about to expire, and keeps them
 * otherwise, so that a client that reconnects often is no burden to the Kerberos servers. Safe for use by any thread.
 */
final class KerberosTickets {

    private static final String LOGIN_MODULE = "com.sun.security.auth.module.Krb5LoginModule";

    /** Time for an exchange, and for clocks that differ. */
    private static final Duration RESERVE = Duration.ofMinutes(1);

    private final KerberosLogin login;

    private @Nullable Subject loggedIn;

    KerberosTickets(KerberosLogin login) {
        this.login = login;
    }

    /** Somebody whose tickets are good for an exchange; may ask the Kerberos servers. */
    synchronized Subject subject() throws LoginException {
        if (login instanceof KerberosLogin.GivenSubject given) {
            return given.subject().get();
        }
        Subject present = loggedIn;
        if (present == null || !isFresh(present, Instant.now().plus(RESERVE))) {
            present = logIn();
            loggedIn = present;
        }
        return present;
    }

    /** Whether the ticket that all others are made from lasts until then. */
    static boolean isFresh(Subject subject, Instant until) {
        return subject.getPrivateCredentials(KerberosTicket.class).stream()
                .filter(ticket -> ticket.getServer().getName().startsWith("krbtgt/"))
                .anyMatch(ticket -> ticket.getEndTime().toInstant().isAfter(until));
    }

    private Subject logIn() throws LoginException {
        LoginContext context = login instanceof KerberosLogin.JaasEntry entry
                ? new LoginContext(entry.name())
                : new LoginContext("", null, null, configuration(options(login)));
        context.login();
        return context.getSubject();
    }

    /** Takes the place of a JAAS file. */
    private static Configuration configuration(Map<String, String> options) {
        AppConfigurationEntry entry = new AppConfigurationEntry(LOGIN_MODULE, LoginModuleControlFlag.REQUIRED, options);
        return new Configuration() {
            @Override
            public AppConfigurationEntry[] getAppConfigurationEntry(String name) {
                return new AppConfigurationEntry[] {entry};
            }
        };
    }

    private static Map<String, String> options(KerberosLogin login) {
        Map<String, String> options = new HashMap<>();
        options.put("doNotPrompt", "true");
        options.put("refreshKrb5Config", "true");
        if (login instanceof KerberosLogin.Keytab keytab) {
            options.put("useKeyTab", "true");
            options.put("storeKey", "true");
            options.put("keyTab", keytab.file().toString());
            options.put("principal", keytab.principal());
        } else if (login instanceof KerberosLogin.TicketCache cache) {
            options.put("useTicketCache", "true");
            putIfGiven(options, "ticketCache", cache.file());
            putIfGiven(options, "principal", cache.principal());
        }
        return options;
    }

    private static void putIfGiven(Map<String, String> options, String key, @Nullable Object value) {
        if (value != null) {
            options.put(key, value.toString());
        }
    }
}
