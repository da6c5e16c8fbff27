package dev.zkspring.client.internal.transport;

import dev.zkspring.client.config.TlsOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The newest context that works. Files are loaded again when they look different; while that fails, the last good
 * context stays and the reason is logged once. Blocks. Safe for use by many threads.
 */
public final class TlsContexts {

    private static final Logger log = LoggerFactory.getLogger(TlsContexts.class);

    private final TlsOptions options;

    private final String clientName;

    private final List<Path> files;

    private SSLContext lastGood;

    private Map<Path, Stamp> loadedFrom;

    private @Nullable String lastFailure;

    /**
     * Loads the first context. Blocks.
     *
     * @throws IllegalArgumentException says which file, or which other option, cannot be used
     */
    public TlsContexts(TlsOptions options, String clientName) {
        this.options = options;
        this.clientName = clientName;
        this.files = TlsMaterial.files(options);
        this.loadedFrom = stamps();
        this.lastGood = load();
    }

    TlsOptions options() {
        return options;
    }

    synchronized SSLContext current() {
        Map<Path, Stamp> found = stamps();
        if (options.context() == null && found.equals(loadedFrom)) {
            return lastGood;
        }
        try {
            SSLContext loaded = load();
            if (options.context() == null) {
                log.info("[{}] New connections use changed TLS files: {}", clientName, options);
            }
            lastGood = loaded;
            loadedFrom = found;
            lastFailure = null;
        } catch (RuntimeException e) {
            warn(e);
        }
        return lastGood;
    }

    private void warn(RuntimeException failure) {
        String reason = String.valueOf(failure.getMessage());
        if (!reason.equals(lastFailure)) {
            lastFailure = reason;
            log.warn("[{}] Changed TLS material cannot be used, the last good one stays: {}", clientName, reason);
        }
    }

    private SSLContext load() {
        Supplier<SSLContext> given = options.context();
        SSLContext context =
                given == null ? TlsMaterial.load(options) : Objects.requireNonNull(given.get(), "no SSLContext given");
        SSLParameters supported = context.getSupportedSSLParameters();
        require("protocol", options.protocols(), supported.getProtocols());
        require("cipher suite", options.ciphers(), supported.getCipherSuites());
        return context;
    }

    private static void require(String what, List<String> wanted, String[] supported) {
        List<String> known = List.of(supported);
        for (String name : wanted) {
            if (!known.contains(name)) {
                throw new IllegalArgumentException(
                        "TLS %s: %s (expected: one of %s)".formatted(what, name, String.join(", ", known)));
            }
        }
    }

    private Map<Path, Stamp> stamps() {
        Map<Path, Stamp> stamps = new HashMap<>();
        files.forEach(file -> stamps.put(file, Stamp.of(file)));
        return stamps;
    }

    /**
     * How a file looks from outside.
     *
     * @param key changes when another file takes the name, as with symbolic links; {@code null} where there is none
     */
    private record Stamp(
            FileTime modified, long size, @Nullable Object key) {

        private static final Stamp NONE = new Stamp(FileTime.fromMillis(0), -1, null);

        static Stamp of(Path file) {
            try {
                BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
                return new Stamp(found.lastModifiedTime(), found.size(), found.fileKey());
            } catch (NoSuchFileException e) {
                return NONE;
            } catch (IOException e) {
                // Loading says why.
                return NONE;
            }
        }
    }
}
