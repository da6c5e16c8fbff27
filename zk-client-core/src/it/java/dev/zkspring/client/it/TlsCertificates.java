package dev.zkspring.client.it;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.PBEParameterSpec;

/** Two certification authorities and what they signed, made by the keytool of this JDK. Made once, read by all tests. */
public final class TlsCertificates {

    /** Of all key stores and encrypted keys; no output may contain it. */
    public static final String PASSWORD = "fixture-secret";

    private static final String HERE = "san=dns:localhost,ip:127.0.0.1";

    private static final String AES = "PBEWithHmacSHA256AndAES_256";

    private static final long KEYTOOL_SECONDS = 60;

    private final Path directory;

    private final KeyStore all;

    private final Identity server;

    private final Identity elsewhere;

    private final Identity expired;

    private final Identity client;

    private final Identity strangeServer;

    private final Identity strangeClient;

    private TlsCertificates() throws IOException, GeneralSecurityException {
        directory = Files.createTempDirectory(Files.createDirectories(Path.of("target", "it-tls")), "run")
                .toAbsolutePath();
        make("ca", "-keyalg", "EC", "-ext", "bc:c");
        make("strange-ca", "-keyalg", "EC", "-ext", "bc:c");
        make("server", "-keyalg", "RSA", "-keysize", "2048", "-signer", "ca", "-ext", HERE);
        make(
                "elsewhere",
                "-keyalg",
                "EC",
                "-signer",
                "ca",
                "-ext",
                "san=dns:zk1.example,dns:*.zk.example,ip:192.0.2.7");
        make("expired", "-keyalg", "EC", "-signer", "ca", "-ext", HERE, "-startdate", "-9d", "-validity", "2");
        make("client", "-keyalg", "EC", "-signer", "ca");
        make("strange-server", "-keyalg", "EC", "-signer", "strange-ca", "-ext", HERE);
        make("strange-client", "-keyalg", "EC", "-signer", "strange-ca");
        all = KeyStore.getInstance(store().toFile(), PASSWORD.toCharArray());
        server = export("server");
        elsewhere = export("elsewhere");
        expired = export("expired");
        client = export("client");
        strangeServer = export("strange-server");
        strangeClient = export("strange-client");
        exportTrust("ca");
        exportTrust("strange-ca");
    }

    /** The certificates that all tests of this JVM share. */
    public static TlsCertificates shared() {
        return Shared.CERTIFICATES;
    }

    /** For localhost and 127.0.0.1; its key is RSA, those of the others are EC. */
    public Identity server() {
        return server;
    }

    /** For zk1.example, *.zk.example and 192.0.2.7, where no test runs. */
    public Identity elsewhere() {
        return elsewhere;
    }

    /** For localhost and 127.0.0.1, valid until a week ago. */
    public Identity expired() {
        return expired;
    }

    public Identity client() {
        return client;
    }

    /** For localhost and 127.0.0.1, by another authority. */
    public Identity strangeServer() {
        return strangeServer;
    }

    /** A client, by another authority. */
    public Identity strangeClient() {
        return strangeClient;
    }

    /** The certificate of the authority, in PEM. */
    public Path ca() {
        return directory.resolve("ca.pem");
    }

    /** The certificate of the other authority, in PEM. */
    public Path strangeCa() {
        return directory.resolve("strange-ca.pem");
    }

    /** The certificate of the authority, in a key store of this type. */
    public Path trustStore(String type) {
        return directory.resolve("ca." + type.toLowerCase(Locale.ROOT));
    }

    /** A key store with everything in it, in PKCS12. */
    private Path store() {
        return directory.resolve("all.p12");
    }

    private void make(String alias, String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                alias,
                "-dname",
                "CN=" + alias,
                "-keystore",
                store().toString(),
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD));
        command.addAll(Arrays.asList(options));
        File log = directory.resolve("keytool.log").toFile();
        Process keytool = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
                .start();
        try {
            if (!keytool.waitFor(KEYTOOL_SECONDS, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
                throw new IllegalStateException("keytool failed: " + Files.readString(log.toPath()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } finally {
            keytool.destroyForcibly();
        }
    }

    private Identity export(String alias) throws IOException, GeneralSecurityException {
        PrivateKey key = (PrivateKey) all.getKey(alias, PASSWORD.toCharArray());
        Certificate[] chain = all.getCertificateChain(alias);
        Identity identity = new Identity(directory, alias);
        StringBuilder pem = new StringBuilder("The certificates of " + alias + "\n");
        for (Certificate certificate : chain) {
            pem.append(pem("CERTIFICATE", certificate.getEncoded()));
        }
        Files.writeString(identity.chain(), pem);
        Files.writeString(identity.key(), pem("PRIVATE KEY", key.getEncoded()));
        Files.writeString(identity.encryptedKey(), pem("ENCRYPTED PRIVATE KEY", encrypted(key)));
        for (String type : List.of("PKCS12", "JKS")) {
            KeyStore store = KeyStore.getInstance(type);
            store.load(null, null);
            store.setKeyEntry(alias, key, PASSWORD.toCharArray(), chain);
            write(store, identity.keyStore(type));
        }
        return identity;
    }

    private void exportTrust(String alias) throws IOException, GeneralSecurityException {
        Certificate certificate = all.getCertificate(alias);
        Files.writeString(directory.resolve(alias + ".pem"), pem("CERTIFICATE", certificate.getEncoded()));
        for (String type : List.of("PKCS12", "JKS")) {
            KeyStore store = KeyStore.getInstance(type);
            store.load(null, null);
            store.setCertificateEntry(alias, certificate);
            write(store, directory.resolve(alias + "." + type.toLowerCase(Locale.ROOT)));
        }
    }

    private static void write(KeyStore store, Path file) throws IOException, GeneralSecurityException {
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, PASSWORD.toCharArray());
        }
    }

    private static byte[] encrypted(PrivateKey key) throws IOException, GeneralSecurityException {
        PBEParameterSpec parameters = new PBEParameterSpec(new byte[16], 2048, new IvParameterSpec(new byte[16]));
        Cipher cipher = Cipher.getInstance(AES);
        cipher.init(
                Cipher.ENCRYPT_MODE,
                SecretKeyFactory.getInstance(AES).generateSecret(new PBEKeySpec(PASSWORD.toCharArray())),
                parameters);
        byte[] encrypted = cipher.doFinal(key.getEncoded());
        // The cipher's parameters carry a name that has no number; the standard's name has one.
        AlgorithmParameters named = AlgorithmParameters.getInstance("PBES2");
        named.init(cipher.getParameters().getEncoded());
        return new EncryptedPrivateKeyInfo(named, encrypted).getEncoded();
    }

    /** A block in PEM. */
    public static String pem(String type, byte[] content) {
        String lines = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(content);
        return "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(type, lines, type);
    }

    /** A certificate with its key, in files of all formats. */
    public record Identity(Path directory, String name) {

        /** PEM. */
        public Path chain() {
            return directory.resolve(name + ".crt");
        }

        /** PKCS#8 in PEM. */
        public Path key() {
            return directory.resolve(name + ".key");
        }

        /** PKCS#8 in PEM, encrypted. */
        public Path encryptedKey() {
            return directory.resolve(name + ".enc.key");
        }

        public Path keyStore(String type) {
            return directory.resolve(name + "." + type.toLowerCase(Locale.ROOT));
        }
    }

    private static final class Shared {

        static final TlsCertificates CERTIFICATES = create();

        private static TlsCertificates create() {
            try {
                return new TlsCertificates();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
