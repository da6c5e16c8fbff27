package dev.zkspring.client.internal.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.zkspring.client.config.KerberosLogin;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import javax.security.auth.Subject;
import javax.security.auth.callback.CallbackHandler;
import javax.security.auth.kerberos.KerberosPrincipal;
import javax.security.auth.kerberos.KerberosTicket;
import javax.security.auth.login.AppConfigurationEntry;
import javax.security.auth.login.AppConfigurationEntry.LoginModuleControlFlag;
import javax.security.auth.login.Configuration;
import javax.security.auth.login.LoginException;
import javax.security.auth.spi.LoginModule;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KerberosTicketsTest {

    private static int logins;

    private static Duration lifetime = Duration.ZERO;

    @BeforeEach
    void useTickets() {
        logins = 0;
        Configuration.setConfiguration(new Configuration() {
            @Override
            public AppConfigurationEntry[] getAppConfigurationEntry(String name) {
                return new AppConfigurationEntry[] {
                    new AppConfigurationEntry(TicketLogin.class.getName(), LoginModuleControlFlag.REQUIRED, Map.of())
                };
            }
        });
    }

    @AfterEach
    void forgetTickets() {
        Configuration.setConfiguration(null);
    }

    /** Puts a ticket into the subject. */
    public static final class TicketLogin implements LoginModule {

        private Subject subject;

        @Override
        public void initialize(
                Subject owner, CallbackHandler handler, Map<String, ?> sharedState, Map<String, ?> options) {
            subject = owner;
        }

        @Override
        public boolean login() throws LoginException {
            if (lifetime.isNegative()) {
                throw new LoginException("refused by a test");
            }
            logins++;
            return true;
        }

        @Override
        public boolean commit() {
            subject.getPrivateCredentials().add(ticket("krbtgt/X@X", lifetime));
            return true;
        }

        @Override
        public boolean abort() {
            return true;
        }

        @Override
        public boolean logout() {
            return true;
        }
    }

    private static KerberosTicket ticket(String server, Duration lifetime) {
        Date now = Date.from(Instant.now());
        return new KerberosTicket(
                new byte[] {1},
                new KerberosPrincipal("player@X"),
                new KerberosPrincipal(server),
                new byte[16],
                17,
                new boolean[32],
                now,
                now,
                Date.from(Instant.now().plus(lifetime)),
                null,
                null);
    }

    @Test
    void ticketsThatLastAreKept() throws LoginException {
        lifetime = Duration.ofHours(1);
        KerberosTickets tickets = new KerberosTickets(KerberosLogin.jaasEntry("Test"));
        Subject first = tickets.subject();

        assertThat(tickets.subject()).isSameAs(first);
        assertThat(logins).isEqualTo(1);
    }

    @Test
    void ticketsThatAreAboutToExpireAreReplaced() throws LoginException {
        lifetime = Duration.ofSeconds(30);
        KerberosTickets tickets = new KerberosTickets(KerberosLogin.jaasEntry("Test"));
        Subject first = tickets.subject();

        assertThat(tickets.subject()).isNotSameAs(first);
        assertThat(logins).isEqualTo(2);
    }

    @Test
    void failedLoginIsTriedAgain() throws LoginException {
        lifetime = Duration.ofSeconds(-1);
        KerberosTickets tickets = new KerberosTickets(KerberosLogin.jaasEntry("Test"));
        assertThatExceptionOfType(LoginException.class).isThrownBy(tickets::subject);
        lifetime = Duration.ofHours(1);

        assertThat(tickets.subject()).isNotNull();
    }

    @Test
    void ticketForOneServerSaysNothingOfTheOthers() {
        Subject subject = new Subject();
        subject.getPrivateCredentials().add(ticket("zookeeper/zk1@X", Duration.ofHours(1)));

        assertThat(KerberosTickets.isFresh(subject, Instant.now())).isFalse();
    }

    @Test
    void subjectOfTheApplicationIsAskedForEachTime() throws LoginException {
        KerberosTickets tickets = new KerberosTickets(KerberosLogin.subject(() -> new Subject()));

        assertThat(tickets.subject()).isNotSameAs(tickets.subject());
        assertThat(logins).isZero();
    }
}
