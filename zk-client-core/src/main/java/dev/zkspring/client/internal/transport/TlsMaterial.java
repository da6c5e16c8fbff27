package dev.zkspring.client.internal.transport;

import dev.zkspring.client.config.TlsOptions;
import dev.zkspring.client.config.TlsOptions.PemKey;
import dev.zkspring.client.config.TlsOptions.PemTrust;
import dev.zkspring.client.config.TlsOptions.StoreFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.UnrecoverableKeyException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Makes a context of files. Blocks. What cannot be used is an {@link IllegalArgumentException} that names the file, what
 * is wrong with it and what to do; never a password.
 */
final class TlsMaterial {

    /** Protects nothing: the store is never written. */
    private static final char[] IN_MEMORY = {};

    /**
     * How many TLS sessions are remembered to be resumed. By default it would be 20 480, for a day, and each link adds one
     * or more, with the server's certificates.
     */
    private static final int SESSIONS = 32;

    private TlsMaterial() {}

    /** The files that a context is made of. */
    static List<Path> files(TlsOptions options) {
        List<Path> files = new ArrayList<>();
        if (options.trust() instanceof PemTrust pem) {
            files.add(pem.file());
        } else if (options.trust() instanceof StoreFile store) {
            files.add(store.file());
        }
        if (options.key() instanceof PemKey pem) {
            files.add(pem.chain());
            files.add(pem.key());
        } else if (options.key() instanceof StoreFile store) {
            files.add(store.file());
        }
        return files;
    }

    static SSLContext load(TlsOptions options) {
        KeyManager @Nullable [] keys = keyManagers(options.key());
        TrustManager[] trust = trustManagers(options.trust());
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys, trust, null);
            context.getClientSessionContext().setSessionCacheSize(SESSIONS);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("the JVM cannot do TLS with " + options + ": " + e.getMessage(), e);
        }
    }

    private static TrustManager[] trustManagers(TlsOptions.@Nullable Trust trust) {
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            // Without a store the factory takes the JVM's.
            factory.init(trust == null ? null : store(trust));
            return Stream.of(factory.getTrustManagers())
                    .map(TlsMaterial::naming)
                    .toArray(TrustManager[]::new);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("trust " + trust + " cannot be used: " + e.getMessage(), e);
        }
    }

    private static TrustManager naming(TrustManager manager) {
        return manager instanceof X509ExtendedTrustManager judge ? new NamingTrustManager(judge) : manager;
    }

    private static KeyStore store(TlsOptions.Trust trust) throws GeneralSecurityException {
        return trust instanceof StoreFile file ? trustStore(file) : pemStore((PemTrust) trust);
    }

    private static KeyStore pemStore(PemTrust pem) throws GeneralSecurityException {
        KeyStore store = emptyStore();
        List<X509Certificate> certificates = new PemFile(pem.file()).certificates();
        for (int i = 0; i < certificates.size(); i++) {
            store.setCertificateEntry("ca" + i, certificates.get(i));
        }
        return store;
    }

    private static KeyStore trustStore(StoreFile file) throws GeneralSecurityException {
        KeyStore store = keyStore(file);
        if (store.size() == 0) {
            // Written by openssl, for example, whose certificates lack the mark that Java looks for.
            throw unusable(
                    file.file(),
                    "no trusted certificate in it (expected: one that was added with keytool -importcert)",
                    null);
        }
        return store;
    }

    private static KeyManager @Nullable [] keyManagers(TlsOptions.@Nullable Key key) {
        if (key == null) {
            return null;
        }
        try {
            KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            if (key instanceof StoreFile file) {
                initFromStore(factory, file);
            } else {
                initFromPem(factory, (PemKey) key);
            }
            return factory.getKeyManagers();
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("key " + key + " cannot be used: " + e.getMessage(), e);
        }
    }

    private static void initFromPem(KeyManagerFactory factory, PemKey pem) throws GeneralSecurityException {
        List<X509Certificate> chain = new PemFile(pem.chain()).certificates();
        PrivateKey key = new PemFile(pem.key()).privateKey(pem.password());
        checkPair(pem, key, chain.get(0));
        KeyStore store = emptyStore();
        store.setKeyEntry("key", key, IN_MEMORY, chain.toArray(X509Certificate[]::new));
        factory.init(store, IN_MEMORY);
    }

    /** Files that are replaced one after the other do not fit together for a moment. */
    private static void checkPair(PemKey pem, PrivateKey key, X509Certificate certificate)
            throws GeneralSecurityException {
        if (!fits(key, certificate)) {
            String why = "it does not belong to the first certificate in " + pem.chain() + ", "
                    + certificate.getSubjectX500Principal();
            throw unusable(pem.key(), why, null);
        }
    }

    private static boolean fits(PrivateKey key, X509Certificate certificate) throws GeneralSecurityException {
        String type = key.getAlgorithm();
        if (!type.equals(certificate.getPublicKey().getAlgorithm())) {
            return false;
        }
        String algorithm = switch (type) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            case "DSA" -> "SHA256withDSA";
            default -> type;
        };
        byte[] probe = certificate.getEncoded();
        return verifies(certificate, algorithm, probe, signed(key, algorithm, probe));
    }

    private static byte[] signed(PrivateKey key, String algorithm, byte[] probe) throws GeneralSecurityException {
        Signature signature = Signature.getInstance(algorithm);
        signature.initSign(key);
        signature.update(probe);
        return signature.sign();
    }

    private static boolean verifies(X509Certificate certificate, String algorithm, byte[] probe, byte[] signed)
            throws GeneralSecurityException {
        Signature signature = Signature.getInstance(algorithm);
        // Not the certificate itself: its usage may forbid what is only a test here.
        signature.initVerify(certificate.getPublicKey());
        signature.update(probe);
        try {
            return signature.verify(signed);
        } catch (SignatureException e) {
            // A signature of another length, say.
            return false;
        }
    }

    private static void initFromStore(KeyManagerFactory factory, StoreFile file) throws GeneralSecurityException {
        KeyStore store = keyStore(file);
        boolean hasKey = false;
        for (String alias : Collections.list(store.aliases())) {
            hasKey |= store.isKeyEntry(alias);
        }
        if (!hasKey) {
            throw unusable(file.file(), "no private key in it (expected: one with its certificate chain)", null);
        }
        String password = file.keyPassword() != null ? file.keyPassword() : file.password();
        try {
            factory.init(store, characters(password));
        } catch (UnrecoverableKeyException e) {
            throw unusable(
                    file.file(), "the private key in it cannot be decrypted; another password than the store?", e);
        }
    }

    private static KeyStore keyStore(StoreFile file) throws GeneralSecurityException {
        KeyStore store;
        try {
            store = KeyStore.getInstance(file.type());
        } catch (GeneralSecurityException e) {
            throw unusable(
                    file.file(), "this JVM knows no key stores of type " + file.type() + " (try: PKCS12, JKS)", e);
        }
        try {
            store.load(new ByteArrayInputStream(read(file.file())), characters(file.password()));
            return store;
        } catch (IOException e) {
            String why = e.getCause() instanceof UnrecoverableKeyException
                    ? "wrong password"
                    : "not a key store of type " + file.type() + ", or a wrong password";
            throw unusable(file.file(), why, e);
        }
    }

    private static KeyStore emptyStore() throws GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try {
            store.load(null, null);
        } catch (IOException e) {
            throw new GeneralSecurityException(e);
        }
        return store;
    }

    private static char @Nullable [] characters(@Nullable String password) {
        return password == null ? null : password.toCharArray();
    }

    /** The whole file, never empty. */
    static byte[] read(Path file) {
        byte[] content;
        try {
            content = Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw unusable(file, "there is no such file", e);
        } catch (AccessDeniedException e) {
            throw unusable(file, "this process may not read it", e);
        } catch (IOException e) {
            throw unusable(file, "it cannot be read: " + e.getMessage(), e);
        }
        if (content.length == 0) {
            throw unusable(file, "it is empty", null);
        }
        return content;
    }

    static IllegalArgumentException unusable(Path file, String why, @Nullable Exception cause) {
        return new IllegalArgumentException("TLS file " + file + ": " + why, cause);
    }
}
