package dev.zkspring.client.internal.transport;

import static dev.zkspring.client.it.TlsCertificates.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.zkspring.client.config.TlsOptions;
import dev.zkspring.client.it.TlsCertificates;
import dev.zkspring.client.it.TlsCertificates.Identity;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What can be made of files, and what is said of those that are no good. */
class TlsMaterialTest {

    private static final TlsCertificates CERTIFICATES = TlsCertificates.shared();

    private static final Identity CLIENT = CERTIFICATES.client();

    @TempDir
    private Path directory;

    private static TlsOptions.Builder options() {
        return TlsOptions.builder();
    }

    private Path write(String text) throws IOException {
        return Files.writeString(directory.resolve("bad.file"), text);
    }

    /** What is said of the options; never the password, and always the file unless it is another one. */
    private static String failure(TlsOptions.Builder options, Path file) {
        IllegalArgumentException failure =
                catchThrowableOfType(IllegalArgumentException.class, () -> TlsMaterial.load(options.build()));
        assertThat(failure.getMessage()).contains("TLS file " + file + ": ").doesNotContain(PASSWORD);
        return failure.getMessage();
    }

    @Nested
    class GoodFiles {

        @Test
        void mayBeNone() {
            assertThat(TlsMaterial.load(TlsOptions.defaults())).isNotNull();
        }

        @Test
        void mayHoldSeveralAuthorities() throws Exception {
            Path both = write("one\n" + Files.readString(CERTIFICATES.ca()) + "-- two --\n"
                    + Files.readString(CERTIFICATES.strangeCa()));
            assertThat(new PemFile(both).certificates()).hasSize(2);
        }

        @Test
        void mayHoldKeyAndCertificates() throws Exception {
            Path both = write(Files.readString(CLIENT.key()) + Files.readString(CLIENT.chain()));
            assertThat(TlsMaterial.load(options().keyPem(both, both).build())).isNotNull();
        }

        @ParameterizedTest
        @ValueSource(strings = {"RSA", "EC", "DSA", "Ed25519", "Ed448"})
        void mayHoldAKeyOfManyTypes(String type) throws Exception {
            byte[] key = KeyPairGenerator.getInstance(type)
                    .generateKeyPair()
                    .getPrivate()
                    .getEncoded();
            Path file = write(TlsCertificates.pem("PRIVATE KEY", key));
            assertThat(new PemFile(file).privateKey(null).getEncoded()).isEqualTo(key);
        }

        @Test
        void mayHoldAnEncryptedKey() {
            assertThat(new PemFile(CLIENT.encryptedKey()).privateKey(PASSWORD))
                    .isEqualTo(new PemFile(CLIENT.key()).privateKey(null));
        }

        /** Made by: openssl genpkey -algorithm ED25519, then openssl pkcs8 -topk8 -v2 aes-256-cbc. */
        @Test
        void mayHoldAKeyThatOpensslEncrypted() throws Exception {
            Path file = write(ENCRYPTED_BY_OPENSSL);
            assertThat(new PemFile(file).privateKey("openssl").getAlgorithm()).isEqualTo("EdDSA");
        }
    }

    @Nested
    class BadPemFiles {

        @Test
        void areMissing() {
            Path missing = directory.resolve("missing.pem");
            assertThat(failure(options().trustPem(missing), missing)).endsWith("there is no such file");
        }

        @Test
        void areEmpty() throws Exception {
            Path empty = write("");
            assertThat(failure(options().trustPem(empty), empty)).endsWith("it is empty");
        }

        @Test
        void areDirectories() {
            assertThat(failure(options().trustPem(directory), directory)).contains("cannot be read");
        }

        @Test
        void holdNoCertificate() throws Exception {
            Path file = write("hello");
            assertThat(failure(options().trustPem(file), file)).contains("no certificate in it");
        }

        @Test
        void holdABrokenCertificate() throws Exception {
            Path file = write(TlsCertificates.pem("CERTIFICATE", new byte[] {1, 2, 3}));
            assertThat(failure(options().trustPem(file), file)).contains("a certificate in it cannot be read");
        }

        @Test
        void holdNoKey() {
            assertThat(failure(options().keyPem(CLIENT.chain(), CLIENT.chain()), CLIENT.chain()))
                    .contains("no private key in it");
        }

        @ParameterizedTest
        @ValueSource(strings = {"RSA", "EC", "DSA"})
        void holdAKeyThatIsNotInPkcs8(String type) throws Exception {
            String header = "-----BEGIN %s PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\nAAAA\n-----END".formatted(type);
            Path file = write(header);
            assertThat(failure(options().keyPem(CLIENT.chain(), file), file))
                    .contains(type + " PRIVATE KEY", "openssl pkcs8 -topk8 -in " + file);
        }

        @Test
        void holdAKeyOfAnUnknownType() throws Exception {
            Path file = write(TlsCertificates.pem("PRIVATE KEY", new byte[] {1, 2, 3}));
            assertThat(failure(options().keyPem(CLIENT.chain(), file), file)).contains("of no known type");
        }

        @Test
        void holdAnEncryptedKeyWithoutAPassword() {
            assertThat(failure(options().keyPem(CLIENT.chain(), CLIENT.encryptedKey()), CLIENT.encryptedKey()))
                    .contains("encrypted and no password is set");
        }

        @Test
        void holdAKeyThatTheirPasswordDoesNotOpen() {
            assertThat(failure(options().keyPem(CLIENT.chain(), CLIENT.encryptedKey(), "wrong"), CLIENT.encryptedKey()))
                    .endsWith("wrong password?");
        }

        @Test
        void holdAKeyThatIsEncryptedInAnUnknownWay() throws Exception {
            Path file = write(TlsCertificates.pem("ENCRYPTED PRIVATE KEY", new byte[] {1, 2, 3}));
            assertThat(failure(options().keyPem(CLIENT.chain(), file, PASSWORD), file))
                    .contains("openssl pkcs8 -topk8 -v2 aes-256-cbc");
        }

        @Test
        void holdTheKeyOfSomebodyElse() {
            Path stranger = CERTIFICATES.strangeClient().key();
            Path otherType = CERTIFICATES.server().key();
            assertThat(failure(options().keyPem(CLIENT.chain(), stranger), stranger))
                    .contains("does not belong to", CLIENT.chain().toString(), "CN=client");
            assertThat(failure(options().keyPem(CLIENT.chain(), otherType), otherType))
                    .contains("does not belong to");
        }
    }

    @Nested
    class BadKeyStores {

        private final Path store = CLIENT.keyStore("PKCS12");

        private Path empty() throws Exception {
            Path file = directory.resolve("empty.p12");
            KeyStore nothing = KeyStore.getInstance("PKCS12");
            nothing.load(null, null);
            try (OutputStream out = Files.newOutputStream(file)) {
                nothing.store(out, PASSWORD.toCharArray());
            }
            return file;
        }

        @Test
        void haveAnotherPassword() {
            assertThat(failure(options().keyStore(store, "PKCS12", "other"), store))
                    .endsWith("wrong password");
        }

        @Test
        void haveAnotherPasswordForTheKey() {
            Path jks = CLIENT.keyStore("JKS");
            assertThat(failure(options().keyStore(jks, "JKS", PASSWORD, "other"), jks))
                    .contains("private key in it cannot be decrypted");
        }

        @Test
        void areOfAnUnknownType() {
            assertThat(failure(options().keyStore(store, "PKCS13", PASSWORD), store))
                    .contains("PKCS13", "try: PKCS12");
        }

        @Test
        void areNoKeyStores() throws Exception {
            Path file = write("hello");
            assertThat(failure(options().trustStore(file, "JKS", PASSWORD), file))
                    .contains("not a key store of type JKS");
        }

        @Test
        void trustNobody() throws Exception {
            Path empty = empty();
            assertThat(failure(options().trustStore(empty, "PKCS12", PASSWORD), empty))
                    .contains("no trusted certificate in it", "keytool -importcert");
        }

        @Test
        void holdNoKey() {
            Path trust = CERTIFICATES.trustStore("JKS");
            assertThat(failure(options().keyStore(trust, "JKS", PASSWORD), trust))
                    .contains("no private key in it");
        }
    }

    private static final String ENCRYPTED_BY_OPENSSL = """
            -----BEGIN ENCRYPTED PRIVATE KEY-----
            MIGbMFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAjhVQc/1MHt4wICCAAw
            DAYIKoZIhvcNAgkFADAdBglghkgBZQMEASoEEAKIbZI7mGjy0lgQiQ8Y/lUEQFuE
            kf8PF7ulm3WVCoeZw+tSYrbtvJLsGEgL2Q0XocSWpnExE8R1MdUNvDVQZGLaXASM
            qJzKB5MVaMs6A85gg9M=
            -----END ENCRYPTED PRIVATE KEY-----
            """;
}
