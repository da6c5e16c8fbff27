package dev.zkspring.client.internal.transport;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** Trusts whom another one trusts. Where that one says whom a certificate is not for, this one says whom it is for. */
final class NamingTrustManager extends X509ExtendedTrustManager {

    /** RFC 5280: names and addresses among the alternative names of a certificate. */
    private static final Set<Integer> HOST_TYPES = Set.of(2, 7);

    private final X509ExtendedTrustManager judge;

    NamingTrustManager(X509ExtendedTrustManager judge) {
        this.judge = judge;
    }

    /** Whether the JDK complains about the host name; it has no class of its own for that. */
    static boolean isAboutHost(CertificateException failure) {
        String message = String.valueOf(failure.getMessage());
        return message.startsWith("No subject alternative") || message.startsWith("No name matching");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, @Nullable SSLEngine engine)
            throws CertificateException {
        try {
            judge.checkServerTrusted(chain, type, engine);
        } catch (CertificateException e) {
            if (!isAboutHost(e)) {
                throw e;
            }
            String found = String.valueOf(e.getMessage()).replaceFirst("\\.$", "");
            throw new CertificateException(found + "; it is for " + hosts(chain[0]));
        }
    }

    private static String hosts(X509Certificate certificate) throws CertificateParsingException {
        Collection<List<?>> names = certificate.getSubjectAlternativeNames();
        String hosts = names == null
                ? ""
                : names.stream()
                        .filter(name -> HOST_TYPES.contains(name.get(0)))
                        .map(name -> String.valueOf(name.get(1)))
                        .collect(Collectors.joining(", "));
        return hosts.isEmpty() ? certificate.getSubjectX500Principal().getName() : hosts;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
        judge.checkServerTrusted(chain, type);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, @Nullable Socket socket)
            throws CertificateException {
        judge.checkServerTrusted(chain, type, socket);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
        judge.checkClientTrusted(chain, type);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, @Nullable Socket socket)
            throws CertificateException {
        judge.checkClientTrusted(chain, type, socket);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, @Nullable SSLEngine engine)
            throws CertificateException {
        judge.checkClientTrusted(chain, type, engine);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return judge.getAcceptedIssuers();
    }
}
