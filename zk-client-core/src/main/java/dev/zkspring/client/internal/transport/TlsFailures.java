package dev.zkspring.client.internal.transport;

import dev.zkspring.client.config.TlsOptions;
import dev.zkspring.client.data.ServerAddress;
import io.netty.handler.ssl.NotSslRecordException;
import java.io.IOException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** Why TLS to one server failed: what was found, and what to do about it. Owned by the event loop. */
final class TlsFailures {

    private static final Pattern ALERT = Pattern.compile("Received fatal alert: (\\w+)");

    private static final String HTTP_HEX = "48545450";

    private final SSLEngine engine;

    private final TlsOptions options;

    private final ServerAddress server;

    TlsFailures(SSLEngine engine, TlsOptions options, ServerAddress server) {
        this.engine = engine;
        this.options = options;
        this.server = server;
    }

    /** For a failure before the TLS handshake was done. */
    Exception ofHandshake(Throwable failure) {
        String reason = reason(failure);
        if (reason == null && (failure instanceof IOException || failure.getCause() instanceof IOException)) {
            reason = cutOff(failure);
        }
        return explained(reason, failure);
    }

    /** For a failure of a connection whose TLS handshake was done. */
    Exception ofConnection(Throwable failure) {
        return explained(reason(failure), failure);
    }

    private static Exception explained(@Nullable String reason, Throwable failure) {
        if (reason != null) {
            LinkException explained = new LinkException(reason);
            explained.initCause(failure);
            return explained;
        }
        return failure instanceof Exception e ? e : new IllegalStateException(failure);
    }

    /** The innermost exception that says something knows most. */
    private @Nullable String reason(Throwable failure) {
        String inner = failure.getCause() == null ? null : reason(failure.getCause());
        if (inner != null) {
            return inner;
        }
        String message = String.valueOf(failure.getMessage());
        if (failure instanceof NotSslRecordException) {
            return notTls(message);
        }
        if (failure instanceof CertPathBuilderException || failure instanceof CertificateException) {
            return certificate(failure, message);
        }
        Matcher alert = ALERT.matcher(message);
        if (alert.find()) {
            return alert(alert.group(1));
        }
        boolean tls = failure instanceof SSLException && !message.startsWith("Connection closed");
        return tls ? "TLS failed: " + message : null;
    }

    /** The server's bytes, in hexadecimal, end the message. */
    private static String notTls(String message) {
        return message.contains(HTTP_HEX)
                ? "an HTTP server answered, not ZooKeeper"
                : "server answered something else than TLS; is this its plain port? TLS goes to secureClientPort";
    }

    private @Nullable String certificate(Throwable failure, String message) {
        if (failure instanceof CertificateExpiredException) {
            return "the server's certificate has expired (%s); it has to be renewed there".formatted(message);
        }
        if (failure instanceof CertificateNotYetValidException) {
            return "the server's certificate is not valid yet (%s); does the clock of this machine go right?"
                    .formatted(message);
        }
        if (failure instanceof CertPathBuilderException) {
            return "the server's certificate is signed by nobody whom this client trusts (trust: %s); add its CA there"
                    .formatted(trust());
        }
        if (failure instanceof CertificateException about && NamingTrustManager.isAboutHost(about)) {
            return "the server's certificate is not for %s: %s. Connect by a name in it, or set verifyHostname(false)"
                    .formatted(server.host(), message.replaceFirst("\\.$", ""));
        }
        return "the server's certificate is refused: " + message;
    }

    private String trust() {
        if (options.context() != null) {
            return "the given SSLContext";
        }
        return options.trust() == null
                ? "the certificates of the JVM"
                : options.trust().toString();
    }

    private String alert(String alert) {
        return switch (alert) {
            case "bad_certificate", "certificate_required" ->
                sentCertificate() ? refused(alert) : "%s (alert %s)".formatted(wanted(), alert);
            case "certificate_unknown",
                    "unknown_ca",
                    "certificate_expired",
                    "certificate_revoked",
                    "unsupported_certificate",
                    "access_denied" -> refused(alert);
            case "handshake_failure", "protocol_version", "insufficient_security" ->
                "server and client have no TLS version or cipher suite in common (alert %s); compare protocols and ciphers "
                                .formatted(alert)
                        + "here with ssl.enabledProtocols and ssl.ciphersuites there";
            case "unrecognized_name" -> "server does not know the name %s (alert %s)".formatted(server.host(), alert);
            default -> "server ended TLS with alert " + alert;
        };
    }

    /** A key that none of the CAs in the server's list has signed stays unused, without a word of the JDK. */
    private String wanted() {
        boolean given = options.key() != null || options.context() != null;
        return given
                ? "server wants a client certificate, and the given one is not signed by a CA that it accepts; see its "
                        + "ssl.trustStore"
                : "server wants a client certificate, and none is set; set a key, or ssl.clientAuth=want or none there";
    }

    private static String refused(String alert) {
        return "server refuses this client's certificate (alert %s); has it expired, and is its CA in the server's "
                        .formatted(alert)
                + "ssl.trustStore?";
    }

    private boolean sentCertificate() {
        SSLSession opening = engine.getHandshakeSession();
        SSLSession session = opening == null ? engine.getSession() : opening;
        return session.getLocalCertificates() != null;
    }

    private String cutOff(Throwable failure) {
        String what = FailureReason.of(failure).contains("reset") ? "reset" : "closed";
        return engine.getHandshakeSession() == null
                ? "connection %s by the server at the first word of TLS; is this its plain port? TLS goes to secureClientPort"
                        .formatted(what)
                : "connection %s by the server in the middle of the TLS handshake; its log may say why".formatted(what);
    }
}
