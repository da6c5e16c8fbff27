package dev.zkspring.client.internal.session;

import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What went wrong on the client's side of a SASL exchange, in words that say what a reader can do. */
record SaslFailure(Throwable cause) {

    /** Kerberos error numbers as they stand in the JDK's messages (RFC 4120, section 7.5.9). */
    private static final List<Map.Entry<String, String>> ADVICE = List.of(
            Map.entry("(6)", "the Kerberos servers do not know the client's principal"),
            Map.entry(
                    "(7)", "the Kerberos servers do not know this ZooKeeper server; see service name and server host"),
            Map.entry("(24)", "the key is not the principal's present one; make a new key table"),
            Map.entry("(32)", "the ticket has expired; renew it, with kinit for example"),
            Map.entry("(37)", "the clocks of this machine and of the Kerberos servers differ too much"),
            Map.entry("Defective token", "the server answered with something else than Kerberos; is it set up for it?"),
            Map.entry("Failed to find any Kerberos tgt", "there is no ticket; log in, with kinit for example"),
            Map.entry("Unable to obtain", "no ticket in the cache, or no key for the principal in the key table"),
            Map.entry("Cannot locate", "the realm or its Kerberos servers are not in krb5.conf"));

    /** Whether a Kerberos server could not be reached, which may pass. */
    boolean isPassing() {
        return causedBy(cause);
    }

    private static boolean causedBy(@Nullable Throwable failure) {
        return failure != null
                && (failure instanceof SocketException
                        || failure instanceof SocketTimeoutException
                        || failure instanceof UnknownHostException
                        || causedBy(failure.getCause()));
    }

    String words() {
        StringBuilder text = new StringBuilder();
        for (Throwable each = cause; each != null; each = each.getCause()) {
            String message = each.getMessage();
            if (message != null && text.indexOf(message) < 0) {
                text.append(text.isEmpty() ? "" : ": ").append(message);
            }
        }
        String told = text.isEmpty() ? cause.toString() : text.toString();
        return ADVICE.stream()
                .filter(advice -> told.contains(advice.getKey()))
                .map(advice -> told + " (" + advice.getValue() + ")")
                .findFirst()
                .orElse(told);
    }
}
