package dev.zkspring.boot.autoconfigure;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A small secret file of this process alone: readable by its owner only from its creation on, replaced in one step, and
 * locked from {@link #open} until {@link #close} or the end of the process. Not safe for use by several threads.
 */
final class SessionStore implements Closeable {

    /** Many times what a session needs: whatever is longer is something else. */
    private static final int LONGEST = 16_384;

    private final Path file;

    private final Path replacement;

    private final OwnerOnly ownerOnly;

    private final SessionStoreLock lock;

    private SessionStore(Path file, OwnerOnly ownerOnly, SessionStoreLock lock) {
        this.file = file;
        this.replacement = file.resolveSibling(file.getFileName() + ".tmp");
        this.ownerOnly = ownerOnly;
        this.lock = lock;
    }

    /**
     * Locks the file, which need not exist; its directory is made if missing.
     *
     * @throws SessionStoreLockedException if it is locked already
     * @throws ZkConfigurationException if there can be no such file
     */
    static SessionStore open(Path path) {
        Path file = path.toAbsolutePath();
        if (file.getFileName() == null || Files.isDirectory(file)) {
            throw refused(path, "is a directory (expected: path of a file, which need not exist)");
        }
        try {
            Path directory = Files.createDirectories(file.getParent());
            OwnerOnly ownerOnly = new OwnerOnly(directory);
            SessionStoreLock lock = SessionStoreLock.acquire(file, directory, ownerOnly.attributes());
            return new SessionStore(file, ownerOnly, lock);
        } catch (IOException e) {
            throw refused(path, "cannot be locked, %s (expected: path of a file that can be written)".formatted(e));
        }
    }

    private static ZkConfigurationException refused(Path path, String why) {
        return ZkConfigurationException.refused("zk.session.store", "\"" + path + "\" " + why);
    }

    Path file() {
        return file;
    }

    /** What was written last, {@code null} if nothing was; content that is too long is cut off. */
    byte @Nullable [] read() throws IOException {
        if (!Files.exists(file)) {
            return null;
        }
        try (var content = Files.newInputStream(file)) {
            return content.readNBytes(LONGEST);
        }
    }

    /** Takes the access of others to what {@link #read} returned away, with a warning. */
    void protect() throws IOException {
        ownerOnly.correct(file);
    }

    /** Replaces the content: whoever reads, also after a crash, finds the old one or the new one. */
    void write(byte[] content) throws IOException {
        Files.deleteIfExists(replacement);
        try (var channel = Files.newByteChannel(
                replacement, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), ownerOnly.attributes())) {
            ownerOnly.protect(replacement);
            channel.write(ByteBuffer.wrap(content));
        }
        Files.move(replacement, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Leaves no secret behind. */
    void clear() throws IOException {
        Files.deleteIfExists(replacement);
        Files.deleteIfExists(file);
    }

    /** Gives the file free for others; its content stays. */
    @Override
    public void close() throws IOException {
        lock.close();
    }
}
