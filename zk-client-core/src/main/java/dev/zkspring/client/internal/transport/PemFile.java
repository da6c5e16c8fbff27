package dev.zkspring.client.internal.transport;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Reads certificates and keys in PEM. What cannot be used is an {@link IllegalArgumentException} that names the file,
 * what is wrong with it and how to make it right.
 */
final class PemFile {

    private static final Pattern CERTIFICATE = Pattern.compile("-----BEGIN CERTIFICATE-----([^-]*)-----END");

    private static final Pattern KEY =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]*)PRIVATE KEY-----(.*?)-----END", Pattern.DOTALL);

    private static final List<String> KEY_TYPES = List.of("RSA", "EC", "EdDSA", "DSA");

    private final Path file;

    private final String text;

    PemFile(Path file) {
        this.file = file;
        this.text = new String(TlsMaterial.read(file), StandardCharsets.ISO_8859_1);
    }

    /** At least one certificate, in the order of the file; what else is in it does not matter. */
    List<X509Certificate> certificates() {
        List<X509Certificate> certificates =
                CERTIFICATE.matcher(text).results().map(this::certificate).toList();
        if (certificates.isEmpty()) {
            throw unusable("no certificate in it (expected: -----BEGIN CERTIFICATE-----)", null);
        }
        return certificates;
    }

    private X509Certificate certificate(MatchResult block) {
        ByteArrayInputStream encoded = new ByteArrayInputStream(bytes(block.group(1)));
        try {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(encoded);
        } catch (CertificateException e) {
            throw unusable("a certificate in it cannot be read: " + e.getMessage(), e);
        }
    }

    PrivateKey privateKey(@Nullable String password) {
        Matcher block = KEY.matcher(text);
        if (!block.find()) {
            throw unusable("no private key in it (expected: -----BEGIN PRIVATE KEY-----)", null);
        }
        String format = block.group(1);
        return switch (format) {
            case "" -> decode(bytes(block.group(2)));
            case "ENCRYPTED " -> decode(decrypt(bytes(block.group(2)), password));
            default ->
                throw unusable(
                        "the private key is in a format of its own, \"%sPRIVATE KEY\" (expected: PKCS#8); convert it: "
                                        .formatted(format)
                                + "openssl pkcs8 -topk8 -in " + file + " -out <new file>",
                        null);
        };
    }

    private byte[] bytes(String base64) {
        try {
            return Base64.getMimeDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw unusable("what it contains is not Base64", e);
        }
    }

    private byte[] decrypt(byte[] encrypted, @Nullable String password) {
        if (password == null) {
            throw unusable("the private key is encrypted and no password is set", null);
        }
        EncryptedPrivateKeyInfo info;
        SecretKeyFactory keys;
        try {
            info = new EncryptedPrivateKeyInfo(encrypted);
            keys = SecretKeyFactory.getInstance(algorithm(info));
        } catch (IOException | GeneralSecurityException e) {
            throw unusable(
                    "the private key is encrypted in a way that this JVM does not know (expected: PBES2 with AES); "
                            + "convert it: openssl pkcs8 -topk8 -v2 aes-256-cbc -in " + file + " -out <new file>",
                    e);
        }
        PBEKeySpec secret = new PBEKeySpec(password.toCharArray());
        try {
            Cipher cipher = Cipher.getInstance(algorithm(info));
            cipher.init(Cipher.DECRYPT_MODE, keys.generateSecret(secret), info.getAlgParameters());
            return info.getKeySpec(cipher).getEncoded();
        } catch (GeneralSecurityException e) {
            throw unusable("the private key cannot be decrypted; wrong password?", e);
        } finally {
            secret.clearPassword();
        }
    }

    /** The JDK calls every PBES2 key "PBES2" and tells only in the text of the parameters which one it is. */
    private static String algorithm(EncryptedPrivateKeyInfo info) {
        String name = info.getAlgName();
        return name.equals("PBES2") || name.equals("1.2.840.113549.1.5.13")
                ? String.valueOf(info.getAlgParameters())
                : name;
    }

    private PrivateKey decode(byte[] key) {
        PKCS8EncodedKeySpec encoded = new PKCS8EncodedKeySpec(key);
        for (String type : KEY_TYPES) {
            try {
                return KeyFactory.getInstance(type).generatePrivate(encoded);
            } catch (InvalidKeySpecException e) {
                // Of another type.
            } catch (GeneralSecurityException e) {
                throw unusable("this JVM knows no keys of type " + type, e);
            }
        }
        throw unusable("the private key is of no known type (expected: one of " + KEY_TYPES + " in PKCS#8)", null);
    }

    private IllegalArgumentException unusable(String why, @Nullable Exception cause) {
        return TlsMaterial.unusable(file, why, cause);
    }
}
