package dev.zkspring.client.internal.session;

import dev.zkspring.client.config.SaslOptions;
import dev.zkspring.client.data.ServerAddress;
import java.util.Map;
import javax.security.auth.Subject;
import javax.security.auth.callback.UnsupportedCallbackException;
import javax.security.auth.login.LoginException;
import javax.security.sasl.Sasl;
import javax.security.sasl.SaslException;

/** Kerberos by the JDK's GSSAPI. */
final class GssapiMechanism implements SaslMechanism {

    /** The server has to prove who it is, too. */
    private static final Map<String, String> PROPERTIES = Map.of(Sasl.SERVER_AUTH, "true");

    private final SaslOptions.Gssapi options;

    private final KerberosTickets tickets;

    GssapiMechanism(SaslOptions.Gssapi options) {
        this.options = options;
        this.tickets = new KerberosTickets(options.login());
    }

    @Override
    public Conversation open(ServerAddress server) throws LoginException, SaslException {
        Subject subject = tickets.subject();
        String host = options.serverHost().apply(server);
        return new SaslClientConversation(
                SaslClientConversation.as(
                        subject,
                        () -> SaslClientConversation.newClient(
                                options.mechanism(), options.serviceName(), host, PROPERTIES, questions -> {
                                    throw new UnsupportedCallbackException(questions[0]);
                                })),
                subject);
    }

    @Override
    public String whyRefused() {
        return "the servers cannot read the ticket (has their key table the present key of " + options.serviceName()
                + "/<host>, and is their clock right?), do not let this principal in, or do not use Kerberos";
    }
}
