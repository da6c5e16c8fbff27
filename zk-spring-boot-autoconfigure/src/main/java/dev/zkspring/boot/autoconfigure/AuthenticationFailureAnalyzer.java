package dev.zkspring.boot.autoconfigure;

import dev.zkspring.client.error.AuthFailedException;
import dev.zkspring.client.error.ClientClosedException;
import dev.zkspring.client.error.SessionClosedRequireSaslAuthException;
import dev.zkspring.client.error.ZkException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.env.Environment;

/** Explains that the servers refused who the client says it is, or that it says nothing, without showing secrets. */
final class AuthenticationFailureAnalyzer extends AbstractFailureAnalyzer<ZkException> {

    private static final String NEEDS_SASL = "REQUIRE_SASL";

    private static final String CREDENTIAL = "refused the credential";

    private static final String ANSWER = "server answered: ";

    private static final String SASL = "SASL";

    /** Nobody has more credentials than that, and each line is long. */
    private static final int SHOWN_CREDENTIALS = 5;

    private final PropertyOrigins origins;

    AuthenticationFailureAnalyzer(Environment environment) {
        this.origins = new PropertyOrigins(environment);
    }

    @Override
    protected @Nullable FailureAnalysis analyze(Throwable rootFailure, ZkException cause) {
        if (!isRefusal(cause)) {
            return null;
        }
        String description = "ZooKeeper did not accept who the client is: " + cause.getMessage();
        return new FailureAnalysis(description + origins.describe(properties()), action(cause), cause);
    }

    /** A bean that calls a client which was refused already hears that it is closed, and why. */
    private static boolean isRefusal(ZkException failure) {
        String message = String.valueOf(failure.getMessage());
        return failure instanceof AuthFailedException
                || failure instanceof SessionClosedRequireSaslAuthException
                || failure instanceof ClientClosedException
                        && (message.contains(CREDENTIAL) || message.contains(SASL) || message.contains(ANSWER));
    }

    private static List<String> properties() {
        List<String> properties = new ArrayList<>();
        IntStream.range(0, SHOWN_CREDENTIALS).forEach(number -> {
            properties.add("zk.auth[%d].scheme".formatted(number));
            properties.add("zk.auth[%d].credential".formatted(number));
        });
        properties.addAll(List.of(
                "zk.sasl.mechanism",
                "zk.sasl.username",
                "zk.sasl.password",
                "zk.sasl.kerberos.principal",
                "zk.sasl.kerberos.keytab",
                "zk.sasl.kerberos.ticket-cache",
                "zk.sasl.kerberos.jaas-entry",
                "zk.sasl.kerberos.service-name"));
        return properties;
    }

    private static String action(ZkException failure) {
        String message = String.valueOf(failure.getMessage());
        if (failure instanceof SessionClosedRequireSaslAuthException || message.contains(NEEDS_SASL)) {
            return "These servers talk only to clients that authenticate by SASL. Set zk.sasl.mechanism=digest-md5 with "
                    + "zk.sasl.username and zk.sasl.password, or zk.sasl.mechanism=gssapi.";
        }
        if (message.contains(CREDENTIAL)) {
            return "Correct zk.auth, or give the servers an authentication provider for the scheme (authProvider.1=... "
                    + "in their zoo.cfg).";
        }
        return "Correct zk.sasl: user and password, or principal and key, must be what the servers know (section Server "
                + "of their JAAS file).";
    }
}
