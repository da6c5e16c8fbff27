package dev.zkspring.boot.autoconfigure;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The right to use a store, held until closed or until the process ends, however that ends. It is a lock on a file
 * beside the store, because the store itself is replaced with each change. That file stays: two processes could hold
 * locks on two files of one name if it were deleted.
 */
final class SessionStoreLock implements Closeable {

    /** Behind everything that is written: on some systems nobody else can read what is locked. */
    private static final long POSITION = Long.MAX_VALUE - 1;

    private static final Set<OpenOption> OPTIONS =
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);

    /** More than a holder ever writes. */
    private static final int LONGEST = 200;

    /**
     * What this JVM holds. Asked before a file is opened: POSIX drops all locks of a process on a file when the process
     * closes any channel to it, so that a failed try would free the lock that it failed on.
     */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path file;

    private final FileChannel channel;

    private SessionStoreLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /**
     * Locks without waiting.
     *
     * @param directory of the store, exists
     * @throws SessionStoreLockedException if another process, or another application context of this one, has the lock
     */
    static SessionStoreLock acquire(Path store, Path directory, FileAttribute<?>... attributes) throws IOException {
        Path file = directory.toRealPath().resolve(store.getFileName() + ".lock");
        if (!HELD.add(file)) {
            throw new SessionStoreLockedException(store, "another application context of this process");
        }
        FileChannel channel = null;
        try {
            channel = FileChannel.open(file, OPTIONS, attributes);
            lock(store, channel);
            return new SessionStoreLock(file, channel);
        } catch (IOException | RuntimeException e) {
            HELD.remove(file);
            close(channel);
            throw e;
        }
    }

    private static void lock(Path store, FileChannel channel) throws IOException {
        if (tryLock(channel) == null) {
            throw new SessionStoreLockedException(store, holder(channel));
        }
        channel.truncate(0);
        channel.write(ByteBuffer.wrap(self().getBytes(StandardCharsets.UTF_8)), 0);
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock(POSITION, 1, false);
        } catch (OverlappingFileLockException sameJvmOtherClassLoader) {
            return null;
        }
    }

    private static String self() {
        return "process " + ProcessHandle.current().pid() + ", since "
                + Instant.now().truncatedTo(ChronoUnit.SECONDS);
    }

    private static String holder(FileChannel channel) throws IOException {
        ByteBuffer content = ByteBuffer.allocate(LONGEST);
        channel.read(content, 0);
        String written =
                StandardCharsets.UTF_8.decode(content.flip()).toString().strip();
        return written.isEmpty() ? "another process" : written;
    }

    private static void close(@Nullable FileChannel channel) throws IOException {
        if (channel != null) {
            channel.close();
        }
    }

    @Override
    public void close() throws IOException {
        try (channel) {
            channel.truncate(0);
        } finally {
            HELD.remove(file);
        }
    }
}
