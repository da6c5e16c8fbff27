package dev.zkspring.boot.autoconfigure;

import java.io.File;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the files of one directory from everybody but their owner, as well as its file system can. */
final class OwnerOnly {

    private static final Logger log = LoggerFactory.getLogger(OwnerOnly.class);

    private static final Set<PosixFilePermission> MODE_600 = PosixFilePermissions.fromString("rw-------");

    private final boolean posix;

    OwnerOnly(Path directory) throws IOException {
        this.posix = Files.getFileStore(directory).supportsFileAttributeView(PosixFileAttributeView.class);
        if (!posix) {
            log.warn(
                    "zk.session.store: the file system of \"{}\" has no POSIX permissions;"
                            + " make sure that nobody else can read this directory",
                    directory);
        }
    }

    /** For the creation of a file: nobody else can read it from the first moment. */
    FileAttribute<?>[] attributes() {
        return posix
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(MODE_600)}
                : new FileAttribute<?>[0];
    }

    /** To be called once a file exists and before it holds a secret: does what can be done without POSIX. */
    void protect(Path file) {
        if (!posix && file.getFileSystem().equals(FileSystems.getDefault())) {
            File plain = file.toFile();
            boolean limited = plain.setReadable(false, false)
                    && plain.setReadable(true, true)
                    && plain.setWritable(false, false)
                    && plain.setWritable(true, true);
            log.debug("Access to \"{}\" limited to its owner: {}", file, limited);
        }
    }

    /** Takes the access of others to an existing file away, with a warning: they may have read it. */
    void correct(Path file) throws IOException {
        if (!posix) {
            return;
        }
        Set<PosixFilePermission> found = Files.getPosixFilePermissions(file);
        if (!MODE_600.containsAll(found)) {
            Files.setPosixFilePermissions(file, MODE_600);
            log.warn(
                    "zk.session.store: \"{}\" had the permissions {} (expected: {}), which is corrected;"
                            + " others may have read the session's password",
                    file,
                    PosixFilePermissions.toString(found),
                    PosixFilePermissions.toString(MODE_600));
        }
    }
}
