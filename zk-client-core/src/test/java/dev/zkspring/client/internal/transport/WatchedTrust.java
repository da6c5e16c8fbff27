package dev.zkspring.client.internal.transport;

import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** Trusts everybody and writes down the thread on which it was asked. */
final class WatchedTrust implements X509TrustManager {

    private final Collection<String> threads;

    private WatchedTrust(Collection<String> threads) {
        this.threads = threads;
    }

    static SSLContext context(Collection<String> threads) throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new WatchedTrust(threads)}, null);
        return context;
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {
        threads.add(Thread.currentThread().getName());
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
